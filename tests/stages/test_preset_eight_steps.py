"""Eight steps: every fact of the chart, held as data (seed 004)."""

import pytest

from stages.ladder import OFF, LadderSpec
from stages.presets import preset
from stages.vocabulary import Direction, Evidence, HeldFor, Material, Party, Strength
from tests.stages.facts import asked, parties, text_of, way

FOUR = {Party.CLASS_TEACHER, Party.PUPIL, Party.PARENT, Party.SENCO}


@pytest.fixture
def ladder() -> LadderSpec:
    """The preset."""
    return preset("eight-steps")


def test_eight_steps_with_two_sevens_and_three_eights(ladder: LadderSpec) -> None:
    """The labels run 1 to 8, with two step 7s and three step 8s."""
    assert [stage.label[-1] for stage in ladder.stages] == list("12345677888")


def test_names(ladder: LadderSpec) -> None:
    """Each step keeps its name."""
    assert [stage.name for stage in ladder.stages] == [
        "Initial Concern",
        "Teacher Adapts",
        "One Page Profile",
        "IEP",
        "Provision and Intervention",
        "Intervention Monitoring",
        "Progress improves with additional support",
        "Apply for an EHCP",
        "Targets met and gap closed",
        "SEN support continues",
        "EHCP is in place",
    ]


def test_concerns_from_parents_and_teachers(ladder: LadderSpec) -> None:
    """Parents and/or teachers raise concerns and discuss them; carers count as parents."""
    assert ladder.stage("step-1").concern_from == (Party.PARENT, Party.CLASS_TEACHER)
    item = asked(ladder, "s1-discussion")
    assert item.with_whom == (Party.PARENT, Party.CLASS_TEACHER)
    assert "parents or carers" in item.words


def test_form_and_checklist_tell_the_senco(ladder: LadderSpec) -> None:
    """The class teacher completes a form and a checklist; the SENCO is made aware."""
    for key in ("s1-form", "s1-checklist"):
        assert asked(ladder, key).by == (Party.CLASS_TEACHER,)
        assert asked(ladder, key).given_to == ("SENCO",)
    assert asked(ladder, "s1-form").evidence is Evidence.CONCERN
    assert asked(ladder, "s1-checklist").evidence is Evidence.CHECKLIST
    assert {link.name for link in ladder.stage("step-1").links} == {
        "Initial concerns form",
        "Initial concerns checklist",
    }


def test_teacher_adapts(ladder: LadderSpec) -> None:
    """At step 2 the class teacher adapts work and/or puts in additional support."""
    assert asked(ladder, "s2-adapts").by == (Party.CLASS_TEACHER,)
    assert "and/or" in asked(ladder, "s2-adapts").words


def test_one_page_profile(ladder: LadderSpec) -> None:
    """Made with teacher, child, parents and SENCO: what is difficult, where support is needed."""
    assert set(asked(ladder, "s3-profile").with_whom) == FOUR
    assert parties(ladder, "step-3") == FOUR
    holds = text_of(ladder.kind(Evidence.PLAN, "one_page_profile").holds)
    assert "finds difficult" in holds
    assert "support and targets" in holds


def test_iep(ladder: LadderSpec) -> None:
    """Needs are assessed in detail and an IEP developed with SENCO, teacher, pupil, parents."""
    assert asked(ladder, "s4-assessment").evidence is Evidence.ASSESSMENT
    assert "in detail" in asked(ladder, "s4-assessment").words
    assert set(asked(ladder, "s4-iep").with_whom) == FOUR
    assert ladder.kind(Evidence.PLAN, "iep").name == "Individual Education Plan"


def test_resources_may_be_assigned(ladder: LadderSpec) -> None:
    """School resources and/or expertise may be assigned: considered, not required."""
    assert asked(ladder, "s4-resources").strength is Strength.CONSIDERED


def test_graduated_approach_from_step_4(ladder: LadderSpec) -> None:
    """The graduated approach, and the register with it, runs from step 4 onwards."""
    assert "Use a graduated approach from now onwards" in ladder.stage("step-4").actions
    below = {stage.key for stage in ladder.stages if not stage.on_register}
    assert below == {"step-1", "step-2", "step-3", "step-8-met"}


def test_class_provision_map(ladder: LadderSpec) -> None:
    """The class teacher creates a provision map for the class; interventions are varied."""
    item = asked(ladder, "s5-map")
    assert (item.by, item.held_for) == ((Party.CLASS_TEACHER,), HeldFor.CLASS)
    assert ladder.stage("step-5").support == ("A wide variety of interventions",)


