"""Meetings as they are planned, held, written in and withdrawn: kept, or refused."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from common.errors import Refused
from pupils.actions import (
    Agreed,
    Said,
    Versions,
    edit_meeting,
    give_action,
    say_of,
    settle_action,
    withdraw_meeting,
)
from pupils.history import changes_of
from pupils.models import Meeting, MeetingAction, MeetingPupil
from schools.records import EditClash
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory
from tests.meetings.making import MONDAY, class_meeting, facts, held, met

TOMORROW = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def acting(cast: Cast) -> Iterator[Any]:
    """Within Northfield, as its SENCO."""
    with school_scope(cast.school, by=cast.senco.user):
        yield


def test_meeting_is_of_whom_one_may_see(cast: Cast) -> None:
    """One child's by that child; a class's by any child of it, before anything is written."""
    of_ben, of_kept, of_4b = met(cast, cast.ben), met(cast, cast.kept), class_meeting(cast)
    seen = {
        name: set(Meeting.objects.visible_to(cast.staff[name]))
        for name in ("senco", "teacher_4b", "teacher_5a", "ta", "gone")
    }
    assert seen == {
        "senco": {of_ben, of_kept, of_4b},
        "teacher_4b": {of_4b},
        "teacher_5a": {of_ben},
        "ta": {of_4b},  # by Ayla; which pages a TA may open is a question of permission
        "gone": set(),
    }


def test_two_who_write_of_one_child_lose_nothing(cast: Cast) -> None:
    """The second is told, with what the first wrote; the same words twice are no clash."""
    meeting = class_meeting(cast)
    first = say_of(meeting=meeting, pupil=cast.ayla, said=Said(note="Mine"), expected=0)
    with pytest.raises(EditClash) as clash:
        say_of(meeting=meeting, pupil=cast.ayla, said=Said(note="Yours"), expected=0)
    assert clash.value.current.note == "Mine"
    again = say_of(meeting=meeting, pupil=cast.ayla, said=Said(note="Mine"), expected=0)
    assert again.version == first.version == 1


def test_editing_keeps_both_the_meeting_and_what_was_said(cast: Cast) -> None:
    """One form, one save; a change to either by somebody else is a clash."""
    meeting = met(cast, cast.ayla)
    row = MeetingPupil.objects.get(meeting=meeting)
    opened_on = Versions(meeting.version, row.version)
    say_of(meeting=meeting, pupil=cast.ayla, said=Said(note="Other"), expected=row.version)
    with pytest.raises(EditClash):
        edit_meeting(meeting=meeting, facts=facts(place="Hall"), said=Said(), opened_on=opened_on)
    edit_meeting(
        meeting=meeting, facts=facts(place="Hall"), said=Said(note="X"), opened_on=Versions(1, 2)
    )
    meeting.refresh_from_db()
    row.refresh_from_db()
    assert (meeting.place, row.note) == ("Hall", "X")


def test_planned_meeting_becomes_held_with_whoever_came(cast: Cast) -> None:
    """Who was invited stays; who was there is a list of its own."""
    meeting = met(cast, cast.ayla, is_held=False, who=("parent", "senco"))
    edit_meeting(
        meeting=meeting, facts=facts(who=("senco",)), said=Said(), opened_on=Versions(1, 1)
    )
    meeting.refresh_from_db()
    assert (meeting.invited, meeting.attended) == (["parent", "senco"], ["senco"])


def test_class_has_one_meeting_of_a_kind_on_a_day(cast: Cast) -> None:
    """Two people who begin at once write in the same one."""
    assert class_meeting(cast) == class_meeting(cast)
    assert class_meeting(cast, on=MONDAY) != class_meeting(cast)


def test_days_that_cannot_be_are_refused(cast: Cast) -> None:
    """Held on a day to come, or before the child was born: one sentence, and nothing is kept."""
    with pytest.raises(Refused, match="24 November 2026 is in the future"):
        met(cast, cast.ayla, on=TOMORROW)
    with pytest.raises(Refused, match="before Ayla was born"):
        met(cast, cast.ayla, on=date(2018, 5, 13))
    with pytest.raises(Refused, match="in the future: change the day"):
        held(class_meeting(cast, on=TOMORROW), cast.ayla)
    assert not Meeting.objects.filter(class_group__isnull=True).exists()


def test_withdrawn_meeting_takes_nothing_more(cast: Cast) -> None:
    """It stays to be seen with its reason, and is closed to changes."""
    meeting = met(cast, cast.ayla)
    with pytest.raises(Refused, match="Say why"):
        withdraw_meeting(meeting=meeting, because=" ", by=cast.senco.user)
    withdraw_meeting(meeting=meeting, because="The wrong child", by=cast.senco.user)
    with pytest.raises(Refused, match="withdrawn: The wrong child"):
        say_of(meeting=meeting, pupil=cast.ayla, said=Said(note="More"), expected=1)


def test_action_is_given_to_who_may_see_the_child(cast: Cast) -> None:
    """Whoever is kept from a child, or does not teach it, gets nothing to do about it."""
    meeting = met(cast, cast.kept)
    for owner in (cast.teacher_4b, cast.teacher_5a):
        with pytest.raises(Refused, match="may not see Kept's record"):
            give_action(meeting=meeting, agreed=Agreed("Call home", owner, TOMORROW, cast.kept))
    action = give_action(
        meeting=meeting, agreed=Agreed("Call home", cast.office, TOMORROW, cast.kept)
    )
    assert list(MeetingAction.objects.given_to(cast.office)) == [action]
    assert not MeetingAction.objects.given_to(MembershipFactory(school=cast.school))
    with pytest.raises(Refused, match="19 November 2026 is before the meeting"):
        give_action(
            meeting=meeting, agreed=Agreed("Call", cast.office, date(2026, 11, 19), cast.kept)
        )


def test_done_is_said_once_and_can_be_taken_back(cast: Cast) -> None:
    """By whom and when; a second press adds no version."""
    meeting = met(cast, cast.ayla)
    action = give_action(meeting=meeting, agreed=Agreed("Call", cast.senco, TOMORROW, cast.ayla))
    for _ in range(2):
        action = settle_action(action=action, is_done=True, by=cast.senco.user)
    assert (action.done_on, action.done_by, action.version) == (MONDAY, cast.senco.user, 2)
    action = settle_action(action=action, is_done=False, by=cast.senco.user)
    assert (action.done_on, action.done_by) == (None, None)


def test_history_of_a_child_tells_its_meetings(cast: Cast) -> None:
    """The meeting by its name and day, the words before and after, and what it gave to do."""
    meeting = met(cast, cast.ayla)
    say_of(meeting=meeting, pupil=cast.ayla, said=Said(note="Reads daily"), expected=1)
    give_action(meeting=meeting, agreed=Agreed("Call home", cast.senco, TOMORROW, cast.ayla))
    met(cast, cast.ben, kind_name="Not Ayla's")
    told = {
        (change.what, change.kind): [tuple(field) for field in change.fields]
        for change in changes_of(cast.ayla, cast.head)
    }
    name = "Meeting with parents of 20 November 2026"
    assert ("Note", "Reads more at home", "Reads daily") in told[name, "changed"]
    assert ("Who was there", "", "parent, class teacher") in told[name, "added"]
    assert ("Who", "", "Senco") in told["Action: Call home", "added"]
    assert not [what for what, _kind in told if "Not Ayla" in what]
