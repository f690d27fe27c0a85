"""Documents about a child: kept, issued, opened or restricted, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import structlog
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Permission
from common.dates import long_date, today
from common.errors import Refused
from pupils.models import Document, Pupil
from schools.records import EditClash
from schools.uploads import CheckedFile, clean_title

log = structlog.get_logger(__name__)
NOT_STORED = (
    "The file could not be stored, so nothing was saved. Try again; "
    "if it happens again, tell whoever looks after this system that its disk may be full."
)


@dataclass(frozen=True)
class Paper:
    """A document about to be kept: what it is called, of which kind and day, and its file."""

    kind: str
    title: str
    on: date
    file: CheckedFile
    openness: str = Document.Openness.OPEN.value


def keep_document(*, pupil: Pupil, paper: Paper, by: User) -> Document:
    """Keep one uploaded document. Raises `Refused` as `keep_documents` does."""
    return keep_documents(pupil=pupil, papers=[paper], by=by)[0]


@transaction.atomic
def keep_documents(*, pupil: Pupil, papers: Sequence[Paper], by: User) -> list[Document]:
    """Keep uploaded documents about a child, all of them or none.

    Raises `Refused` where a day is to come or before the child was born, a title says nothing, or
    the disk does not take a file.
    """
    for paper in papers:
        if paper.on > today():
            raise Refused(f"{long_date(paper.on)} is in the future.")
        if paper.on < pupil.born_on:
            raise Refused(f"{long_date(paper.on)} is before {pupil.shown_forename} was born.")
    return _store([_row(pupil, paper, by) for paper in papers], papers)


@transaction.atomic
def keep_issued(
    *, pupil: Pupil, kind: str, title: str, on: date, content: bytes, by: User
) -> Document:
    """Keep a PDF the school made and issued about a child, as it is. Raises `Refused`."""
    paper = Paper(kind=kind, title=title, on=on, file=CheckedFile(content, "pdf"))
    row = _row(pupil, paper, by)
    row.is_issued = True
    return _store([row], [paper])[0]


@transaction.atomic
def withdraw_document(*, document: Document, because: str, by: User) -> Document:
    """Take a document back: the row and its file stay, and links to it die. Raises `Refused`."""
    held = _standing(document)
    if not because.strip():
        raise Refused("Say why it is taken back.")
    held.withdrawn_at, held.withdrawn_by = timezone.now(), by
    held.withdrawn_because = because.strip()
    held._change_reason = held.withdrawn_because
    held.save()
    return held


@transaction.atomic
def say_who_reads_document(*, document: Document, openness: str, expected: int) -> Document:
    """Open, restrict or conceal a document. Raises `EditClash`, and `Refused` when taken back."""
    held = _standing(document)
    if held.version != expected:
        raise EditClash(held)
    if held.openness != openness:
        held.openness = openness
        held.save()
    return held


def may_withdraw_document(document: Document, by: Membership) -> bool:
    """Whether a person may take a document back: their own upload, or as SENCO any.

    What was issued is taken back where it was issued, so that it counts for nothing there either.
    """
    own = document.added_by_id == by.user_id or by.can(Permission.PLACE_ANYWHERE)
    return document.withdrawn_at is None and not document.is_issued and own


def _row(pupil: Pupil, paper: Paper, by: User) -> Document:
    title = clean_title(paper.title)
    if not title:
        raise Refused("Say what the document is called.")
    return Document(
        pupil=pupil,
        kind=paper.kind,
        title=title,
        on=paper.on,
        openness=paper.openness,
        content_type=paper.file.content_type,
        size=len(paper.file.content),
        sha256=paper.file.sha256,
        added_by=by,
    )


def _store(rows: list[Document], papers: Sequence[Paper]) -> list[Document]:
    """Write the files, then the rows; where a file cannot be written, none of them stays."""
    written: list[Document] = []
    try:
        for row, paper in zip(rows, papers, strict=True):
            row.claim_for_school()  # its folder is the school's
            written.append(row)
            file = paper.file.as_file()
            row.file.save(str(file.name), file, save=False)
        return list(Document.objects.all().recorded_bulk_create(rows))
    except OSError as fault:
        _remove(written)
        log.error("a document could not be stored", fault=type(fault).__name__)
        raise Refused(NOT_STORED) from fault
    except BaseException:
        _remove(written)
        raise


def _remove(rows: list[Document]) -> None:
    for row in rows:
        if row.file:
            row.file.storage.delete(str(row.file.name))


def _standing(document: Document) -> Document:
    held: Document = Document.objects.locked().get(pk=document.pk)
    if held.withdrawn_at:
        raise Refused(f"This document was taken back: {held.withdrawn_because}")
    return held
