"""Drafts and publishing: one draft a school, nobody overwritten, and no child's past touched."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from accounts.models import Membership
from common.errors import Refused
from pupils.actions import change_sen_status
from pupils.models import SenStatus
from stages.actions import (
    bring_back_stage,
    change_draft,
    copy_preset,
    discard_draft,
    edit_part,
    place,
    publish_draft,
)
from stages.actions.drafts import DraftClash
from stages.contexts import ladder_in_use
from stages.drafting import Bench, bench
from stages.editing.asked import Asked
from stages.editing.parts import StageAbout, StagePlace
from stages.editing.retiring import retire
from stages.ladder import LadderError
from stages.models import LadderVersion, Stage, StageRecord
from stages.presets import preset
from stages.rules import NotAllowed
from stages.storing import read_version
from tests.cast import Cast
from tests.factories.pupils import AccessBlockFactory
from tests.factories.stages import move

SEPTEMBER = date(2026, 9, 14)


def desk() -> Bench:
    """The ladder as it is edited."""
    found = bench()
    assert found
    return found


def edit(part: Any, by: Membership, **changes: Any) -> None:
    """Open a form of the draft, change something, save."""
    spec = desk().spec
    edit_part(part=part, given=part.read(spec) | changes, expected=part.token(spec), by=by)


def take_out(key: str, by: Membership) -> None:
    """Retire a stage in the draft."""
    change_draft(place=key, by=by, change=lambda draft, names: retire(draft, key))


def publish(by: Membership, **more: Any) -> Any:
    """Publish the draft as it is."""
    return publish_draft(expected=desk().token, by=by, **more)


def rows() -> list[tuple[Any, ...]]:
    """Every stage record, as it is."""
    names = [field.attname for field in StageRecord._meta.concrete_fields]
    return list(StageRecord.objects.order_by("pk").values_list(*names))


def statuses() -> list[tuple[Any, ...]]:
    """Every SEN status, as it is."""
    return list(SenStatus.objects.order_by("pk").values_list("pk", "code", "starts_on", "ends_on"))


@pytest.fixture
def at_stages(acting: Cast) -> Cast:
    """Ayla at Stage 2, Ben at Stage 3."""
    move(acting.ayla, "stage-2", SEPTEMBER, acting.senco)
    move(acting.ben, "stage-3", SEPTEMBER, acting.senco)
    return acting


def test_the_first_change_begins_the_draft(acting: Cast) -> None:
    """It says who began it and who changed it; the ladder in use stays as it was."""
    assert desk().row is None
    edit(StageAbout("stage-2"), acting.senco, name="First concern")
    edit(StageAbout("stage-3"), acting.office, name="Support")
    row = desk().row
    assert row is not None
    assert (row.begun_by, row.changed_by) == (acting.senco.user, acting.office.user)
    assert (row.number, LadderVersion.objects.drafts().count()) == (2, 1)
    assert ladder_in_use() == preset("send-overview")
    assert not Stage.objects.filter(ladder_version=row).exists()


def test_saving_without_a_change_begins_nothing(acting: Cast) -> None:
    """Opening a form and saving it as it was makes no draft."""
    edit(StageAbout("stage-2"), acting.senco)
    assert desk().row is None


def test_two_edit_one_section(acting: Cast) -> None:
    """The second is told who and what; another section of the same stage is no clash."""
    part, spec = StageAbout("stage-2"), desk().spec
    token, given = part.token(spec), part.read(spec)
    edit(part, acting.office, name="Theirs")
    edit(StagePlace("stage-2"), acting.senco, list_name="watch list")
    with pytest.raises(DraftClash) as clash:
        edit_part(part=part, given=given | {"name": "Mine"}, expected=token, by=acting.senco)
    assert (clash.value.by, clash.value.values["name"]) == ("Office", "Theirs")
    edit_part(
        part=part, given=given | {"name": "Mine"}, expected=clash.value.token, by=acting.senco
    )
    assert desk().spec.stage("stage-2").name == "Mine"
    assert desk().spec.stage("stage-2").list_name == "watch list"


def test_what_somebody_took_out_cannot_be_saved(acting: Cast) -> None:
    """A form of a stage that was retired meanwhile is refused, not put somewhere else."""
    part, spec = StageAbout("stage-2"), desk().spec
    take_out("stage-2", acting.office)
    with pytest.raises(Refused, match="no longer in the draft"):
        edit_part(part=part, given=part.read(spec), expected=part.token(spec), by=acting.senco)


def test_a_ladder_that_cannot_be_used_is_not_drafted(acting: Cast) -> None:
    """Two stages of one name, whatever the capitals; each fault a sentence, nothing changed."""
    with pytest.raises(Refused, match="two stages are called 'Stage 1: Cause of concern'"):
        edit(StageAbout("stage-2"), acting.senco, label="STAGE 1", name="cause of  concern")
    assert desk().row is None


def test_the_last_stages_cannot_all_be_retired(acting: Cast) -> None:
    """A ladder keeps a stage a child can be placed on."""
    keys = [stage.key for stage in desk().spec.stages]
    for key in keys[1:]:
        take_out(key, acting.senco)
    with pytest.raises(Refused, match="there are no stages"):
        take_out(keys[0], acting.senco)
    assert [stage.key for stage in desk().spec.stages] == keys[:1]


def test_throwing_away(acting: Cast) -> None:
    """The draft is gone; what somebody changed meanwhile is not thrown away unseen."""
    edit(StageAbout("stage-2"), acting.senco, name="First concern")
    seen = desk().token
    edit(StageAbout("stage-2"), acting.office, name="Other")
    with pytest.raises(Refused, match="Office changed the draft meanwhile"):
        discard_draft(expected=seen, by=acting.senco)
    discard_draft(expected=desk().token, by=acting.senco)
    assert desk().row is None
    with pytest.raises(Refused, match="There is no draft"):
        discard_draft(expected=desk().token, by=acting.senco)


def test_publishing_changes_no_stage_record_and_no_status(at_stages: Cast) -> None:
    """The records point at the stages as they were, also of one retired and one off it."""
    before = rows(), statuses()
    senco = at_stages.senco
    edit(StageAbout("stage-2"), senco, name="First concern")
    edit(StagePlace("stage-3"), senco, on_register=False)
    take_out("stage-2", senco)
    drafted = desk().spec
    done = publish(senco, reason=" The new policy ")
    assert (rows(), statuses()) == before
    assert read_version(LadderVersion.objects.in_use().get()) == drafted
    assert (done.version.number, done.version.published_by) == (2, senco.user)
    assert (done.version.reason, done.moved) == ("The new policy", 0)
    assert desk().row is None
    record = StageRecord.objects.current().get(pupil=at_stages.ayla)
    assert record.stage.title == "Stage 2: Initial concern"
    assert record.stage.ladder_version.number == 1


def test_what_somebody_changed_meanwhile_is_not_published(acting: Cast) -> None:
    """Publishing asks for the draft the person looked at."""
    edit(StageAbout("stage-2"), acting.senco, name="First concern")
    seen = desk().token
    edit(StageAbout("stage-2"), acting.office, name="Other")
    with pytest.raises(Refused, match="Office changed the draft meanwhile"):
        publish_draft(expected=seen, by=acting.senco)
    assert LadderVersion.objects.in_use().get().number == 1


def test_nothing_to_publish(acting: Cast) -> None:
    """A draft that was changed back is not a new version."""
    with pytest.raises(Refused, match="nothing to publish"):
        publish(acting.senco)
    edit(StageAbout("stage-2"), acting.senco, name="First concern")
    edit(StageAbout("stage-2"), acting.senco, name="Initial concern")
    with pytest.raises(Refused, match="nothing to publish"):
        publish(acting.senco)


def test_children_are_moved_where_the_senco_says(at_stages: Cast) -> None:
    """Each by a record of its own, today, with the reason; the status follows that move."""
    senco = at_stages.senco
    take_out("stage-3", senco)
    done = publish(senco, moves={"stage-3": "stage-2"})
    assert done.moved == 1
    record = StageRecord.objects.current().get(pupil=at_stages.ben)
    assert (record.stage.key, record.starts_on) == ("stage-2", date(2026, 11, 23))
    assert "Stage 3: SEN support is no longer on it" in record.reason
    assert SenStatus.objects.code_of(at_stages.ben.pk, date(2026, 11, 23)) == "N"
    assert StageRecord.objects.current().get(pupil=at_stages.ayla).starts_on == SEPTEMBER


def test_moved_again_to_a_stage_that_changed_sides(at_stages: Cast) -> None:
    """Stage 2 comes onto the register: Ayla becomes K by a move here again, not by publishing."""
    senco, today = at_stages.senco, date(2026, 11, 23)
    edit(StagePlace("stage-2"), senco, on_register=True, may_place=[])
    publish(senco)
    assert SenStatus.objects.code_of(at_stages.ayla.pk, today) == "N"
    now = LadderVersion.objects.in_use().get()
    stage = Stage.objects.get(ladder_version=now, key="stage-2")
    place(pupil=at_stages.ayla, stage=stage, on=today, by=senco, reason="On SEN support now")
    assert SenStatus.objects.code_of(at_stages.ayla.pk, today) == "K"
    with pytest.raises(Refused, match="already at"):
        place(pupil=at_stages.ayla, stage=stage, on=today, by=senco, reason="Again")


def test_a_child_with_a_plan_is_not_moved_off_the_register(at_stages: Cast) -> None:
    """One move that the rules refuse refuses the whole publishing."""
    change_sen_status(
        pupil=at_stages.ben, code="E", on=date(2026, 10, 5), source="ehc_plan", note="Final plan"
    )
    before = rows()
    take_out("stage-3", at_stages.senco)
    with pytest.raises(Refused, match="EHC plan in force and stays on the register"):
        publish(at_stages.senco, moves={"stage-3": "stage-1"})
    assert rows() == before


def test_the_office_publishes_but_moves_nobody(at_stages: Cast) -> None:
    """Placing is the SENCO's (permissions.md)."""
    office = at_stages.office
    take_out("stage-3", office)
    with pytest.raises(NotAllowed):
        publish(office, moves={"stage-3": "stage-2"})
    assert publish(office).moved == 0


