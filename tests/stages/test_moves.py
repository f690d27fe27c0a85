"""Moves on the ladder: recorded with the decision, never overlapping, SEN status following."""

from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from common.errors import Refused
from pupils.models import Pupil, SenStatus
from schools.records import EditClash
from schools.tenancy import school_scope
from stages.actions import leave, place, token_of
from stages.models import Stage, StageRecord
from stages.rules import NotAllowed
from tests.cast import Cast
from tests.factories.pupils import PupilFactory, SenStatusFactory
from tests.factories.stages import give_ladder, move, stage

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 14), date(2026, 10, 12), date(2026, 11, 9)
WHY: Any = {"reason": "Progress was reviewed", "went_on_because": "The parents asked"}


def code(pupil: Pupil, on: date = NOVEMBER) -> str:
    """The pupil's SEN code on a day."""
    return str(SenStatus.objects.code_of(pupil.pk, on))


def give_plan(pupil: Pupil, on: date = SEPTEMBER) -> None:
    """Put an EHC plan in force from a day."""
    with school_scope(pupil.school):
        SenStatus.objects.create(pupil=pupil, code="E", starts_on=on, source="ehc_plan")


def count() -> int:
    """How many stage records there are."""
    return int(StageRecord.objects.count())


@pytest.mark.smoke
def test_a_move_keeps_the_decision(acting: Cast, noor: Pupil) -> None:
    """A record keeps why, who decided and took part, how and when the parent was told."""
    record = place(
        pupil=noor,
        stage=stage("stage-1"),
        on=SEPTEMBER,
        by=acting.senco,
        reason="Little progress in reading",
        decided_at="Progress meeting",
        decided_by="Class teacher and SENCO",
        took_part="Class teacher, SENCO, mother",
        parent_told_how="phone",
        parent_told_on=SEPTEMBER,
        route_words="Still concerns after 6 weeks",
    )
    record.refresh_from_db()
    assert record.reason == "Little progress in reading"
    assert (record.decided_by, record.decided_at) == ("Class teacher and SENCO", "Progress meeting")
    assert record.took_part == "Class teacher, SENCO, mother"
    assert (record.parent_told_how, record.parent_told_on) == ("phone", SEPTEMBER)
    assert record.recorded_by == acting.senco.user
    assert record.was_back_dated


def test_the_record_before_ends_that_day(acting: Cast, noor: Pupil) -> None:
    """A move ends the record before it on the day the new one begins."""
    first = move(noor, "stage-1", SEPTEMBER, acting.senco)
    second = move(noor, "stage-2", OCTOBER, acting.senco)
    first.refresh_from_db()
    assert (first.ends_on, second.starts_on, second.ends_on) == (OCTOBER, OCTOBER, None)
    assert StageRecord.objects.current().get() == second
    assert StageRecord.objects.as_at(SEPTEMBER).get() == first


def test_history_says_who_and_why(acting: Cast, noor: Pupil) -> None:
    """Every change of a record is a version in history, with who and why."""
    first = move(noor, "stage-1", SEPTEMBER, acting.senco)
    move(noor, "stage-2", OCTOBER, acting.senco)
    ended, made = first.history.all()
    assert made.history_change_reason == "Progress was reviewed"
    assert ended.history_change_reason == "Ended by the next move"
    assert {made.history_user, ended.history_user} == {acting.senco.user}


@pytest.mark.smoke
def test_k_follows_the_register(acting: Cast, noor: Pupil) -> None:
    """K from the day a pupil comes onto the register, N from the day the pupil leaves it."""
    move(noor, "stage-2", SEPTEMBER, acting.senco)
    assert code(noor, SEPTEMBER) == "N"
    move(noor, "stage-3", OCTOBER, acting.senco)
    assert (code(noor, SEPTEMBER), code(noor, OCTOBER)) == ("N", "K")
    move(noor, "stage-2", NOVEMBER, acting.senco)
    assert (code(noor, OCTOBER), code(noor, NOVEMBER)) == ("K", "N")
    assert not SenStatus.objects.filter(pupil=noor, code="E").exists()


