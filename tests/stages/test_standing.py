"""Standings: rebuilt with what feeds them, equal to the engine, in a bounded number of queries."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test.utils import CaptureQueriesContext

from common.dates import today
from common.errors import Refused
from pupils.models import Given, Meeting, MeetingPupil, Observation, Pupil
from schools.actions import Closure, edit_school, save_dates
from schools.dates import half_terms_of
from schools.models import AcademicYear, ClosureDay
from schools.tenancy import acting as who_acts
from schools.tenancy import school_scope
from stages.actions import (
    leave,
    note_evidence,
    place,
    snooze,
    wake,
    withdraw_evidence,
)
from stages.facts import known_of
from stages.ladder import RequirementSpec
from stages.models import EvidenceNote, Snooze, StageRecord, Standing, StayDecision
from stages.occurrences import State
from stages.rules import NotAllowed
from stages.standing import items_of, reckoned, restand
from stages.tasks import restand_everyone
from tests.cast import Cast
from tests.factories.pupils import PupilFactory
from tests.factories.stages import move, stage

MOST_QUERIES = 8
ON = date(2026, 11, 2)


@pytest.fixture
def settled(dated: Cast) -> Cast:
    """Ayla at SEN support since 2 November, settled as the end of a request would."""
    move(dated.ayla, "stage-3", ON, dated.senco)
    settle()
    return dated


def settle() -> None:
    """What the end of a scope does."""
    actor = who_acts()
    assert actor is not None
    actor.touched.settle()


def asked(key: str) -> RequirementSpec:
    """The requirement of this key at SEN support."""
    known = known_of()
    assert known is not None
    return next(one for one in known.engine.ladder.asked_at("stage-3") if one.key == key)


def note(cast: Cast, key: str, **given: Any) -> EvidenceNote:
    """Something recorded in answer to a requirement."""
    usual: dict[str, Any] = {"on": date(2026, 11, 20), "words": "In the blue folder"}
    return note_evidence(pupil=cast.ayla, asked=asked(key), by=cast.senco, **{**usual, **given})


def facts(row: Standing) -> list[Any]:
    """What a standing says, to be compared."""
    return [getattr(row, name) for name in ("runs_out_on", "due_on", "what", "overdue", "items")]


def test_a_move_makes_a_standing_in_its_own_transaction(dated: Cast) -> None:
    """Nobody asks for it: it is there when the request ends."""
    with school_scope(dated.school, by=dated.senco.user):
        move(dated.ayla, "stage-3", ON, dated.senco)
        assert not Standing.objects.exists()
    row = Standing.objects.get(pupil=dated.ayla)
    assert row.reckoned_on == today()
    assert row.due_on
    assert row.what
    assert {item.state_on(today()) for item in items_of(row)} >= {State.DUE}


def test_leaving_the_ladder_takes_it_away(settled: Cast) -> None:
    """A child at no stage has none."""
    leave(pupil=settled.ayla, on=today(), by=settled.senco, reason="The gap closed")
    settle()
    assert not Standing.objects.exists()


def test_a_note_counts_and_its_withdrawal_uncounts(settled: Cast) -> None:
    """Done with a reason too; taken back, the item is there again as it was."""
    before = facts(Standing.objects.get())
    key = items_of(Standing.objects.get())[0].keys[0]
    row = note(settled, key, why_not=True, words="The family is away until January")
    settle()
    assert key not in {name for item in items_of(Standing.objects.get()) for name in item.keys}
    withdraw_evidence(note=row, because="The wrong child", by=settled.senco)
    settle()
    assert facts(Standing.objects.get()) == before


def test_dates_of_the_school_move_everyone(settled: Cast) -> None:
    """Another go-live day makes every standing anew in the same transaction."""
    before = Standing.objects.get().due_on
    settled.school.go_live_on = date(2027, 1, 4)
    edit_school(school=settled.school, expected=settled.school.version)
    settle()
    after = Standing.objects.get()
    assert before
    assert after.due_on
    assert after.due_on > before
    assert after.overdue == 0


def test_a_closed_day_moves_what_is_due_on_it(settled: Cast) -> None:
    """Six teaching weeks from 2 November end on 11 December; closed, they end the day before."""
    assert "2026-12-11" in {item.due_on for item in items_of(Standing.objects.get())}
    year = AcademicYear.objects.get()
    save_dates(
        year=year,
        expected=year.version,
        half_terms=half_terms_of(year),
        closures=[Closure(date(2026, 12, 11), ClosureDay.Kind.INSET, "Training")],
    )
    settle()
    found = {item.due_on for item in items_of(Standing.objects.get())}
    assert "2026-12-10" in found
    assert "2026-12-11" not in found


def test_it_equals_the_engine_and_the_night_makes_it_so(settled: Cast) -> None:
    """As days pass the stored dates stay right; counts as of today come with the night."""
    later = today() + timedelta(days=60)
    row = Standing.objects.get()
    assert facts(row) == facts(reckoned(None, today())[0])
    with time_machine.travel(later):
        fresh = reckoned(None, later)[0]
        assert row.late_from is not None
        assert row.late_from < later
        assert fresh.overdue > 0
        assert {tuple(i.keys) for i in items_of(row) if i.state_on(later) is State.OVERDUE}
        restand_everyone()
        assert facts(Standing.objects.get()) == facts(fresh)


def test_one_child_is_rebuilt_in_few_queries(
    settled: Cast, django_assert_max_num_queries: Any
) -> None:
    """At most eight, whatever it was that changed (issue 4, Figures)."""
    restand([settled.ayla.pk])
    with django_assert_max_num_queries(MOST_QUERIES):
        restand([settled.ayla.pk])


def test_a_school_is_rebuilt_in_as_many_queries_as_a_child(settled: Cast) -> None:
    """Ten children or one."""
    from django.db import connection

    with CaptureQueriesContext(connection) as one:
        restand(None)
    for n in range(10):
        child: Any = PupilFactory(school=settled.school, surname=f"Ten{n}")
        move(child, "stage-4", ON, settled.senco)
    with CaptureQueriesContext(connection) as ten:
        restand(None)
    assert Standing.objects.count() == 11
    assert len(ten) == len(one)


def test_every_source_feeds_the_standing() -> None:
    """What the engine reads of a child marks the child when it is saved."""
    for model in (
        Pupil,
        Observation,
        StageRecord,
        StayDecision,
        EvidenceNote,
        Given,
        Meeting,
        MeetingPupil,
    ):
        assert model.feeds, model


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"on": date(2027, 1, 1)}, "in the future"),
        ({"on": date(2000, 1, 1)}, "before Ayla was born"),
        ({"words": "  "}, "Say what was done"),
        ({"words": "", "why_not": True}, "Say why it was not done"),
    ],
)
def test_a_note_that_cannot_be_is_refused(settled: Cast, given: dict[str, Any], why: str) -> None:
    """In one sentence, and nothing is kept."""
    key = items_of(Standing.objects.get())[0].keys[0]
    with pytest.raises(Refused, match=why):
        note(settled, key, **given)
    assert not EvidenceNote.objects.exists()


def test_who_may_note_and_take_back(settled: Cast) -> None:
    """Teachers record; the head and TAs do not; another's note is the SENCO's to take back."""
    key = items_of(Standing.objects.get())[0].keys[0]
    for name in ("head", "ta", "office", "dsl"):
        with pytest.raises(NotAllowed):
            note_evidence(
                pupil=settled.ayla, asked=asked(key), on=ON, words="x", by=settled.staff[name]
            )
    row = note(settled, key)
    with pytest.raises(NotAllowed):
        withdraw_evidence(note=row, because="Not mine", by=settled.teacher_4b)
    with pytest.raises(Refused, match="Say why"):
        withdraw_evidence(note=row, because=" ", by=settled.senco)
    withdraw_evidence(note=row, because="Twice", by=settled.senco)
    with pytest.raises(Refused, match="already"):
        withdraw_evidence(note=row, because="Twice", by=settled.senco)


def test_a_snooze_is_ones_own_and_ends(settled: Cast) -> None:
    """It needs a reason and a near day; the item stays due."""
    before = facts(Standing.objects.get())
    for until, reason in ((today(), "x"), (today() + timedelta(days=91), "x"), (ON, "")):
        with pytest.raises(Refused):
            snooze(
                pupil=settled.ayla, requirement="k", until=until, reason=reason, by=settled.senco
            )
    row = snooze(
        pupil=settled.ayla,
        requirement="k",
        until=today() + timedelta(days=7),
        reason="The report comes on Monday",
        by=settled.senco,
    )
    settle()
    assert facts(Standing.objects.get()) == before
    wake(row=row)
    assert not Snooze.objects.exists()


def test_placing_again_at_a_later_stage_keeps_what_across_stages_counts(settled: Cast) -> None:
    """A standing follows the newest record."""
    place(
        pupil=settled.ayla,
        stage=stage("stage-4"),
        on=today(),
        by=settled.senco,
        reason="More is needed",
        went_on_because="It cannot wait",
    )
    settle()
    keys = {key for item in items_of(Standing.objects.get()) for key in item.keys}
    assert any(key.startswith("s4-") for key in keys)
    assert not any(key.startswith("s3-") for key in keys)
