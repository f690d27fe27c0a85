"""Uploaded documents: what they are is decided by what is in them, whatever they are called.

The second half of the file pipeline (`schools/files.py`): an allow-list by content, pictures made
anew without their position and camera, office files looked through, everything else refused.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from django.core.files.base import ContentFile, File
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from common.errors import Refused
from schools.archives import office_kind
from schools.files import clean_photo

LARGEST_BYTES = 20 * 1024 * 1024
LONGEST_TITLE = 120
OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain; charset=utf-8",
}
ALLOWED = "PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt), JPEG, PNG or plain text (.txt)"
ENDINGS = ".pdf,.docx,.xlsx,.odt,.jpg,.jpeg,.png,.txt"
MARKUP = re.compile(rb"\s*<(!doctype|html|svg|\?xml|script|body|head)", re.IGNORECASE)
UNSHOWN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})  # signs that show as nothing


@dataclass(frozen=True)
class CheckedFile:
    """A file that was looked through: its bytes as they will be kept, and the kind they are of."""

    content: bytes
    kind: str

    @property
    def content_type(self) -> str:
        """Its type, as it is told to a browser."""
        return TYPES[self.kind]

    @property
    def sha256(self) -> str:
        """The digest of its bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    def as_file(self) -> ContentFile[bytes]:
        """What a file field stores; of its name only the ending is kept."""
        return ContentFile(self.content, name=f"file.{self.kind}")


def check_upload(upload: File[bytes]) -> CheckedFile:
    """An uploaded file as it may be kept. Raises `Refused` with a sentence for who uploaded it."""
    if (upload.size or 0) > LARGEST_BYTES:
        raise Refused(f"The file is larger than {LARGEST_BYTES // 1024 // 1024} MB.")
    content = upload.read()
    if not content:
        raise Refused("The file is empty.")
    if content.startswith(b"%PDF-"):
        return CheckedFile(_pdf(content), "pdf")
    if content.startswith(b"PK\x03\x04"):
        return CheckedFile(content, office_kind(content))
    if content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return CheckedFile(*clean_photo(content))
    if (upload.name or "").lower().endswith(".txt"):
        return CheckedFile(_text(content), "txt")
    raise Refused(f"The file must be {ALLOWED}.")


def title_from(name: str) -> str:
    """A title made from the name of a file: no folders, no ending, no signs that do not show."""
    last = re.split(r"[\\/]", name)[-1]
    stem = last.rpartition(".")[0] or last
    return clean_title(stem.replace("_", " ").strip(". ")) or "Document"


def clean_title(words: str) -> str:
    """One line of text that shows as it is written, at most 120 characters."""
    shown = "".join(
        " " if sign.isspace() else sign
        for sign in unicodedata.normalize("NFC", words)
        if sign.isspace() or unicodedata.category(sign) not in UNSHOWN
    )
    return " ".join(shown.split())[:LONGEST_TITLE].strip()


def as_attachment(content: bytes, *, content_type: str, name: str) -> HttpResponse:
    """A kept file as a download: never shown in the browser, never guessed at, never cached."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name.replace("/", "-").replace("\\", "-")
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _pdf(content: bytes) -> bytes:
    """A whole PDF from its first byte to its end, which is no archive as well."""
    end = content[-2048:]
    if b"startxref" not in end or b"%%EOF" not in end:
        raise Refused("The PDF is damaged or not whole. Save or scan it again.")
    if end.rpartition(b"%%EOF")[2].strip(b"\r\n\t \0") or zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused("The PDF holds another file as well. Print it to PDF and add that.")
    return content


def _text(content: bytes) -> bytes:
    """Plain text as UTF-8, without signs that steer a device."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", errors="replace")
    odd = any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n\f" for sign in words)
    if odd or MARKUP.match(content):
        raise Refused("The file is called a text and is none. Save it as a PDF and add that.")
    return words.encode()
