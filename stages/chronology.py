"""This room's sources of the chronology: moves and staying, what is beside, what was done."""

from collections.abc import Iterator

from accounts.models import Membership
from pupils.chronology import Kind, Line
from pupils.models import Pupil
from stages.models import EvidenceNote, StageRecord, StayDecision


def moves(pupil: Pupil, reader: Membership) -> Iterator[Line]:
    """Every move on and off the ladder, and what began and ended beside it; one query."""
    rows = StageRecord.objects.standing().filter(pupil=pupil)
    for row in rows.select_related("stage", "recorded_by"):
        title = row.stage.title if row.stage else "Off the ladder"
        title = f"{title}: {row.agency}" if row.agency else title
        said = f"Recorded by {row.recorded_by.name}"
        yield Line(row.starts_on, Kind.STAGE, title, row.reason, said)
        if row.beside and row.ends_on:
            yield Line(row.ends_on, Kind.STAGE, f"{title} ended", row.ended_because)


def stayed(pupil: Pupil, reader: Membership) -> Iterator[Line]:
    """Every decision that the child stays; one query."""
    rows = StayDecision.objects.standing().filter(pupil=pupil)
    for row in rows.select_related("record__stage", "recorded_by"):
        said = f"Recorded by {row.recorded_by.name}"
        title = f"Stays at {row.record.stage.title}: {row.route_words}"
        yield Line(row.decided_on, Kind.STAGE, title, row.reason, said)


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
