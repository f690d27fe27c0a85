"""What the Stage page is given about a child."""

from datetime import date
from typing import Any

import pytest

from common.dates import today
from pupils.models import Pupil
from schools.tenancy import school_scope
from stages.actions import correct_record, start_overlay
from stages.contexts import stage_page
from tests.cast import Cast
from tests.factories.stages import give_ladder, move, stage

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 14), date(2026, 10, 12), date(2026, 11, 9)


def test_where_the_child_is(acting: Cast, noor: Pupil) -> None:
    """Stage, since when, timeframe, support of stages built on, routes."""
    move(noor, "stage-3", SEPTEMBER, acting.senco)
    move(noor, "stage-4", OCTOBER, acting.senco)
    page = stage_page(noor, acting.senco, today())
    assert page.stage is not None
    assert page.stage.key == "stage-4"
    assert page.timeframe.startswith("ongoing (reviewed termly")
    assert [route.to for route in page.routes][:1] == ["Stage 5: Statutory assessment - EHCP"]
    assert page.routes[0].needs[0] == "Parent voice"
    assert [line.title for line in page.history] == [
        "Stage 4: SEN support (with agencies)",
        "Stage 3: SEN support",
    ]


def test_withdrawn_records_are_struck(acting: Cast, noor: Pupil) -> None:
    """A corrected record is shown as it was, struck, with who and why."""
    record = move(noor, "stage-3", NOVEMBER, acting.senco)
    correct_record(
        record=record, expected=1, because="Typed wrongly", by=acting.senco, starts_on=OCTOBER
    )
    right, wrong = sorted(stage_page(noor, acting.senco, today()).history, key=lambda x: x.struck)
    assert (right.struck, wrong.struck) == (False, True)
    assert ("Withdrawn", "by Senco on 23 November 2026: Typed wrongly") in wrong.facts
    assert right.said == "Recorded by Senco on 23 November 2026."


def test_off_the_ladder(acting: Cast, noor: Pupil) -> None:
    """A child without a record has no stage and no requirements."""
    page = stage_page(noor, acting.senco, today())
    assert (page.stage, page.record) == (None, None)
    assert (page.history, page.routes) == ([], [])
    assert not page.is_retired


def test_every_child_is_at_the_universal_stage(cast: Cast, monday: None) -> None:
    """On a ladder with one, a child without a record is offered its ways on."""
    give_ladder(cast.senco, "ludlow-junior")
    with school_scope(cast.school):
        page = stage_page(cast.ayla, cast.senco, today())
        assert [route.words for route in page.routes] == ["Early intervention is needed"]


def test_beside_the_stage(cast: Cast, monday: None) -> None:
    """Overlays are shown beside the stage, with the agency."""
    give_ladder(cast.senco, "all-saints")
    with school_scope(cast.school, by=cast.senco.user):
        start_overlay(
            pupil=cast.ayla,
            stage=stage("step-5"),
            agency="#Thrive",
            on=OCTOBER,
            by=cast.senco,
            reason="Worries",
        )
        (line,) = stage_page(cast.ayla, cast.senco, today()).overlays
    assert line.title == "Step 5: Support from outside agencies: #Thrive"


def test_stages_together_give_all(cast: Cast, monday: None) -> None:
    """At step 4 a child has the support of steps 4 and 5."""
    give_ladder(cast.senco, "eight-steps")
    with school_scope(cast.school, by=cast.senco.user):
        move(cast.ayla, "step-4", OCTOBER, cast.senco)
        page = stage_page(cast.ayla, cast.senco, today())
    assert [title for title, _ in page.support] == [
        "Step 4: IEP",
        "Step 5: Provision and Intervention",
    ]


@pytest.mark.parametrize("who", ["senco", "teacher_4b", "head", "ta"])
def test_what_the_reader_may_do(acting: Cast, who: str) -> None:
    """Only who may move is offered the move, and only the SENCO the correction."""
    page = stage_page(acting.ayla, acting.staff[who], today())
    assert page.may_move == (who in ("senco", "teacher_4b"))
    assert page.may_correct == (who == "senco")


def test_the_same_queries_for_any_history(
    acting: Cast, noor: Pupil, django_assert_num_queries: Any
) -> None:
    """Three queries once the ladder was read, after one move and after many."""
    stage_page(noor, acting.senco, today())
    for on in (SEPTEMBER, OCTOBER, NOVEMBER):
        move(noor, f"stage-{3 + (on == OCTOBER)}", on, acting.senco)
        with django_assert_num_queries(3):
            stage_page(noor, acting.senco, today())
