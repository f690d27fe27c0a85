"""Meetings of the cast, made through the actions as the pages make them."""

from datetime import date
from typing import Any

from pupils.actions import MeetingFacts, Said, add_meeting, hold_meeting, plan_class_meeting
from pupils.models import Meeting, Pupil
from tests.cast import Cast

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 20)


def facts(**changed: Any) -> MeetingFacts:
    """A meeting with parents held last Friday, as a form gives it."""
    given: dict[str, Any] = {
        "kind": "parent",
        "kind_name": "Meeting with parents",
        "on": FRIDAY,
        "is_held": True,
        "who": ("parent", "class_teacher"),
    }
    return MeetingFacts(**(given | changed))


def met(cast: Cast, pupil: Pupil, said: Said | None = None, **changed: Any) -> Meeting:
    """A meeting about one child, recorded by the SENCO."""
    words = said or Said(note="Reads more at home", next_step="Ten minutes a day")
    return add_meeting(pupil=pupil, facts=facts(**changed), said=words, by=cast.senco.user)


def class_meeting(cast: Cast, *, on: date = FRIDAY) -> Meeting:
    """Pupil Progress of 4B, planned by the SENCO."""
    planned = facts(
        kind="pupil_progress", kind_name="Pupil Progress meeting", on=on, is_held=False, who=()
    )
    return plan_class_meeting(class_group=cast.class_4b, facts=planned, by=cast.senco.user)


def held(meeting: Meeting, *pupils: Pupil, who: tuple[str, ...] = ("senco",)) -> Meeting:
    """The meeting said to have taken place, with these children discussed."""
    return hold_meeting(
        meeting=meeting, pupils=pupils, who=who, people="", expected=meeting.version
    )
