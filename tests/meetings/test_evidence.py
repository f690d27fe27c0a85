"""Which meetings are evidence, for whom: what the engine reads of them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from pupils.actions import (
    Said,
    say_of,
    set_meeting_day,
    unset_meeting_day,
    withdraw_meeting,
)
from pupils.models import Pupil
from schools.actions import save_half_terms
from schools.models import AcademicYear
from schools.tenancy import acting as who_acts
from schools.tenancy import school_scope
from schools.usual_dates import usual_half_terms
from stages.evidence import Piece
from stages.models import Standing
from stages.sources import pieces_of
from stages.vocabulary import Evidence, Party
from tests.cast import Cast
from tests.factories.stages import give_ladder, move
from tests.meetings.making import FRIDAY, class_meeting, held, met


@pytest.fixture(autouse=True)
def acting(cast: Cast) -> Iterator[Any]:
    """Within Northfield, as its SENCO."""
    with school_scope(cast.school, by=cast.senco.user):
        yield


def found(*pupils: Pupil, kind: Evidence = Evidence.MEETING) -> dict[int, list[Piece]]:
    """What there is of a kind, by child: of these, or of every child of the school."""
    read = pieces_of([pupil.pk for pupil in pupils] or None)
    kept = {child: [one for one in pieces if one.kind is kind] for child, pieces in read.items()}
    return {child: pieces for child, pieces in kept.items() if pieces}


def test_held_meeting_is_evidence_with_who_was_there(cast: Cast) -> None:
    """Kind, day and who was present; and a review of a child of whom something was written."""
    meeting = met(cast, cast.ayla)
    ((piece,),) = found(cast.ayla).values()
    assert (piece.source, piece.pk, piece.on) == ("meeting", meeting.pk, FRIDAY)
    assert (piece.of, piece.said) == ("parent", "Meeting with parents")
    assert piece.present == frozenset({Party.PARENT, Party.CLASS_TEACHER})
    ((review,),) = found(cast.ayla, kind=Evidence.REVIEW).values()
    assert (review.pk, review.of, review.present) == (meeting.pk, "parent", piece.present)


def test_who_was_there_is_unknown_where_nobody_was_recorded(cast: Cast) -> None:
    """No tick at all says nothing about who came; without words it is no review."""
    met(cast, cast.ayla, Said(), who=())
    ((piece,),) = found().values()
    assert piece.present is None
    assert not found(kind=Evidence.REVIEW)


def test_planned_withdrawn_and_passed_over_are_no_evidence(cast: Cast) -> None:
    """Only what took place counts, and only for a child who was spoken of."""
    met(cast, cast.ayla, is_held=False, on=date(2026, 12, 3))
    withdrawn = met(cast, cast.ayla)
    withdraw_meeting(meeting=withdrawn, because="The wrong child", by=cast.senco.user)
    meeting = class_meeting(cast)
    say_of(meeting=meeting, pupil=cast.ayla, said=Said(was_discussed=False), expected=0)
    held(meeting, cast.ayla, cast.kept)
    assert list(found()) == [cast.kept.pk]


def test_class_meeting_is_evidence_for_each_child_in_it(cast: Cast) -> None:
    """Held once, it stands for every child: those noted and those only spoken of."""
    meeting = class_meeting(cast)
    say_of(meeting=meeting, pupil=cast.ayla, said=Said(note="On track"), expected=0)
    assert not found()  # planned still
    held(meeting, cast.ayla, cast.kept)
    assert {pupil: [one.pk for one in held] for pupil, held in found().items()} == {
        cast.ayla.pk: [meeting.pk],
        cast.kept.pk: [meeting.pk],
    }
    assert list(found(kind=Evidence.REVIEW)) == [cast.ayla.pk]


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
