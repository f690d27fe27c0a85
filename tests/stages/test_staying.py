"""Deciding that a child stays: recorded beside the stage record, whose clocks go on."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from common.dates import today
from common.errors import Refused
from pupils.chronology import lines_of
from pupils.models import Pupil
from schools.records import EditClash
from stages.actions import (
    correct_record,
    decide_to_stay,
    leave,
    place,
    token_of,
    withdraw_record,
    withdraw_stay,
)
from stages.actions.line import head_of
from stages.guiding import Guide, guide_of
from stages.models import StageRecord, Standing, StayDecision
from stages.rules import NotAllowed
from stages.standing import restand
from tests.cast import Cast
from tests.factories.stages import move, stage

SEPTEMBER, NOVEMBER = date(2026, 9, 14), date(2026, 11, 16)
ROUND = "SEN support goes on with new targets"
WHY: Any = {"reason": "Two targets met", "went_on_because": "The mother comes on Friday"}


@pytest.fixture
def placed(dated: Cast) -> Cast:
    """Ayla at SEN support (two terms) since 14 September."""
    move(dated.ayla, "stage-3", SEPTEMBER, dated.senco)
    return dated


def stays(cast: Cast, on: date = NOVEMBER, **changes: Any) -> StayDecision:
    """It is decided that Ayla stays."""
    given: dict[str, Any] = {"by": cast.senco, "route_words": ROUND, **WHY, **changes}
    return decide_to_stay(pupil=cast.ayla, on=on, **given)


def guide(pupil: Pupil) -> Guide:
    """The engine on a child today."""
    found = guide_of(pupil, today())
    assert found
    return found


def test_the_record_goes_on_and_the_decision_is_kept(placed: Cast) -> None:
    """No second stage record; why, by which way, what was missing and why it goes on."""
    row = stays(placed, decided_at="Review", parent_told_how="phone", parent_told_on=NOVEMBER)
    record = StageRecord.objects.get()
    assert (row.record, record.ends_on) == (record, None)
    assert (row.route_words, row.reason) == (ROUND, "Two targets met")
    assert "Pupil voice" in row.missing
    assert row.went_on_because == "The mother comes on Friday"
    assert row.history.get().history_change_reason == "Two targets met"
    assert "on_list" not in {field.name for field in row._meta.fields}


def test_it_renews_the_time_and_no_clock_of_what_is_asked(placed: Cast) -> None:
    """The page, the standing and the engine's quick read say the same day."""
    before = guide(placed.ayla)
    promised = before.until_if_staying()
    stays(placed, on=today())
    after = guide(placed.ayla)
    assert before.answer.runs_out_on != after.answer.runs_out_on == promised
    assert [(i.due_on, i.state) for i in after.answer.items] == [
        (i.due_on, i.state) for i in before.answer.items
    ]
    restand([placed.ayla.pk])
    assert Standing.objects.get().runs_out_on == promised


def test_several_are_read_in_the_same_query(
    placed: Cast, django_assert_max_num_queries: Any
) -> None:
    """The last one counts; a child with three of them is rebuilt in at most eight queries."""
    for day in (date(2026, 10, 5), NOVEMBER, date(2026, 10, 19)):
        stays(placed, on=day)
    restand([placed.ayla.pk])
    with django_assert_max_num_queries(8):
        restand([placed.ayla.pk])
    here = guide(placed.ayla).answer.here
    assert here
    assert max(here.stays) == NOVEMBER
    assert len(here.stays) == 3


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"on": date(2026, 9, 1)}, "since 14 September 2026"),
        ({"on": date(2026, 12, 24)}, "in the future"),
        ({"route_words": "Something else"}, "no such way to stay"),
        ({"reason": " "}, "Say why"),
        ({"went_on_because": ""}, "without what is missing: "),
        ({"parent_told_how": "phone"}, "both how and when"),
    ],
)
def test_what_cannot_be_is_refused(placed: Cast, changes: dict[str, Any], why: str) -> None:
    """In one sentence; nothing is kept."""
    with pytest.raises(Refused, match=why):
        stays(placed, **changes)
    assert not StayDecision.objects.exists()