def test_children_on_the_register_keep_a_register(at_stages: Cast) -> None:
    """The last stage on the register cannot go while children are on it."""
    senco = at_stages.senco

    def off(draft: Any, names: Any) -> Any:
        stages = tuple(
            replace(stage, on_register=False, needs_ehc_plan=False) for stage in draft.ladder.stages
        )
        return replace(draft, ladder=replace(draft.ladder, stages=stages))

    change_draft(place="x", by=senco, change=off)
    with pytest.raises(Refused, match="Children are on the register"):
        publish(senco)
    assert LadderVersion.objects.in_use().get().number == 1


def test_copying_another_preset(acting: Cast) -> None:
    """Its stages come under keys of their own; copied twice they are the same stages."""
    copy_preset(key="ludlow-junior", expected=desk().token, by=acting.senco)
    keys = {stage.key for stage in desk().spec.stages}
    assert not keys & {stage.key for stage in desk().base.stages}
    publish(acting.senco)
    copy_preset(key="send-overview", expected=desk().token, by=acting.senco)
    assert desk().spec == preset("send-overview")
    publish(acting.senco)
    copy_preset(key="ludlow-junior", expected=desk().token, by=acting.senco)
    assert {stage.key for stage in desk().spec.stages} == keys
    with pytest.raises(LadderError):
        copy_preset(key="nine-steps", expected=desk().token, by=acting.senco)


