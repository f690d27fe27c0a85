"""Office files: zip archives looked through within limits before they are kept.

What a file says of its own sizes is not believed: every part is unpacked, in pieces, and counted
(reliability.md, "XML and zip bombs").
"""

import io
import zipfile
import zlib

from common.errors import Refused

MOST_PARTS = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
HIGHEST_RATIO = 100
RATIO_COUNTS_FROM = 5 * 1024 * 1024  # small files of repeated words are packed tightly, rightly
PIECE = 64 * 1024
END = b"PK\x05\x06"  # of the archive's directory; 22 bytes long where there is no comment
OPEN_DOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"
OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
# Where Office and OpenDocument keep what runs when the file is opened.
RUNS = ("vba", "macrosheets/", "activex/", "embeddings/oleobject", "basic/", "scripts/")
BROKEN = "The file is damaged. Open it, save it again, and add the new one."
TOO_MUCH = "The file unpacks to more than is safe. Save it as a PDF and add that."
MACROS = "The file holds macros or embedded programs. Save it as a PDF and add that."


def office_kind(content: bytes) -> str:
    """`docx`, `xlsx` or `odt`, having unpacked every part of it. Raises `Refused`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_extras(content, archive)
            kind = _kind(archive)
            _unpack(archive, len(content))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError) as fault:
        raise Refused(BROKEN) from fault
    except (RuntimeError, EOFError) as fault:  # encrypted, or cut short
        raise Refused(BROKEN) from fault
    return kind


def _refuse_extras(content: bytes, archive: zipfile.ZipFile) -> None:
    """Nothing before, after or hidden twice: what one reader finds, every reader finds."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS:
        raise Refused(TOO_MUCH)
    if content[-22:-18] != END or len(set(names)) != len(names):
        raise Refused(BROKEN)
    if any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names):
        raise Refused(BROKEN)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("The file is locked with a password. Save it without one.")


def _kind(archive: zipfile.ZipFile) -> str:
    names = [name.lower() for name in archive.namelist()]
    if any(mark in name for name in names for mark in RUNS):
        raise Refused(MACROS)
    if "[content_types].xml" in names:
        if b"macroenabled" in _start(archive, "[Content_Types].xml").lower():
            raise Refused(MACROS)
        found = [kind for part, kind in OFFICE.items() if part in names]
        if len(found) == 1:
            return found[0]
    if "mimetype" in names and _start(archive, "mimetype") == OPEN_DOCUMENT_TEXT:
        return "odt"
    raise Refused("This is an archive, not a document. Add the files in it one by one.")


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(PIECE)
    except KeyError as fault:
        raise Refused(BROKEN) from fault


def _unpack(archive: zipfile.ZipFile, packed: int) -> None:
    most = min(MOST_UNPACKED, max(RATIO_COUNTS_FROM, packed * HIGHEST_RATIO))
    unpacked = 0
    for part in archive.infolist():
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                unpacked += len(piece)
                if unpacked > most:
                    raise Refused(TOO_MUCH)
