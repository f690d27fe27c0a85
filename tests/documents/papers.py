"""Files to upload, honest and hostile, and documents made of them through the actions."""

import io
import zipfile
from datetime import date
from typing import Any

from accounts.models import Membership
from pupils.actions import Paper, keep_document
from pupils.models import Document, Pupil
from schools.uploads import CheckedFile, check_upload
from tests.schools_pages.pictures import upload

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\nstartxref\n45\n%%EOF\n"
TITLE = "Speech report of Zqhelena"
CONTENT_TYPES = b'<?xml version="1.0"?><Types><Override PartName="/word/document.xml"/></Types>'


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """A Word document, with more parts where `vba`, `bomb` or another is named."""
    parts = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b"<w:document/>"}
    return archive(parts | {name.replace("__", "/"): content for name, content in more.items()})


def checked(content: bytes = PDF, name: str = "report.pdf") -> CheckedFile:
    """A file as the pipeline lets it through."""
    return check_upload(upload(content, name, "application/pdf"))


def paper(**changed: Any) -> Paper:
    """A report as a form gives it."""
    given: dict[str, Any] = {
        "kind": Document.Kind.REPORT.value,
        "title": TITLE,
        "on": date(2026, 11, 9),
        "file": checked(),
    }
    return Paper(**(given | changed))


def kept(pupil: Pupil, by: Membership, **changed: Any) -> Document:
    """A document that somebody added about a child."""
    return keep_document(pupil=pupil, paper=paper(**changed), by=by.user)
