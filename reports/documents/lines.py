"""Documents as lines of a list."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat

from accounts.models import Membership
from common.dates import long_date
from pupils.actions import may_withdraw_document
from pupils.models import Document

Openness = Document.Openness
NAMES = {
    "pdf": "PDF",
    "png": "picture",
    "jpg": "picture",
    "docx": "Word",
    "xlsx": "Excel",
    "odt": "OpenDocument",
    "txt": "text",
}


@dataclass(frozen=True)
class DocumentLine:
    """One document in a list: what it is, of which day, from whom, and who may read it."""

    pk: int
    title: str
    kind: str
    when: str
    by: str
    file: str
    openness: str
    is_issued: bool
    may_withdraw: bool


def document_lines(rows: "QuerySet[Document]", reader: Membership) -> list[DocumentLine]:
    """Documents as lines, the newest first; one query."""
    found = rows.select_related("added_by").order_by("-on", "-pk")
    return [_line(row, reader) for row in found]


def _line(row: Document, reader: Membership) -> DocumentLine:
    is_open = row.openness == Openness.OPEN
    return DocumentLine(
        pk=row.pk,
        title=row.title,
        kind=row.kind_words,
        when=long_date(row.on),
        by=row.added_by.name,
        file=file_words(row),
        openness="" if is_open else str(row.get_openness_display()).partition(":")[0],
        is_issued=row.is_issued,
        may_withdraw=may_withdraw_document(row, reader),
    )


def file_words(document: Document) -> str:
    """`PDF, 1.2 MB`."""
    ending = str(document.file.name).rpartition(".")[2]
    return f"{NAMES.get(ending, ending)}, {filesizeformat(document.size)}"
