"""All Saints' CE Primary: every fact of its SEN pathway, held as data (seed 001)."""

import pytest

from stages.ladder import LadderSpec
from stages.presets import preset
from stages.vocabulary import Direction, Evidence, Material, Party, Strength
from tests.stages.facts import asked, parties, text_of, way

THREE = {Party.SENCO, Party.CLASS_TEACHER, Party.PARENT}


@pytest.fixture
def ladder() -> LadderSpec:
    """The preset."""
    return preset("all-saints")


def test_six_steps_and_their_printed_order(ladder: LadderSpec) -> None:
    """There are six steps; the document prints 1, 2, 4, 3, 5, 6 and that is kept."""
    assert [stage.label for stage in ladder.stages] == [f"Step {n}" for n in range(1, 7)]
    printed = sorted(ladder.stages, key=lambda stage: stage.printed_order or 0)
    assert [stage.label[-1] for stage in printed] == ["1", "2", "4", "3", "5", "6"]


def test_concerns_from_staff_parents_or_professionals(ladder: LadderSpec) -> None:
    """Concerns may come from staff, parents or professionals involved with the child."""
    assert ladder.stage("step-1").concern_from == (Party.STAFF, Party.PARENT, Party.PROFESSIONAL)
    assert parties(ladder, "step-1") == {Party.STAFF, Party.PARENT, Party.PROFESSIONAL}


def test_concerns_are_explored_for_well_matched_support(ladder: LadderSpec) -> None:
    """Concerns are thoroughly explored so that support is well matched."""
    assert "thoroughly" in text_of(ladder.stage("step-1").actions)
    assert "well-matched support" in text_of(ladder.stage("step-1").actions)


def test_what_is_recorded_with_a_concern(ladder: LadderSpec) -> None:
    """Concerns, support provided, SENCO observations and agencies' involvement are recorded."""
    assert ladder.stage("step-1").recording == (
        "Concerns or difficulties",
        "Additional support provided",
        "SENCO observations",
        "Involvement of additional agencies",
    )
    assert asked(ladder, "s1-concern").strength is Strength.REQUIRED
    assert asked(ladder, "s1-support").evidence is Evidence.SUPPORT
    assert asked(ladder, "s1-observation").by == (Party.SENCO,)
    assert asked(ladder, "s1-agencies").evidence is Evidence.AGENCY_INVOLVEMENT


def test_cpoms_is_a_pointer(ladder: LadderSpec) -> None:
    """CPOMS is named as a system elsewhere, never a record here."""
    (pointer,) = ladder.stage("step-1").links
    assert (pointer.material, pointer.name) == (Material.POINTER, "CPOMS")


def test_step_2_three_parties_discuss(ladder: LadderSpec) -> None:
    """Class teacher, SENCO and parents discuss; support beyond QFT is decided and provided."""
    assert parties(ladder, "step-2") == THREE
    assert set(asked(ladder, "s2-discussion").with_whom) == THREE
    assert "quality first teaching" in text_of(ladder.stage("step-2").actions)
    assert "strategies and resources" in asked(ladder, "s2-strategies").words


def test_monitoring_list_is_optional_and_below_the_register(ladder: LadderSpec) -> None:
    """From step 2 a pupil may be added to the SEN monitoring list, below the register."""
    stage = ladder.stage("step-2")
    assert (stage.list_name, stage.on_register) == ("SEN monitoring list", False)
    assert asked(ladder, "s2-monitoring-list").strength is Strength.CONSIDERED
    assert ladder.stage("step-1").list_name == ""


def test_plan_do_review_comes_before_the_register(ladder: LadderSpec) -> None:
    """Step 3 looks at impact by regular assessment and observation, in Plan, Do, Review."""
    assert not ladder.stage("step-3").on_register
    assert asked(ladder, "s3-cycle").words == "Plan, Do, Review cycle"
    assert "Regular assessment" in ladder.stage("step-3").recording
    assert asked(ladder, "s3-assessment").evidence is Evidence.ASSESSMENT
    assert asked(ladder, "s3-observation").evidence is Evidence.OBSERVATION


def test_three_parties_decide_on_the_register(ladder: LadderSpec) -> None:
    """SENCO, class teacher and parents decide, after less than expected progress."""
    route = way(ladder, "step-3", "step-4")
    assert set(route.decided_by) == THREE
    assert "less than expected progress" in route.when
    assert "s3-decision" in route.needs
    assert set(asked(ladder, "s3-decision").with_whom) == THREE
    assert way(ladder, "step-3", "step-3").direction is Direction.STAY


def test_step_4_is_the_register(ladder: LadderSpec) -> None:
    """SEN Support on the register begins at step 4."""
    assert [stage.on_register for stage in ladder.stages] == [
        False,
        False,
        False,
        True,
        False,
        True,
    ]


def test_pupil_provision_plan(ladder: LadderSpec) -> None:
    """The class teacher writes a PPP with the SENCO's support; it holds Desired Outcomes."""
    plan = ladder.kind(Evidence.PLAN, "ppp")
    assert (plan.name, plan.short) == ("Pupil Provision Plan", "PPP")
    assert {"Desired Outcomes", "Strategies", "Provision", "Support"} <= set(plan.holds)
    item = asked(ladder, "s4-ppp")
    assert (item.by, item.with_whom) == ((Party.CLASS_TEACHER,), (Party.SENCO,))


def test_parents_thoughts_are_recorded(ladder: LadderSpec) -> None:
    """The PPP is discussed with parents and their thoughts on outcomes and support kept."""
    assert asked(ladder, "s4-discussed").with_whom == (Party.PARENT,)
    voice = asked(ladder, "s4-parents-thoughts")
    assert (voice.evidence, voice.whose) == (Evidence.VOICE, "parent")
    assert voice.about == "the Desired Outcomes and support"


def test_review_at_least_termly(ladder: LadderSpec) -> None:
    """PPPs are reviewed and updated at least termly, or more often as needed."""
    item = asked(ladder, "s4-review")
    assert str(item.every) == "at least termly"
    assert "more often as needed" in item.words


def test_provision_map_and_impact(ladder: LadderSpec) -> None:
    """Provision is on a provision map; its impact is reviewed regularly and altered."""
    assert asked(ladder, "s4-provision-map").evidence is Evidence.PROVISION_MAP
    assert "regularly and altered" in asked(ladder, "s4-impact").words


def test_agencies_are_an_overlay_by_name(ladder: LadderSpec) -> None:
    """Outside agencies are named and sit beside any step, where appropriate."""
    stage = ladder.stage("step-5")
    assert stage.overlay
    assert stage.agencies == (
        "Speech and Language Therapy",
        "#Thrive",
        "Occupational Therapy",
        "Educational Psychology Service",
    )
    assert "Where appropriate" in stage.when


def test_joint_request(ladder: LadderSpec) -> None:
    """After discussion with parents, school with parents requests an EHC assessment."""
    assert asked(ladder, "s6-discussion").with_whom == (Party.PARENT,)
    assert asked(ladder, "s6-request").by == (Party.SCHOOL, Party.PARENT)
    assert asked(ladder, "s6-request").strength is Strength.EXPECTED
    assert "Little or no progress" in ladder.stage("step-6").when
    assert "other agencies" in ladder.stage("step-6").when


def test_a_refused_request_leads_back(ladder: LadderSpec) -> None:
    """A refusal, which the document does not draw, leads back to SEN Support."""
    route = way(ladder, "step-6", "step-4")
    assert (route.direction, route.in_document) == (Direction.BACK, False)
