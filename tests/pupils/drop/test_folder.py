"""The drop folder on the disk: what is read from it, what never is, and what is left behind."""

import os
import time
from pathlib import Path

import pytest

from common.errors import Refused
from pupils.drop.folder import DropFolder, NotYet, drop_folder

HOUR = 3600.0


def put(folder: Path, name: str, content: bytes = b"UPN,Surname\n", *, ago: float = HOUR) -> Path:
    """A file that was written some seconds ago."""
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (time.time() - ago, time.time() - ago))
    return path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty drop folder of Northfield's."""
    path = tmp_path / "drop" / "northfield"
    path.mkdir(parents=True, mode=0o700)
    return path


def newest(folder: DropFolder) -> bytes:
    """What the newest file holds."""
    return folder.read(folder.entries()[0], time.time())


def refusal(place: Path, slug: str = "northfield") -> str:
    """The sentence with which the newest file, or the folder, is refused."""
    with pytest.raises(Refused) as caught:
        read_newest(place, slug)
    return str(caught.value)


def read_newest(place: Path, slug: str) -> bytes:
    """What the newest file of a school's folder holds."""
    with drop_folder(place.parent, slug) as folder:
        assert folder is not None
        return newest(folder)


def test_the_newest_whole_file_is_read(place: Path) -> None:
    """By the time it was written; unfinished downloads, hidden files and our folders are not."""
    put(place, "monday.csv", b"old", ago=2 * HOUR)
    put(place, "tuesday.csv", b"new")
    for name in (".hidden", "big.csv.part", "x.tmp", "~"):
        put(place, name, b"no", ago=HOUR / 2)
    (place / "done").mkdir()
    with drop_folder(place.parent, "northfield") as folder:
        assert folder is not None
        assert [entry.name for entry in folder.entries()] == ["tuesday.csv", "monday.csv"]
        assert newest(folder) == b"new"


def test_a_school_without_a_folder_has_none(place: Path) -> None:
    """Nothing is made and nothing runs where nobody set a folder up."""
    with drop_folder(place.parent, "southmere") as folder:
        assert folder is None
    assert not (place.parent / "southmere").exists()


def test_a_file_that_is_being_written_waits(place: Path) -> None:
    """Written to within the last minute, or grown between two looks: not yet."""
    put(place, "now.csv", ago=5)
    with drop_folder(place.parent, "northfield") as folder:
        assert folder is not None
        with pytest.raises(NotYet):
            newest(folder)
        put(place, "now.csv")
        (entry,) = folder.entries()
        put(place, "now.csv", b"UPN,Surname\nmore\n")
        with pytest.raises(NotYet):
            folder.read(entry, time.time())


def test_links_are_never_followed(place: Path, tmp_path: Path) -> None:
    """Neither a link to a file elsewhere, nor a second name of one, nor a folder that is a link."""
    secret = put(tmp_path, "secret.csv", b"another school's children")
    (place / "link.csv").symlink_to(secret)
    assert "link to another place" in refusal(place)
    (place / "link.csv").unlink()
    os.link(secret, place / "second.csv")
    assert "second name in another place" in refusal(place)
    (place.parent / "southmere").symlink_to(place)
    assert "is a link" in refusal(place, "southmere")


def test_a_file_swapped_for_a_link_is_not_followed(place: Path, tmp_path: Path) -> None:
    """Swapped between the look and the reading: the opening itself follows nothing."""
    secret = put(tmp_path, "secret.csv", b"another school's children")
    path = put(place, "p.csv")
    with drop_folder(place.parent, "northfield") as folder:
        assert folder is not None
        (entry,) = folder.entries()
        path.unlink()
        path.symlink_to(secret)
        with pytest.raises(OSError, match="symbolic links"):
            folder.read(entry, time.time())


def test_huge_files_pipes_and_open_folders_are_refused(place: Path) -> None:
    """Refused by its size before it is read; a pipe is no file; a folder for everybody is none."""
    with put(place, "huge.csv").open("ab") as file:
        file.truncate(21 * 2**20)
    os.utime(place / "huge.csv", (time.time() - HOUR, time.time() - HOUR))
    assert refusal(place) == "The file is 21.0 MB: the limit is 20 MB."
    (place / "huge.csv").unlink()
    os.mkfifo(place / "pipe.csv")
    assert refusal(place) == "This is not a file."
    place.chmod(0o777)
    assert "Anybody on this machine" in refusal(place)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_somebody_elses_file_is_refused(place: Path) -> None:
    """A file that neither we nor the folder's owner put there."""
    os.chown(put(place, "p.csv"), 12345, 12345)
    assert "belongs to somebody else" in refusal(place)


def test_what_was_read_is_put_away_for_us_alone_and_deleted_later(place: Path) -> None:
    """`done` is 0700, its files 0600; a reason stands beside what was refused; both are swept."""
    put(place, "p.csv").chmod(0o644)
    put(place, "q.csv")
    with drop_folder(place.parent, "northfield") as folder:
        assert folder is not None
        folder.put_away("p.csv", "done", "2027-03-12")
        folder.put_away("q.csv", "refused", "2027-03-12", "It is empty.")
        folder.put_away("gone.csv", "done", "2027-03-12")
        assert folder.entries() == []
        done = place / "done" / "2027-03-12-p.csv"
        assert (place / "done").stat().st_mode & 0o777 == 0o700
        assert done.stat().st_mode & 0o777 == 0o600
        reason = place / "refused" / "2027-03-12-q.csv.reason.txt"
        assert (reason.read_text(), reason.stat().st_mode & 0o777) == ("It is empty.\n", 0o600)
        folder.sweep(time.time() + 13 * 24 * HOUR, 14)
        assert done.exists()
        folder.sweep(time.time() + 15 * 24 * HOUR, 14)
    assert not [*(place / "done").iterdir(), *(place / "refused").iterdir()]
