"""Corrections: recorded with a reason, never erased, SEN status brought in line."""

from datetime import date
from typing import Any

import pytest

from common.errors import Refused
from pupils.models import Pupil, SenStatus
from schools.records import EditClash
from stages.actions import back_date, correct_record, withdraw_record
from stages.models import StageRecord
from stages.rules import NotAllowed
from tests.cast import Cast
from tests.factories.pupils import SenStatusFactory
from tests.factories.stages import move, stage

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 14), date(2026, 10, 12), date(2026, 11, 9)
MARCH = date(2026, 3, 2)
WHY: Any = {"reason": "Known from the old file"}


def codes(pupil: Pupil) -> list[tuple[str, date, date | None]]:
    """The pupil's SEN statuses that hold for some time, in order."""
    rows = SenStatus.objects.filter(pupil=pupil).order_by("starts_on", "pk")
    return [(row.code, row.starts_on, row.ends_on) for row in rows if row.starts_on != row.ends_on]


def correct(record: StageRecord, acting: Cast, **changes: Any) -> StageRecord:
    """Correct a record as the SENCO, having seen its present version."""
    record.refresh_from_db()
    return correct_record(
        record=record, expected=record.version, because="Wrong date", by=acting.senco, **changes
    )


@pytest.mark.smoke
def test_a_corrected_record_stays_withdrawn(acting: Cast, noor: Pupil) -> None:
    """The wrong record stays, withdrawn, with who and why; the right one says what it replaces."""
    wrong = move(noor, "stage-3", NOVEMBER, acting.senco)
    right = correct(wrong, acting, starts_on=OCTOBER)
    wrong.refresh_from_db()
    assert (wrong.starts_on, wrong.withdrawn_because) == (NOVEMBER, "Wrong date")
    assert wrong.withdrawn_by == acting.senco.user
    assert (right.replaces, right.starts_on, right.reason) == (wrong, OCTOBER, wrong.reason)
    assert StageRecord.objects.current().get() == right


def test_the_status_follows_a_corrected_date(acting: Cast, noor: Pupil) -> None:
    """K begins on the corrected day, whether earlier or later."""
    record = move(noor, "stage-3", OCTOBER, acting.senco)
    record = correct(record, acting, starts_on=SEPTEMBER)
    assert codes(noor) == [("K", SEPTEMBER, None)]
    correct(record, acting, starts_on=NOVEMBER)
    assert codes(noor) == [("K", NOVEMBER, None)]


def test_the_record_before_ends_where_the_corrected_begins(acting: Cast, noor: Pupil) -> None:
    """Correcting a date moves the end of the record before it."""
    first = move(noor, "stage-2", SEPTEMBER, acting.senco)
    second = move(noor, "stage-3", NOVEMBER, acting.senco)
    correct(second, acting, starts_on=OCTOBER)
    first.refresh_from_db()
    assert first.ends_on == OCTOBER
    assert codes(noor) == [("K", OCTOBER, None)]


def test_the_status_follows_a_corrected_stage(acting: Cast, noor: Pupil) -> None:
    """A stage corrected to one below the register takes the K away for that time."""
    first = move(noor, "stage-3", SEPTEMBER, acting.senco)
    move(noor, "stage-4", NOVEMBER, acting.senco)
    correct(first, acting, stage=stage("stage-2"))
    assert codes(noor) == [("K", NOVEMBER, None)]


def test_a_closed_record_keeps_its_end(acting: Cast, noor: Pupil) -> None:
    """Correcting a record in the past leaves the one after it as it is."""
    first = move(noor, "stage-2", SEPTEMBER, acting.senco)
    second = move(noor, "stage-3", NOVEMBER, acting.senco)
    right = correct(first, acting, starts_on=MARCH)
    second.refresh_from_db()
    assert (right.ends_on, second.starts_on, second.ends_on) == (NOVEMBER, NOVEMBER, None)


@pytest.mark.smoke
def test_withdrawing_lets_the_record_before_go_on(acting: Cast, noor: Pupil) -> None:
    """A move made in error is taken back: stage and status are as they were."""
    first = move(noor, "stage-2", SEPTEMBER, acting.senco)
    second = move(noor, "stage-3", NOVEMBER, acting.senco)
    withdraw_record(record=second, expected=1, because="Wrong child", by=acting.senco)
    assert StageRecord.objects.current().get() == first
    assert codes(noor) == []
    assert StageRecord.objects.filter(pupil=noor).count() == 2


def test_withdrawing_the_only_record_takes_its_status(acting: Cast, noor: Pupil) -> None:
    """K that only a withdrawn record gave does not stay."""
    record = move(noor, "stage-3", NOVEMBER, acting.senco)
    withdraw_record(record=record, expected=1, because="Wrong child", by=acting.senco)
    assert not StageRecord.objects.current().exists()
    assert codes(noor) == []