def test_a_move_within_the_register_leaves_the_status(acting: Cast, noor: Pupil) -> None:
    """Moving between two stages on the register writes no new status."""
    move(noor, "stage-3", SEPTEMBER, acting.senco)
    move(noor, "stage-4", OCTOBER, acting.senco)
    assert SenStatus.objects.get(pupil=noor).starts_on == SEPTEMBER


def test_imported_support_goes_on(acting: Cast) -> None:
    """A pupil imported with K keeps that row when placed at a stage on the register."""
    move(acting.ayla, "stage-3", NOVEMBER, acting.senco)
    status = SenStatus.objects.get(pupil=acting.ayla)
    assert (status.source, status.ends_on) == ("import", None)


def test_leaving_the_ladder(acting: Cast, noor: Pupil) -> None:
    """Leaving gives N and a record of the decision; the pupil is at no stage."""
    move(noor, "stage-3", SEPTEMBER, acting.senco)
    record = leave(pupil=noor, on=NOVEMBER, by=acting.senco, reason="Gaps have closed")
    assert record.stage is None
    assert code(noor) == "N"
    assert not StageRecord.objects.current().exists()


def test_the_universal_stage_holds_no_records(cast: Cast, monday: None) -> None:
    """Placing at the stage of every child is leaving the ladder."""
    give_ladder(cast.senco, "ludlow-junior")
    with school_scope(cast.school, by=cast.senco.user):
        move(cast.ayla, "stage-4", OCTOBER, cast.senco)
        record = move(cast.ayla, "stage-1", NOVEMBER, cast.senco)
        assert record.stage is None
        assert not StageRecord.objects.filter(stage__key="stage-1").exists()


def test_stages_together_are_recorded_at_the_first(cast: Cast, monday: None) -> None:
    """Placing at step 6, which runs with 4 and 5, is recorded once, at step 4."""
    give_ladder(cast.senco, "eight-steps")
    with school_scope(cast.school, by=cast.senco.user):
        record = move(cast.ayla, "step-6", OCTOBER, cast.senco)
        assert record.stage == stage("step-4")
        with pytest.raises(Refused, match="Ayla is already at Step 4: IEP"):
            move(cast.ayla, "step-5", NOVEMBER, cast.senco)


def test_a_list_below_the_register(cast: Cast, monday: None) -> None:
    """Whether a child is added to the monitoring list is kept, and gives no SEN status."""
    give_ladder(cast.senco, "all-saints")
    with school_scope(cast.school, by=cast.senco.user):
        pupil: Any = PupilFactory(school=cast.school)
        record = place(
            pupil=pupil, stage=stage("step-2"), on=OCTOBER, by=cast.senco, on_list=True, **WHY
        )
        assert record.on_list is True
        assert code(pupil) == "N"


def refused(words: str) -> Any:
    """Expect one plain sentence holding these words."""
    return pytest.raises(Refused, match=words)


@pytest.mark.smoke
@pytest.mark.parametrize(
    ("key", "on", "words"),
    [
        ("stage-4", date(2026, 9, 30), "Noor has been at Stage 3: SEN support since 12 October"),
        ("stage-4", date(2026, 11, 24), "24 November 2026 is in the future"),
        ("stage-4", date(2018, 5, 13), "13 May 2018 is before Noor was born"),
        ("stage-4", date(2022, 8, 31), "before Noor joined the school on 1 September 2022"),
        ("stage-3", NOVEMBER, "Noor is already at Stage 3: SEN support"),
        ("stage-6", NOVEMBER, "with an EHC plan in force, and none is recorded for Noor"),
    ],
)
def test_bad_moves_change_nothing(
    acting: Cast, noor: Pupil, key: str, on: date, words: str
) -> None:
    """A bad move gets one sentence that names the place, and nothing is changed."""
    move(noor, "stage-3", OCTOBER, acting.senco)
    with refused(words) as refusal:
        move(noor, key, on, acting.senco)
    assert str(refusal.value).endswith(".")
    assert (count(), code(noor)) == (1, "K")


