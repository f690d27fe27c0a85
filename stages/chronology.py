"""This room's sources of the chronology: moves and staying, what is beside, what was done."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, FilteredRelation, Q

from accounts.models import Membership
from pupils.chronology import Kind, Line
from pupils.models import Pupil
from stages.models import EvidenceNote, StageRecord


def moves(pupil: Pupil, reader: Membership) -> Iterator[Line]:
    """Every move, every decision to stay, and what began and ended beside it; one query."""
    rows = StageRecord.objects.standing().filter(pupil=pupil).select_related("stage", "recorded_by")
    told: set[int] = set()
    for row in _with_stays(rows):
        if row.pk not in told:
            told.add(row.pk)
            yield from _move(row)
        if row.stay_on:
            title = f"Stays at {row.stage.title}: {row.stay_words}"
            said = f"Recorded by {row.stay_by}"
            yield Line(row.stay_on, Kind.STAGE, title, row.stay_why, said)


def _with_stays(rows: Any) -> Any:
    """Stage records, each once for every decision to stay that stands, or once without one."""
    stands = Q(stays__withdrawn_at__isnull=True)
    return rows.annotate(stay=FilteredRelation("stays", condition=stands)).annotate(
        stay_on=F("stay__decided_on"),
        stay_words=F("stay__route_words"),
        stay_why=F("stay__reason"),
        stay_by=F("stay__recorded_by__name"),
    )


def _move(row: StageRecord) -> Iterator[Line]:
    title = row.stage.title if row.stage else "Off the ladder"
    title = f"{title}: {row.agency}" if row.agency else title
    said = f"Recorded by {row.recorded_by.name}"
    yield Line(row.starts_on, Kind.STAGE, title, row.reason, said)
    if row.beside and row.ends_on:
        yield Line(row.ends_on, Kind.STAGE, f"{title} ended", row.ended_because)


def noted(pupil: Pupil, reader: Membership) -> Iterator[Line]:
    """What was recorded in answer to what a stage asks; one query."""
    rows = EvidenceNote.objects.standing().filter(pupil=pupil).select_related("recorded_by")
    for row in rows:
        to = f" (given to {row.given_to})" if row.given_to else ""
        yield Line(
            on=row.on,
            kind=Kind.DONE,
            title=f"Not done: {row.asked}" if row.why_not else f"{row.asked}{to}",
            text=row.words,
            said=f"Recorded by {row.recorded_by.name}",
        )
