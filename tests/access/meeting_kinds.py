"""Meetings that pages are about; `kinds` puts them beside the other kinds."""

from collections.abc import Callable
from datetime import date
from typing import Any

from pupils.models import Meeting, MeetingAction, MeetingDay, MeetingPupil, Pupil
from schools.models import ClassGroup
from tests.cast import Cast, marker

SINCE = date(2025, 9, 8)
NEXT_YEAR = date(2027, 9, 8)


def meeting(cast: Cast, pupil: Pupil) -> Meeting:
    """A meeting with the child's parents that was held, and what was said of the child."""
    return _about(cast, pupil, "parent", is_held=True, attended=["parent", "senco"])


def class_meeting(cast: Cast, pupil: Pupil) -> Meeting:
    """A meeting about a class in which nobody is placed, with this child in it."""
    group = ClassGroup.objects.create(
        academic_year=cast.class_4b.academic_year, name=f"With {pupil.pk}", year_group=4
    )
    return _about(cast, pupil, "pupil_progress", class_group=group)


def _about(cast: Cast, pupil: Pupil, kind: str, **fields: Any) -> Meeting:
    mark = marker(cast.school, pupil.forename.lower())
    made: Meeting = Meeting.objects.create(
        kind=kind,
        kind_name="Meeting",
        on=SINCE,
        people=f"{mark} aunt",
        recorded_by=cast.senco.user,
        **fields,
    )
    MeetingPupil.objects.create(
        meeting=made, pupil=pupil, note=f"{mark} note", next_step=f"{mark} step"
    )
    return made


def meeting_action(cast: Cast, pupil: Pupil) -> MeetingAction:
    """Something the SENCO has to do about the child."""
    mark = marker(cast.school, pupil.forename.lower())
    row = MeetingPupil.objects.filter(pupil=pupil).order_by("pk").first()
    made: MeetingAction = MeetingAction.objects.create(
        meeting=row.meeting, pupil=pupil, what=f"{mark} call", owner=cast.senco, due_on=NEXT_YEAR
    )
    return made


def meeting_day(cast: Cast) -> MeetingDay:
    """Pupil Progress of 4B."""
    made: MeetingDay = MeetingDay.objects.create(
        kind="pupil_progress", kind_name="Pupil Progress", on=SINCE, class_group=cast.class_4b
    )
    return made


OF_MEETINGS: dict[str, Callable[[Cast, Pupil], Any]] = {
    "meeting": meeting,
    "class_meeting": class_meeting,
    "meeting_action": meeting_action,
}
