"""Which meetings are evidence, for whom: the rows that the engine reads."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pupils.actions import (
    Said,
    say_of,
    set_meeting_day,
    unset_meeting_day,
    withdraw_meeting,
)
from pupils.meetings.evidence import held_meetings
from schools.actions import save_half_terms
from schools.models import AcademicYear
from schools.tenancy import acting as who_acts
from schools.tenancy import school_scope
from schools.usual_dates import usual_half_terms
from stages.models import Standing
from tests.cast import Cast
from tests.factories.stages import give_ladder, move
from tests.meetings.making import FRIDAY, MONDAY, class_meeting, held, met


@pytest.fixture(autouse=True)
def acting(cast: Cast) -> Iterator[Any]:
    """Within Northfield, as its SENCO."""
    with school_scope(cast.school, by=cast.senco.user):
        yield


def test_held_meeting_is_evidence_with_who_was_there(cast: Cast) -> None:
    """Kind, day, who was present, and whether anything was written: all from the record."""
    meeting = met(cast, cast.ayla)
    (found,) = held_meetings([cast.ayla.pk])
    assert (found.pupil_id, found.meeting_id) == (cast.ayla.pk, meeting.pk)
    assert (found.kind, found.kind_name, found.on) == ("parent", "Meeting with parents", FRIDAY)
    assert found.present == frozenset({"parent", "class_teacher"})
    assert found.noted


def test_who_was_there_is_unknown_where_nobody_was_recorded(cast: Cast) -> None:
    """No tick at all says nothing about who came; no words say that nothing was noted."""
    met(cast, cast.ayla, Said(), who=())
    (found,) = held_meetings()
    assert found.present is None
    assert not found.noted


def test_planned_withdrawn_and_passed_over_are_no_evidence(cast: Cast) -> None:
    """Only what took place counts, and only for a child who was spoken of."""
    met(cast, cast.ayla, is_held=False, on=date(2026, 12, 3))
    withdrawn = met(cast, cast.ayla)
    withdraw_meeting(meeting=withdrawn, because="The wrong child", by=cast.senco.user)
    meeting = class_meeting(cast)
    say_of(meeting=meeting, pupil=cast.ayla, said=Said(was_discussed=False), expected=0)
    held(meeting, cast.ayla, cast.kept)
    assert [row.pupil_id for row in held_meetings()] == [cast.kept.pk]


def test_class_meeting_is_evidence_for_each_child_in_it(cast: Cast) -> None:
    """Held once, it stands for every child: those noted and those only spoken of."""
    meeting = class_meeting(cast)
    say_of(meeting=meeting, pupil=cast.ayla, said=Said(note="On track"), expected=0)
    assert not list(held_meetings())  # planned still
    held(meeting, cast.ayla, cast.kept)
    assert {row.pupil_id: row.noted for row in held_meetings()} == {
        cast.ayla.pk: True,
        cast.kept.pk: False,
    }
    assert {row.meeting_id for row in held_meetings()} == {meeting.pk}


def test_one_query_for_one_child_and_for_the_school(cast: Cast) -> None:
    """Whatever the number of children and meetings; in order of day."""
    met(cast, cast.ayla, on=MONDAY)
    met(cast, cast.ayla)
    met(cast, cast.ben)
    for asked, count in (([cast.ayla.pk], 2), (None, 3), ([], 0)):
        with CaptureQueriesContext(connection) as caught:
            rows = list(held_meetings(asked))
        assert len(rows) == count
        assert len(caught) <= 1
        assert [row.on for row in rows] == sorted(row.on for row in rows)


def test_held_meeting_and_set_day_stand_in_what_is_due(cast: Cast) -> None:
    """A day the school sets is late once past; a held meeting of that kind answers for it."""
    give_ladder(cast.senco, "ludlow-junior")
    year = AcademicYear.objects.get(starts_on=date(2026, 9, 1))
    save_half_terms(year=year, half_terms=usual_half_terms(2026))
    move(cast.ayla, "stage-3", date(2026, 9, 7), cast.senco)

    def late() -> int:
        actor = who_acts()
        assert actor is not None
        actor.touched.settle()
        return int(Standing.objects.get(pupil=cast.ayla).overdue)

    before = late()
    day = set_meeting_day(
        kind="pupil_progress",
        kind_name="Pupil Progress meeting",
        on=date(2026, 11, 2),
        class_group=cast.class_4b,
    )
    assert late() > before
    unset_meeting_day(day=day)
    assert late() == before
