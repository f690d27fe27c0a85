"""A second version in use: stages are compared by key, and records stay as they were."""

from typing import Any

import pytest
from django.urls import reverse

from schools.tenancy import school_scope
from stages.actions import change_draft, correct_record, publish_draft
from stages.actions.line import standpoint_of
from stages.choices import moves_from
from stages.contexts import stage_page
from stages.drafting import bench
from stages.editing import Draft, Names
from stages.editing.order import UP, move_stage, run_together
from stages.editing.parts import StageAbout, StagePlace, with_stage
from stages.editing.retiring import retire
from stages.models import LadderVersion, Stage, StageRecord
from tests.cast import Cast, marker
from tests.factories.stages import move
from tests.people import SignIn
from tests.stages.test_drafts import SEPTEMBER, desk, edit, publish, take_out

REGISTER = reverse("reports:register", kwargs={"school": "northfield"})


@pytest.fixture
def school(acting: Cast) -> Cast:
    """Ayla at Stage 2, Ben at Stage 3, Kept at Stage 4, all placed by the first version."""
    for child, key in ((acting.ayla, "stage-2"), (acting.ben, "stage-3"), (acting.kept, "stage-4")):
        move(child, key, SEPTEMBER, acting.senco)
    return acting


@pytest.fixture
def second(school: Cast) -> Cast:
    """Version 2: Stage 2 renamed and before Stage 1, Stage 3 retired."""
    edit(StageAbout("stage-2"), school.senco, name="First concern")
    change_draft(
        place="order",
        by=school.senco,
        change=lambda draft, names: Draft(move_stage(draft.ladder, "stage-2", UP)),
    )
    take_out("stage-3", school.senco)
    publish(school.senco)
    return school


def now(key: str) -> Stage:
    """The stage with this key on the ladder in use."""
    version = LadderVersion.objects.in_use().get()
    found: Stage = Stage.objects.get(ladder_version=version, key=key)
    return found


def record_of(child: Any) -> StageRecord:
    """The open record of a child."""
    found: StageRecord = StageRecord.objects.current().select_related("stage").get(pupil=child)
    return found


def test_a_renamed_stage_is_the_same_stage(second: Cast) -> None:
    """Ayla's page has the new words of what is asked, and her record the old name."""
    page = stage_page(second.ayla, second.senco, SEPTEMBER)
    assert not page.is_retired
    assert page.stage
    assert page.stage.name == "First concern"
    assert page.history[0].title == "Stage 2: Initial concern"


def test_the_ways_on_are_those_of_the_ladder_in_use(second: Cast) -> None:
    """From a stage of the first version the second's ways are offered, and not the stage itself."""
    targets = {each.target for each in moves_from(standpoint_of(second.ayla), second.senco)}
    assert targets == {"stage-1", "stage-4", "stage-5", "stage-6", "off"}
    retired = {each.target for each in moves_from(standpoint_of(second.ben), second.senco)}
    assert retired == {"stage-1", "stage-2", "stage-4", "stage-5", "stage-6", "off"}


def test_who_may_place_follows_the_ladder_in_use(school: Cast) -> None:
    """Once the ladder no longer lets teachers, none moves a child placed when it did."""
    move_of = [m for m in moves_from(standpoint_of(school.kept), school.teacher_5a) if m.is_allowed]
    assert move_of == []
    teacher = school.teacher_4b
    assert any(m.is_allowed for m in moves_from(standpoint_of(school.ayla), teacher))
    edit(StagePlace("stage-2"), school.senco, may_place=[])
    publish(school.senco)
    assert not any(m.is_allowed for m in moves_from(standpoint_of(school.ayla), teacher))


def test_from_within_a_group_the_ways_of_its_first_are_offered(school: Cast) -> None:
    """Stages 3 and 4 run together from now on: Kept, at Stage 4, has the ways of both."""

    def together(draft: Draft, names: Names) -> Draft:
        apart = with_stage(draft.ladder, "stage-4", builds_on=())
        return Draft(run_together(apart, "stage-4", ["stage-3"]))

    change_draft(place="x", by=school.senco, change=together)
    publish(school.senco)
    targets = {each.target for each in moves_from(standpoint_of(school.kept), school.senco)}
    assert targets == {"stage-1", "stage-2", "stage-5", "stage-6", "off"}


def test_correcting_keeps_the_stage_as_it_was(second: Cast) -> None:
    """A correction of the reason, or to the stage of the same key, does not rewrite the stage."""
    record = record_of(second.ayla)
    right = correct_record(
        record=record,
        expected=record.version,
        because="A slip",
        by=second.senco,
        stage=now("stage-2"),
        reason="Two steps behind",
    )
    assert right.stage == record.stage
    other = correct_record(
        record=right, expected=1, because="Wrong", by=second.senco, stage=now("stage-1")
    )
    assert other.stage == now("stage-1")


def test_sides_of_the_register_are_told(school: Cast) -> None:
    """A child at a stage that changed sides is offered it again, and the page says why."""
    assert "stage-3" not in {m.target for m in moves_from(standpoint_of(school.ben), school.senco)}
    edit(StagePlace("stage-3"), school.senco, on_register=False)
    publish(school.senco)
    found = {m.target: m for m in moves_from(standpoint_of(school.ben), school.senco)}
    assert found["stage-3"].effect == "SEN status changes from K to N"
    assert stage_page(school.ben, school.senco, SEPTEMBER).changed_sides


@pytest.fixture
def register(second: Cast, sign_in: SignIn) -> Any:
    """The SENCO's register, by its query."""
    client = sign_in(second.senco)
    return lambda query: client.get(REGISTER + query).content.decode()


def test_the_register_reads_one_ladder(second: Cast, register: Any) -> None:
    """One name a stage, sorted by the order in use with retired ones last, filtered by key."""
    page = register("?sort=stage")
    assert "First concern" in page
    assert "Initial concern" not in page
    assert "SEN support (retired)" in page
    places = [page.index(marker(second.school, name)) for name in ("ayla", "kept", "ben")]
    assert places == sorted(places)
    only = register("?stage=stage-3")
    assert marker(second.school, "ben") in only
    assert marker(second.school, "ayla") not in only


def test_the_strip_counts_everybody(second: Cast, register: Any) -> None:
    """Children at a retired stage stand after the ladder in use, and lead to their names."""
    page = register("")
    assert "Retired: Stage 3: SEN support" in page
    assert "?stage=stage-3" in page


def test_the_draft_is_on_no_page_of_a_child(school: Cast, sign_in: SignIn) -> None:
    """What is being written is asked of nobody, and no child can be placed on it."""
    edit(StageAbout("stage-3"), school.senco, name="Still a draft")
    assert bench()
    client = sign_in(school.senco)
    for route in ("stages:move", "reports:pupil_stage"):
        where = reverse(route, kwargs={"school": "northfield", "pk": school.ayla.pk})
        assert "Still a draft" not in client.get(where).content.decode()
    assert "Still a draft" not in client.get(REGISTER).content.decode()
    assert not Stage.objects.filter(name="Still a draft").exists()


def test_each_school_publishes_its_own(school: Cast, other: Cast) -> None:
    """Another school has no part in it."""
    take_out("stage-3", school.senco)
    publish_draft(expected=desk().token, by=school.senco)
    with school_scope(other.school):
        assert bench() is None
    assert retire(Draft(desk().base), "stage-2").retired