def test_withdrawing_gives_an_imported_status_back(acting: Cast, noor: Pupil) -> None:
    """K that came by import and was ended by a wrong move goes on once it is withdrawn."""
    imported: Any = SenStatusFactory(pupil=noor)
    record = move(noor, "stage-2", NOVEMBER, acting.senco)
    imported.refresh_from_db()
    assert imported.ends_on == NOVEMBER
    withdraw_record(record=record, expected=1, because="Wrong child", by=acting.senco)
    assert codes(noor) == [("K", imported.starts_on, None)]


def test_a_plan_in_force_is_left_alone(acting: Cast, noor: Pupil) -> None:
    """Correcting stages never touches the time an EHC plan was in force."""
    first = move(noor, "stage-3", MARCH, acting.senco)
    SenStatus.objects.get(pupil=noor).delete()
    SenStatus.objects.create(
        pupil=noor, code="K", starts_on=MARCH, ends_on=SEPTEMBER, source="stage_move"
    )
    SenStatus.objects.create(pupil=noor, code="E", starts_on=SEPTEMBER, source="ehc_plan")
    correct(first, acting, starts_on=date(2026, 2, 2))
    assert codes(noor) == [("K", date(2026, 2, 2), SEPTEMBER), ("E", SEPTEMBER, None)]


@pytest.mark.smoke
def test_a_past_stage_can_be_recorded(acting: Cast, noor: Pupil) -> None:
    """A time before our first record is back-dated; the K of that time with it."""
    move(noor, "stage-2", NOVEMBER, acting.senco)
    record = back_date(
        pupil=noor,
        stage=stage("stage-3"),
        starts_on=MARCH,
        ends_on=SEPTEMBER,
        by=acting.senco,
        **WHY,
    )
    assert record.was_back_dated
    assert codes(noor)[0] == ("K", MARCH, SEPTEMBER)
    assert SenStatus.objects.code_of(noor.pk, NOVEMBER) == "N"


def test_back_dating_over_a_record_is_refused(acting: Cast, noor: Pupil) -> None:
    """Two records of one child cannot hold on the same day."""
    move(noor, "stage-2", SEPTEMBER, acting.senco)
    with pytest.raises(Refused, match="Noor has a record from 14 September 2026"):
        back_date(
            pupil=noor,
            stage=stage("stage-3"),
            starts_on=MARCH,
            ends_on=OCTOBER,
            by=acting.senco,
            **WHY,
        )
    assert StageRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"starts_on": MARCH}, "The record before this one begins on 14 September 2026"),
        ({"starts_on": date(2026, 12, 1)}, "is in the future"),
        ({"stage": "stage-2"}, "Noor was at Stage 2: Initial concern just before"),
        ({"stage": "stage-6"}, "with an EHC plan in force, and none is recorded"),
        ({"reason": " "}, "Say why"),
    ],
)
def test_bad_corrections_change_nothing(
    acting: Cast, noor: Pupil, changes: dict[str, Any], words: str
) -> None:
    """A bad correction gets one sentence that names the place, and nothing is changed."""
    move(noor, "stage-2", SEPTEMBER, acting.senco)
    record = move(noor, "stage-3", OCTOBER, acting.senco)
    given = changes | ({"stage": stage(changes["stage"])} if "stage" in changes else {})
    with pytest.raises(Refused, match=words):
        correct(record, acting, **given)
    record.refresh_from_db()
    assert (record.version, record.is_withdrawn) == (1, False)
    assert codes(noor) == [("K", OCTOBER, None)]


def test_a_correction_says_why(acting: Cast, noor: Pupil) -> None:
    """No correction without a reason."""
    record = move(noor, "stage-3", OCTOBER, acting.senco)
    with pytest.raises(Refused, match="Say why the record is corrected"):
        correct_record(record=record, expected=1, because=" ", by=acting.senco)


def test_two_corrections_at_once(acting: Cast, noor: Pupil) -> None:
    """The second of two corrections gets the clash, and the first stands."""
    record = move(noor, "stage-3", NOVEMBER, acting.senco)
    right = correct(record, acting, starts_on=OCTOBER)
    with pytest.raises(EditClash):
        correct_record(
            record=record, expected=1, because="Other", by=acting.senco, starts_on=SEPTEMBER
        )
    assert StageRecord.objects.current().get() == right


@pytest.mark.parametrize("who", ["teacher_4b", "year_leader", "head", "office", "ta", "dsl"])
def test_only_the_senco_corrects(acting: Cast, noor: Pupil, who: str) -> None:
    """Nobody but the SENCO corrects, withdraws or back-dates."""
    record, by = move(noor, "stage-1", NOVEMBER, acting.senco), acting.staff[who]
    with pytest.raises(NotAllowed):
        correct_record(record=record, expected=1, because="x", by=by)
    with pytest.raises(NotAllowed):
        withdraw_record(record=record, expected=1, because="x", by=by)
    with pytest.raises(NotAllowed):
        back_date(pupil=noor, stage=record.stage, starts_on=MARCH, ends_on=OCTOBER, by=by, **WHY)
