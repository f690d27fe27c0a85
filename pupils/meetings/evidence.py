"""Held meetings as evidence: one row for each child who was discussed, in one query."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from pupils.models import MeetingPupil


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """One child in a meeting that took place.

    `kind` is the key of its kind, `kind_name` what it was called. `present` holds the keys of who
    was there, `None` where nobody was recorded; `noted` says whether anything was written about
    this child.
    """

    pupil_id: int
    meeting_id: int
    kind: str
    kind_name: str
    on: date
    present: frozenset[str] | None
    noted: bool


def held_meetings(pupil_ids: Collection[int] | None = None) -> Iterator[HeldMeeting]:
    """The meetings held about these children, or about every child of the school; one query.

    In order of day, a child's own first to last. Meetings that were planned, called off or
    recorded by mistake are none, nor is one in which a child of the class was not discussed.
    """
    rows = MeetingPupil.objects.filter(
        was_discussed=True, meeting__is_held=True, meeting__withdrawn_at__isnull=True
    )
    if pupil_ids is not None:
        rows = rows.filter(pupil_id__in=pupil_ids)
    for row in rows.order_by("meeting__on", "meeting_id", "pupil_id").values_list(
        "pupil_id",
        "meeting_id",
        "meeting__kind",
        "meeting__kind_name",
        "meeting__on",
        "meeting__attended",
        "note",
        "next_step",
    ):
        pupil, meeting, kind, name, on, attended, note, next_step = row
        present = frozenset(attended) or None
        yield HeldMeeting(pupil, meeting, kind, name, on, present, bool(note or next_step))
