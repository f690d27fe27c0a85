"""One school's drop folder on the disk: the newest whole file, and where read ones go.

The folder is written to by another program, so nothing in it is trusted: no link is followed, only
plain files of the folder's owner (or ours) are read, none longer than an upload may be. What was
read goes to `done/`, what cannot be to `refused/` beside its reason; both are ours alone, and are
emptied after some days, since they hold a whole school's children.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from common.errors import Refused
from common.tabular import Limits

DONE, REFUSED = "done", "refused"
SETTLED_SECONDS = 60
"""A file that was written to within the last minute may not be whole yet."""
_UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~")
_DAY = 24 * 3600


class NotYet(Exception):
    """The newest file is still being written."""


@dataclass(frozen=True)
class Entry:
    """One thing in the folder, as it is without following a link."""

    name: str
    size: int
    written: float
    problem: str


class DropFolder:
    """A drop folder, held open by its own handle: what it is called cannot be swapped meanwhile."""

    def __init__(self, handle: int) -> None:
        self.handle = handle

    def entries(self) -> list[Entry]:
        """Everything put there, the newest first; unfinished downloads and our folders left out."""
        owner = os.fstat(self.handle).st_uid
        found = []
        with os.scandir(self.handle) as listed:
            for each in listed:
                if each.name in {DONE, REFUSED} or each.name.startswith("."):
                    continue
                if not each.name.lower().endswith(_UNFINISHED):
                    found.append(self._entry(each.name, owner))
        return sorted(found, key=lambda entry: (entry.written, entry.name), reverse=True)

    def _entry(self, name: str, owner: int) -> Entry:
        about = os.stat(name, dir_fd=self.handle, follow_symlinks=False)
        return Entry(name, about.st_size, about.st_mtime, _problem(about, owner))

    def read(self, entry: Entry, now: float) -> bytes:
        """The whole content of a file. Raises `NotYet`, or `Refused` for what must not be read."""
        if entry.problem:
            raise Refused(entry.problem)
        if abs(now - entry.written) < SETTLED_SECONDS:
            raise NotYet
        most = Limits().size
        if entry.size > most:
            megabytes = entry.size / 1024 / 1024
            raise Refused(f"The file is {megabytes:.1f} MB: the limit is {most // 2**20} MB.")
        file = os.open(entry.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=self.handle)
        with os.fdopen(file, "rb") as opened:
            before = os.fstat(opened.fileno())
            content = opened.read(most + 1)
            after = os.fstat(opened.fileno())
        seen = (entry.size, entry.written)
        if any((about.st_size, about.st_mtime) != seen for about in (before, after)):
            raise NotYet
        return content

    def put_away(self, name: str, where: str, stamp: str, reason: str = "") -> None:
        """Move a file to `done` or `refused` under a name with its day, for us alone.

        With a reason, a text beside it says why. What is gone already is no fault.
        """
        with suppress(FileExistsError):
            os.mkdir(where, 0o700, dir_fd=self.handle)
        with _opened(where, self.handle) as room:
            os.fchmod(room, 0o700)
            kept = f"{stamp}-{name}"[-200:]
            with suppress(FileNotFoundError):
                os.rename(name, kept, src_dir_fd=self.handle, dst_dir_fd=room)
                _make_ours(kept, room)
            if reason:
                _write(f"{kept}.reason.txt", f"{reason}\n", room)

    def sweep(self, now: float, days: int) -> None:
        """Delete what was put away more than so many days ago."""
        for where in (DONE, REFUSED):
            with suppress(OSError), _opened(where, self.handle) as room:
                for name in os.listdir(room):  # noqa: PTH208 - by its handle
                    about = os.stat(name, dir_fd=room, follow_symlinks=False)
                    if not stat.S_ISDIR(about.st_mode) and about.st_ctime < now - days * _DAY:
                        os.unlink(name, dir_fd=room)


@contextmanager
def drop_folder(base: Path, slug: str) -> Iterator[DropFolder | None]:
    """The folder of a school; None where it has none.

    Raises `Refused` for one that is a link, or that anybody on the machine may write to.
    """
    path = base / slug
    if not path.is_dir() and not path.is_symlink():
        yield None
        return
    try:
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise Refused("The drop folder is a link or cannot be opened: nothing was read.") from error
    try:
        if os.fstat(handle).st_mode & stat.S_IWOTH:
            raise Refused("Anybody on this machine may write into the drop folder: not read.")
        yield DropFolder(handle)
    finally:
        os.close(handle)


def _problem(about: os.stat_result, owner: int) -> str:
    if stat.S_ISLNK(about.st_mode):
        return "This is a link to another place, not a file: it is not followed."
    if not stat.S_ISREG(about.st_mode):
        return "This is not a file."
    if about.st_nlink > 1:
        return "This file has a second name in another place: it is not read."
    if about.st_uid not in {owner, os.geteuid()}:
        return "This file belongs to somebody else than the folder: it is not read."
    return ""


@contextmanager
def _opened(name: str, within: int) -> Iterator[int]:
    handle = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=within)
    try:
        yield handle
    finally:
        os.close(handle)


def _make_ours(name: str, room: int) -> None:
    """Nobody else reads it from now on, where it is a file of ours."""
    about = os.stat(name, dir_fd=room, follow_symlinks=False)
    if stat.S_ISREG(about.st_mode) and about.st_uid == os.geteuid():
        os.chmod(name, 0o600, dir_fd=room)


def _write(name: str, text: str, room: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with os.fdopen(os.open(name, flags, 0o600, dir_fd=room), "w", encoding="utf-8") as file:
        file.write(text)