def test_bringing_back_from_an_earlier_version(acting: Cast) -> None:
    """A stage retired and published is brought back with all it asked."""
    senco = acting.senco
    take_out("stage-4", senco)
    publish(senco)
    bring_back_stage(key="stage-4", by=senco)
    back = desk().spec.stage("stage-4")
    assert back == preset("send-overview").stage("stage-4")
    assert [stage.key for stage in desk().spec.stages][3] == "stage-4"
    with pytest.raises(LadderError, match="never such a stage"):
        bring_back_stage(key="stage-9", by=senco)


def test_a_new_requirement_has_a_key_of_its_own(acting: Cast) -> None:
    """Two of the same words in one stage are two requirements."""
    part = Asked(stage="stage-2")
    for _ in range(2):
        edit(part, acting.senco, words="Home visit", what="record:")
    keys = [item.key for item in desk().spec.stage("stage-2").requirements][-2:]
    assert keys == ["stage-2-home-visit", "stage-2-home-visit-2"]


def test_a_blocked_child_is_left_where_it_is(at_stages: Cast) -> None:
    """Moves with a new version reach the children this person may change, and no others."""
    AccessBlockFactory(user=at_stages.senco.user, pupil=at_stages.ben)
    senco = at_stages.senco
    take_out("stage-3", senco)
    assert publish(senco, moves={"stage-3": "stage-2"}).moved == 0
    assert StageRecord.objects.current().get(pupil=at_stages.ben).stage.key == "stage-3"