def test_weekly_monitoring(ladder: LadderSpec) -> None:
    """Teachers, TAs and SENCO monitor; progress is updated weekly in three named places."""
    item = asked(ladder, "s6-monitoring")
    assert str(item.every) == "weekly"
    assert set(item.by) == {Party.CLASS_TEACHER, Party.TA, Party.SENCO}
    assert ladder.stage("step-6").monitored_by == item.by
    assert ladder.stage("step-6").recording == ("IEP", "Pupil files", "Target Tracker")
    (pointer,) = ladder.stage("step-6").links
    assert (pointer.material, pointer.name) == (Material.POINTER, "Target Tracker")


def test_data_manager_gathers_weekly_data(ladder: LadderSpec) -> None:
    """The data manager gathers data weekly and gives it to the SENCO."""
    item = asked(ladder, "s6-data")
    assert (item.by, item.given_to) == ((Party.DATA_MANAGER,), ("SENCO",))
    assert str(item.every) == "weekly"


def test_steps_4_to_6_run_together(ladder: LadderSpec) -> None:
    """A child at any of steps 4 to 6 is at all three, recorded at step 4."""
    for key in ("step-4", "step-5", "step-6"):
        assert [stage.key for stage in ladder.group_of(key)] == ["step-4", "step-5", "step-6"]
        assert ladder.recorded_at(key).key == "step-4"
    keys = {item.key for item in ladder.asked_at("step-5")}
    assert {"s4-iep", "s5-map", "s6-data"} <= keys


def test_improving_is_reviewed_half_termly(ladder: LadderSpec) -> None:
    """Improving progress is reviewed half-termly with parents, teachers, pupil and SENCO."""
    item = asked(ladder, "s7-review")
    assert str(item.every) == "half-termly"
    assert set(item.with_whom) == FOUR


def test_branch_gap_closed_stops(ladder: LadderSpec) -> None:
    """Targets met and gap closed: intervention support can stop, off the register."""
    assert "can stop" in way(ladder, "step-7-improving", "step-8-met").words
    stage = ladder.stage("step-8-met")
    assert stage.sen_code == "N"
    assert "gap between peers has closed" in stage.when
    assert way(ladder, "step-8-met", OFF).direction is Direction.EXIT


def test_branch_improving_continues(ladder: LadderSpec) -> None:
    """Improving: continue, at the same step."""
    assert way(ladder, "step-7-improving", "step-7-improving").direction is Direction.STAY


def test_branch_more_needed_goes_on(ladder: LadderSpec) -> None:
    """More progress needed: SEN support continues."""
    route = way(ladder, "step-7-improving", "step-8-continue")
    assert "More progress needs to be made" in route.words
    assert ladder.stage("step-8-continue").sen_code == "K"


def test_application_agreed_by_everyone(ladder: LadderSpec) -> None:
    """Once all agree, the school applies to the County, which assesses and adds resources."""
    assert way(ladder, "step-4", "step-7-apply").decided_by == (Party.SUPPORTERS,)
    assert asked(ladder, "s7-agreed").words == "Agreed by everyone"
    stage = ladder.stage("step-7-apply")
    assert "extra resources" in stage.provision
    assert "County" in asked(ladder, "s7-application").words
    assert not stage.needs_ehc_plan


def test_about_twenty_weeks(ladder: LadderSpec) -> None:
    """The process takes around 20 weeks from start to finish."""
    stage = ladder.stage("step-7-apply")
    assert str(stage.timeframe) == "20 calendar weeks"
    assert stage.timeframe_note == "around, from start to finish"


def test_issued_plan_is_shared_and_discussed(ladder: LadderSpec) -> None:
    """Parents have a copy of the plan and the chance to come in and discuss it."""
    assert ladder.stage("step-8-ehcp").needs_ehc_plan
    assert asked(ladder, "s8-copy").given_to == ("Parents",)
    assert asked(ladder, "s8-discussion").with_whom == (Party.PARENT,)
    assert "invited" in asked(ladder, "s8-discussion").words


def test_yearly_review_with_everyone(ladder: LadderSpec) -> None:
    """At least once a school year, everyone who supports the child, child and parents too."""
    item = asked(ladder, "s8-review")
    assert str(item.every) == "at least yearly"
    assert set(item.with_whom) == {Party.SUPPORTERS, Party.PUPIL, Party.PARENT}


def test_refusal_has_a_way_back(ladder: LadderSpec) -> None:
    """A refused application leads back to the IEP and its monitoring."""
    back = way(ladder, "step-7-apply", "step-4")
    assert (back.direction, back.in_document) == (Direction.BACK, False)