def test_twice_on_a_day_and_off_the_ladder(placed: Cast) -> None:
    """One decision a day; a child at no stage cannot stay there; the database holds it too."""
    first = stays(placed)
    with pytest.raises(Refused, match="recorded for 16 November 2026 already"):
        stays(placed)
    with pytest.raises(IntegrityError), transaction.atomic():
        StayDecision.objects.create(
            pupil=placed.ayla,
            record=first.record,
            decided_on=NOVEMBER,
            reason="x",
            recorded_by=placed.senco.user,
        )
    leave(pupil=placed.ayla, on=today(), by=placed.senco, reason="Gaps have closed")
    with pytest.raises(Refused, match="at no stage"):
        stays(placed, on=today())


def test_who_may_decide(placed: Cast) -> None:
    """Whoever may move the child: a teacher not on the register, no other role anywhere."""
    for name in ("teacher_4b", "head", "ta", "office", "dsl"):
        with pytest.raises(NotAllowed):
            stays(placed, by=placed.staff[name])


def test_a_move_meanwhile_is_a_clash(placed: Cast) -> None:
    """The page remembers the record it showed."""
    seen = token_of(head_of(placed.ayla))
    move(placed.ayla, "stage-4", NOVEMBER, placed.senco)
    with pytest.raises(EditClash):
        stays(placed, on=today(), expected=seen)


def test_no_move_is_dated_before_it(placed: Cast) -> None:
    """What was decided at the stage would lie after its end."""
    row = stays(placed)
    earlier: dict[str, Any] = {"pupil": placed.ayla, "on": date(2026, 11, 2), "by": placed.senco}
    with pytest.raises(Refused, match="decided on 16 November 2026 that Ayla stays"):
        place(stage=stage("stage-4"), **earlier, **WHY)
    withdraw_stay(stay=row, expected=row.version, because="A slip", by=placed.senco)
    assert place(stage=stage("stage-4"), **earlier, **WHY).starts_on == date(2026, 11, 2)


def test_taking_it_back(placed: Cast) -> None:
    """With a reason, by the SENCO, once; the time counts as before."""
    before = guide(placed.ayla).answer.runs_out_on
    row = stays(placed)
    faults: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"because": " ", "by": placed.senco, "expected": 1}, Refused),
        ({"because": "x", "by": placed.teacher_4b, "expected": 1}, NotAllowed),
        ({"because": "x", "by": placed.senco, "expected": 2}, EditClash),
    ]
    for given, fault in faults:
        with pytest.raises(fault):
            withdraw_stay(stay=row, **given)
    taken = withdraw_stay(stay=row, expected=1, because="Another child", by=placed.senco)
    assert taken.withdrawn_by == placed.senco.user
    assert guide(placed.ayla).answer.runs_out_on == before
    with pytest.raises(EditClash):
        withdraw_stay(stay=row, expected=taken.version, because="Again", by=placed.senco)


def test_it_goes_with_a_record_that_is_corrected(placed: Cast) -> None:
    """To the right record, unless that begins later; it falls with another stage, or withdrawn."""
    row = stays(placed)
    why: dict[str, Any] = {"because": "The wrong day", "by": placed.senco}
    wrong = StageRecord.objects.get()
    late = date(2026, 11, 20)
    with pytest.raises(Refused, match="take that back first"):
        correct_record(record=wrong, expected=wrong.version, starts_on=late, **why)
    right = correct_record(record=wrong, expected=wrong.version, starts_on=date(2026, 9, 21), **why)
    row.refresh_from_db()
    assert (row.record, row.withdrawn_at) == (right, None)
    other = correct_record(record=right, expected=right.version, stage=stage("stage-2"), **why)
    row.refresh_from_db()
    assert (row.record, row.withdrawn_because) == (right, "The wrong day")
    withdraw_record(record=other, expected=other.version, **why)


def test_the_chronology_tells_it_while_it_stands(placed: Cast) -> None:
    """What was decided, in the ladder's words, with the reason."""
    row = stays(placed)

    def titles() -> list[str]:
        return [line.title for line in lines_of(placed.ayla, placed.senco, today())]

    assert f"Stays at Stage 3: SEN support: {ROUND}" in titles()
    withdraw_stay(stay=row, expected=1, because="A slip", by=placed.senco)
    assert not any(title.startswith("Stays") for title in titles())
