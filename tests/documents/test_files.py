"""What may be uploaded: decided by what is in a file, never by what it says it is."""

import io

import pytest
from PIL import Image

from common.errors import Refused
from schools import archives, uploads
from schools.uploads import check_upload, clean_title, title_from
from tests.documents.papers import CONTENT_TYPES, PDF, archive, docx
from tests.schools_pages.pictures import HTML, SVG, bomb, picture, upload, with_position

ODT = archive(
    {"mimetype": archives.OPEN_DOCUMENT_TEXT, "content.xml": b"<office:document-content/>"}
)
XLSX = archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
MACRO_TYPES = CONTENT_TYPES.replace(b"/>", b' ContentType="a.macroEnabled.main+xml"/>')

HONEST = {
    "report.pdf": (PDF, "pdf"),
    "photo.JPG": (picture("JPEG"), "jpg"),
    "scan.png": (picture("PNG"), "png"),
    "plan.docx": (docx(), "docx"),
    "scores.xlsx": (XLSX, "xlsx"),
    "notes.odt": (ODT, "odt"),
    "notes.txt": ("Reads aloud: café, 3 times\r\n".encode(), "txt"),
    "old notes.txt": ("café".encode("cp1252"), "txt"),
    "called wrongly.bin": (PDF, "pdf"),
}

HOSTILE = {
    "SVG as PNG": ("x.png", SVG),
    "HTML as PDF": ("x.pdf", HTML),
    "HTML as text": ("x.txt", HTML),
    "HTML with a PDF's first line": ("x.pdf", b"%PDF-1.4\n" + HTML),
    "PDF that goes on as HTML": ("x.pdf", PDF + HTML),
    "PDF that is an archive too": ("x.pdf", PDF[:-6] + docx() + b"startxref\n%%EOF"),
    "PDF after something else": ("x.pdf", b"GIF89a" + PDF),
    "Word after something else": ("x.docx", b"#!/bin/sh\n" + docx()),
    "Word that goes on": ("x.docx", docx() + HTML),
    "macros": ("x.docx", docx(word__vbaProject=b"Auto_Open")),
    "macros by their type": (
        "x.docx",
        archive({"[Content_Types].xml": MACRO_TYPES, "word/document.xml": b""}),
    ),
    "an embedded program": ("x.docx", docx(word__embeddings__oleObject1=b"MZ")),
    "OpenDocument's macros": (
        "x.odt",
        archive({"mimetype": archives.OPEN_DOCUMENT_TEXT, "Basic/Standard/a.xml": b""}),
    ),
    "an archive that is no document": ("x.zip", archive({"a.exe": b"MZ"})),
    "two documents in one": ("x.docx", docx(**{"xl__workbook.xml": b""})),
    "a part that climbs out": ("x.docx", docx(**{"..__..__etc__passwd": b""})),
    "zip bomb": ("x.docx", docx(word__media=b"\0" * (archives.RATIO_COUNTS_FROM + 1_000_000))),
    "thousands of parts": (
        "x.docx",
        archive({f"word/{n}.xml": b"" for n in range(archives.MOST_PARTS + 1)}),
    ),
    "half a Word document": ("x.docx", docx()[:120]),
    "picture of too many pixels": ("x.png", bomb()),
    "half a picture": ("x.jpg", picture("JPEG")[:-20]),
    "a program": ("x.pdf", b"MZ\x90\x00" + b"\0" * 50),
    "a program as text": ("x.txt", b"\x7fELF\x02\x01\x00\x00"),
    "old Word with macros inside": ("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "nothing": ("x.pdf", b""),
}


@pytest.mark.parametrize("name", HONEST)
def test_what_schools_have_is_kept(name: str) -> None:
    """Each kind of the list is let through, as what it is, whatever it is called."""
    content, kind = HONEST[name]
    found = check_upload(upload(content, name))
    assert found.kind == kind
    assert found.content_type == uploads.TYPES[kind]
    assert len(found.sha256) == 64


@pytest.mark.parametrize("case", HOSTILE)
def test_what_lies_is_refused(case: str) -> None:
    """One plain sentence, and nothing is kept."""
    name, content = HOSTILE[case]
    with pytest.raises(Refused, match=r"\.$"):
        check_upload(upload(content, name))


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a byte of it is read."""
    monkeypatch.setattr(uploads, "LARGEST_BYTES", 1024 * 1024)
    large = upload(PDF + b"\0" * (1024 * 1024), "large.pdf")
    with pytest.raises(Refused, match="larger than 1 MB"):
        check_upload(large)
    assert large.tell() == 0


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    """The sizes a zip declares are not believed: what is unpacked is counted."""
    honest = docx(word__media=b"\0" * (archives.RATIO_COUNTS_FROM + 1_000_000))
    size = (archives.RATIO_COUNTS_FROM + 1_000_000).to_bytes(4, "little")
    assert size in honest
    with pytest.raises(Refused):
        check_upload(upload(honest.replace(size, (10).to_bytes(4, "little")), "x.docx"))


def test_a_picture_forgets_where_it_was_taken() -> None:
    """Position, time and words of the camera are gone; it stands upright and stays a JPEG."""
    found = check_upload(upload(with_position(), "field.jpg"))
    again = Image.open(io.BytesIO(found.content))
    assert (again.format, again.size) == ("JPEG", (20, 40))
    assert not again.getexif()
    assert b"zqsecretplace" not in found.content
    assert b"Exif" not in found.content


def test_what_hangs_behind_a_picture_is_gone() -> None:
    """A picture that is an archive or a page as well is made anew from its pixels."""
    found = check_upload(upload(picture("PNG") + docx() + HTML, "both.png"))
    assert b"PK\x03\x04" not in found.content
    assert b"<script" not in found.content


def test_a_large_scan_stays_readable() -> None:
    """A page at 300 dots an inch keeps its pixels; what is larger is made smaller."""
    found = check_upload(upload(picture("JPEG", (2480, 3508)), "page.jpg"))
    assert Image.open(io.BytesIO(found.content)).size == (2480, 3508)
    larger = check_upload(upload(picture("JPEG", (5000, 1000)), "wide.jpg"))
    assert Image.open(io.BytesIO(larger.content)).size == (4000, 800)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../x", "x"),
        ("..\\..\\windows\\x.pdf", "x"),
        ("/etc/passwd", "passwd"),
        ("EP_report_June.pdf", "EP report June"),
        ("\u202efdp.exe\u0000.pdf", "fdp.exe"),
        ("...", "Document"),
        ("", "Document"),
        ("a" * 300 + ".pdf", "a" * 120),
        ("line\nbreak.pdf", "line break"),
    ],
)
def test_a_name_becomes_a_harmless_title(name: str, title: str) -> None:
    """No folders, no signs that do not show, one line."""
    assert title_from(name) == title
    assert clean_title(title) == title


def test_a_download_is_never_shown_nor_guessed_at() -> None:
    """As an attachment under its title, of its own type, and no cache keeps it."""
    answer = uploads.as_attachment(PDF, content_type="application/pdf", name='a/"b"\n.pdf')
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