def test_leaving_when_not_on_the_ladder(acting: Cast, noor: Pupil) -> None:
    """A pupil who is not on the ladder cannot leave it."""
    with refused("Noor is not on the ladder"):
        leave(pupil=noor, on=NOVEMBER, by=acting.senco, **WHY)


def test_a_leaver_is_not_moved(acting: Cast) -> None:
    """The record of a child who has left is closed."""
    with refused("Leaver left on 22 July 2026"):
        move(acting.leaver, "stage-3", date(2026, 7, 1), acting.senco)


def test_another_schools_stage(acting: Cast, other: Cast, noor: Pupil) -> None:
    """A stage of another school's ladder is refused, and the database refuses it too."""
    give_ladder(other.senco)
    with school_scope(other.school):
        foreign = stage("stage-3")
    with refused("not on this school's ladder"):
        place(pupil=noor, stage=foreign, on=NOVEMBER, by=acting.senco, **WHY)
    assert count() == 0


def test_e_is_never_given_by_a_move(acting: Cast, noor: Pupil) -> None:
    """A stage for children with a plan is open only while a plan is in force."""
    move(noor, "stage-5", SEPTEMBER, acting.senco)
    with refused("none is recorded"):
        move(noor, "stage-6", OCTOBER, acting.senco)
    pupil: Any = PupilFactory(school=acting.school, forename="Idris")
    give_plan(pupil)
    move(pupil, "stage-6", OCTOBER, acting.senco)
    assert SenStatus.objects.get(pupil=pupil).code == "E"


@pytest.mark.parametrize("key", ["stage-2", None])
def test_e_is_never_taken_by_a_move(acting: Cast, noor: Pupil, key: str | None) -> None:
    """With a plan in force a pupil stays on the register; other stages on it are open."""
    give_plan(noor)
    move(noor, "stage-4", SEPTEMBER, acting.senco)
    with refused("has an EHC plan in force and stays on the register"):
        if key:
            move(noor, key, OCTOBER, acting.senco)
        else:
            leave(pupil=noor, on=OCTOBER, by=acting.senco, **WHY)
    move(noor, "stage-3", NOVEMBER, acting.senco)
    assert code(noor) == "E"


def test_the_days_before_a_plan_follow_the_stage(acting: Cast, noor: Pupil) -> None:
    """A stage recorded from before the plan gives K until the plan, which keeps its days."""
    give_plan(noor, OCTOBER)
    move(noor, "stage-3", SEPTEMBER, acting.senco)
    assert (code(noor, SEPTEMBER), code(noor, OCTOBER)) == ("K", "E")


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ({"reason": "  "}, "Say why"),
        ({"reason": "x", "parent_told_how": "phone"}, "both how and when"),
        ({"reason": "x", "parent_told_on": NOVEMBER}, "both how and when"),
        (
            {"reason": "x", "parent_told_how": "phone", "parent_told_on": date(2027, 1, 1)},
            "told on 1 January 2027: it is in the future",
        ),
        ({"reason": "x", "missing": "Pupil voice"}, "without what is missing"),
    ],
)
def test_a_decision_is_whole(acting: Cast, noor: Pupil, decision: Any, words: str) -> None:
    """No record without a reason, or with half of how the parent was told."""
    with refused(words):
        place(pupil=noor, stage=stage("stage-1"), on=NOVEMBER, by=acting.senco, **decision)
    assert count() == 0


