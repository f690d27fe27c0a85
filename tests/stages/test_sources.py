"""Evidence of every source is read in one query, as it was recorded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext

from pupils.models import MeetingPupil
from schools.tenancy import school_scope
from stages import sources
from stages.actions import note_evidence
from stages.facts import known_of
from stages.models import EvidenceNote
from stages.sources import evidence_from, pieces, pieces_of
from stages.vocabulary import Evidence, Party
from tests.cast import Cast
from tests.concerns.making import raised
from tests.factories.stages import move
from tests.meetings.making import FRIDAY, met

ON = date(2026, 11, 2)


@pytest.fixture
def recorded(dated: Cast) -> Cast:
    """Ayla at SEN support, with a meeting, a reason why not and a concern."""
    move(dated.ayla, "stage-3", ON, dated.senco)
    met(dated, dated.ayla)
    known = known_of([dated.ayla.pk])
    assert known is not None
    note_evidence(
        pupil=dated.ayla,
        asked=next(known.engine.ladder.asked_at("stage-3")),
        on=date(2026, 11, 6),
        words="In the blue folder",
        why_not=True,
        by=dated.senco,
    )
    with time_machine.travel(datetime(2026, 8, 31, 23, 30, tzinfo=UTC)):
        raised(dated.ayla, dated.senco)
    return dated


@pytest.fixture
def one_more() -> Iterator[None]:
    """A source of a higher room, for this test: every meeting read as a plan, seen by its pupil."""

    def plans() -> "QuerySet[Any]":
        rows = MeetingPupil.objects.all()
        on = F("meeting__on")
        return pieces(rows, kind=Evidence.PLAN, on=on, source="plan", whose="pupil")

    before = list(sources._sources)
    evidence_from(plans)
    yield
    sources._sources[:] = before


def test_every_source_in_one_query(recorded: Cast, one_more: None) -> None:
    """One source more costs no query more, for a child, for several and for the school."""
    ayla, ben = recorded.ayla.pk, recorded.ben.pk
    for asked in ([ayla], [ayla, ben], None):
        with CaptureQueriesContext(connection) as caught:
            read = pieces_of(asked)
        assert len(caught) == 1
        assert sorted(one.kind for one in read[ayla]) == [
            *(Evidence.CONCERN, Evidence.MEETING, Evidence.PLAN, Evidence.RECORD, Evidence.REVIEW)
        ]
    assert pieces_of([ben]) == {}
    assert pieces_of([]) == {}


def test_each_column_comes_as_it_was_recorded(recorded: Cast, one_more: None) -> None:
    """Who was there, who wrote it, whether it is a reason, whose it is; nothing else is made up."""
    by_kind = {one.kind: one for one in pieces_of(None)[recorded.ayla.pk]}
    meeting, note = by_kind[Evidence.MEETING], by_kind[Evidence.RECORD]
    assert meeting.present == frozenset({Party.PARENT, Party.CLASS_TEACHER})
    assert (meeting.on, meeting.why_not, meeting.by) == (FRIDAY, False, None)
    assert (note.why_not, note.by, note.present) == (True, recorded.senco.user.pk, None)
    assert (note.said, note.pk) == ("In the blue folder", EvidenceNote.objects.get().pk)
    assert by_kind[Evidence.PLAN].whose == "pupil"


def test_a_concern_is_of_the_local_day_it_was_raised(recorded: Cast) -> None:
    """Half past eleven at night in UTC is the next day in an English summer."""
    (concern,) = (one for one in pieces_of(None)[recorded.ayla.pk] if one.source == "concern")
    assert concern.on == date(2026, 9, 1)
    assert concern.said


def test_another_school_reads_none_of_it(recorded: Cast, other: Cast) -> None:
    """The query is fenced in each of its parts."""
    with school_scope(other.school):
        assert pieces_of(None) == {}
        assert pieces_of([recorded.ayla.pk]) == {}