@pytest.mark.smoke
def test_a_second_browser_gets_the_clash(acting: Cast, noor: Pupil) -> None:
    """Whoever saves second is told what was saved first, and nothing of it is lost."""
    seen = token_of(None)
    first = place(
        pupil=noor, stage=stage("stage-1"), on=NOVEMBER, by=acting.senco, expected=seen, **WHY
    )
    with pytest.raises(EditClash) as clash:
        place(
            pupil=noor, stage=stage("stage-3"), on=NOVEMBER, by=acting.senco, expected=seen, **WHY
        )
    assert clash.value.current == first
    assert (count(), code(noor)) == (1, "N")


def test_two_moves_on_one_day(acting: Cast, noor: Pupil) -> None:
    """Two moves on one day are both kept; the first held for no time."""
    first = move(noor, "stage-1", NOVEMBER, acting.senco)
    second = move(noor, "stage-2", NOVEMBER, acting.senco)
    first.refresh_from_db()
    assert (first.starts_on, first.ends_on) == (NOVEMBER, NOVEMBER)
    assert StageRecord.objects.as_at(NOVEMBER).get() == second


@pytest.mark.parametrize(
    ("who", "start", "key", "allowed"),
    [
        ("teacher_4b", None, "stage-1", True),
        ("teacher_4b", "stage-1", "stage-2", True),
        ("year_leader", "stage-1", "stage-2", True),
        ("teacher_4b", "stage-2", "stage-3", False),
        ("teacher_4b", "stage-3", "stage-2", False),
        ("teacher_4b", "stage-3", None, False),
        ("teacher_4b", "stage-2", None, True),
        ("head", None, "stage-1", False),
        ("ta", None, "stage-1", False),
        ("office", None, "stage-1", False),
        ("dsl", None, "stage-1", False),
    ],
)
def test_who_may_place(
    acting: Cast, noor: Pupil, who: str, start: str | None, key: str | None, *, allowed: bool
) -> None:
    """Teachers and year leaders move below the register where the ladder lets them; no one else."""
    if start:
        move(noor, start, OCTOBER, acting.senco)
    before, by = count(), acting.staff[who]
    with nullcontext() if allowed else pytest.raises(NotAllowed):
        if key:
            place(pupil=noor, stage=stage(key), on=NOVEMBER, by=by, **WHY)
        else:
            leave(pupil=noor, on=NOVEMBER, by=by, **WHY)
    assert count() == before + allowed


def test_a_teacher_never_changes_the_status(acting: Cast, noor: Pupil) -> None:
    """A pupil imported with K is not taken off the register by a teacher's move."""
    SenStatusFactory(pupil=noor)
    with pytest.raises(NotAllowed):
        place(pupil=noor, stage=stage("stage-1"), on=NOVEMBER, by=acting.teacher_4b, **WHY)
    assert code(noor) == "K"


def test_the_database_refuses_overlaps(acting: Cast, noor: Pupil) -> None:
    """Even past the action, two records of one child never hold on the same day."""
    move(noor, "stage-1", SEPTEMBER, acting.senco)
    move(noor, "stage-2", NOVEMBER, acting.senco)
    overlapping = StageRecord(
        pupil=noor,
        stage=Stage.objects.get(key="stage-3"),
        starts_on=SEPTEMBER,
        ends_on=OCTOBER,
        reason="Past the action",
        recorded_by=acting.senco.user,
    )
    with pytest.raises(DatabaseError, match="no_overlap"), transaction.atomic():
        overlapping.save()


def test_records_are_seen_with_their_pupil(acting: Cast) -> None:
    """A person sees the stage records of the pupils they may see, and no others."""
    for pupil in (acting.ayla, acting.ben, acting.kept):
        move(pupil, "stage-3", NOVEMBER, acting.senco)
    seen = StageRecord.objects.visible_to(acting.teacher_4b)
    assert {record.pupil for record in seen} == {acting.ayla}
    assert not StageRecord.objects.visible_to(acting.gone).exists()
