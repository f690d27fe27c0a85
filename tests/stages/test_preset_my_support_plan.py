"""Assess-Plan-Do-Review with a My Support Plan: every fact, held as data (seed 002)."""

import pytest

from stages.ladder import LadderSpec
from stages.presets import preset
from stages.vocabulary import Direction, Evidence, Material, Party, Strength
from tests.stages.facts import asked, parties, text_of, way


@pytest.fixture
def ladder() -> LadderSpec:
    """The preset."""
    return preset("my-support-plan")


def test_quality_first_teaching_is_for_all(ladder: LadderSpec) -> None:
    """All pupils and learners, in schools and settings, have Quality First Teaching."""
    stage = ladder.stage("quality-first-teaching")
    assert stage.universal
    assert stage.when == "All pupils and learners in schools and settings."


def test_progress_is_assessed_first(ladder: LadderSpec) -> None:
    """The class teacher with the SENCO first assesses progress and finds the concerns."""
    item = asked(ladder, "profile-assessment")
    assert (item.by, item.with_whom) == ((Party.CLASS_TEACHER,), (Party.SENCO,))
    assert ladder.stage("profile").requirements[0] == item


def test_single_page_profile_comes_first(ladder: LadderSpec) -> None:
    """A single page pupil profile should be completed, below SEN Support."""
    assert ladder.kind(Evidence.PLAN, "pupil_profile").name == "Single page pupil profile"
    assert asked(ladder, "profile-page").strength is Strength.EXPECTED
    assert not ladder.stage("profile").on_register


def test_first_support(ladder: LadderSpec) -> None:
    """Class-based interventions, support, reasonable adjustments, changed curriculum."""
    support = text_of(ladder.stage("profile").support)
    for part in ("low-level class-based", "support", "reasonable adjustments", "curriculum"):
        assert part in support


def test_senco_meets_parents_about_outcomes(ladder: LadderSpec) -> None:
    """The SENCO meets parents/carers on the outcomes both would like, and interventions."""
    item = asked(ladder, "profile-parents")
    assert (item.by, item.with_whom) == ((Party.SENCO,), (Party.PARENT,))
    assert "outcomes they and the school would like" in item.words
    assert "interventions" in item.words


def test_cycles_are_the_unit(ladder: LadderSpec) -> None:
    """SEN Support is a continuous four-part cycle; it goes on with a My Support Plan."""
    assert {"Assess", "Plan", "Do", "Review"} <= set(ladder.stage("sen-support").actions)
    assert "barriers" in text_of(ladder.stage("sen-support").actions)
    assert asked(ladder, "support-cycle").evidence is Evidence.CYCLE
    assert asked(ladder, "msp-cycle").evidence is Evidence.CYCLE
    assert "revisited, evaluated and revised" in ladder.summary


def test_specialists_are_considered(ladder: LadderSpec) -> None:
    """Specialists are considered: the school's own or from outside agencies."""
    item = asked(ladder, "support-specialists")
    assert item.strength is Strength.CONSIDERED
    assert item.with_whom == (Party.SCHOOL_SPECIALIST, Party.AGENCY)


@pytest.mark.parametrize("key", ["support-meetings", "msp-meetings"])
def test_meetings_three_times_a_year(ladder: LadderSpec, key: str) -> None:
    """Parents, with other professionals' input, meet at least three times a year."""
    item = asked(ladder, key)
    assert str(item.every) == "at least 3 a year"
    assert item.with_whom == (Party.PARENT, Party.PROFESSIONAL)


def test_pcp_meeting(ladder: LadderSpec) -> None:
    """A PCP meeting has parents/carers, key staff including outside agencies, the pupil."""
    item = asked(ladder, "msp-pcp")
    assert set(item.with_whom) == {Party.PARENT, Party.KEY_STAFF, Party.AGENCY, Party.PUPIL}
    assert ladder.kind(Evidence.MEETING, "pcp").name == "Person Centred Planning meeting"
    assert parties(ladder, "my-support-plan") == set(item.with_whom)


def test_when_a_pcp_meeting_is_held(ladder: LadderSpec) -> None:
    """It follows targets not met and a significant cause for concern."""
    when = ladder.stage("my-support-plan").when
    assert "agreed targets" in when
    assert "significant cause for concern" in when


def test_my_support_plan(ladder: LadderSpec) -> None:
    """A My Support Plan is completed as part of the PCP meeting."""
    assert "as part of the PCP meeting" in asked(ladder, "msp-plan").words
    assert ladder.kind(Evidence.PLAN, "my_support_plan").name == "My Support Plan"


def test_what_the_request_carries(ladder: LadderSpec) -> None:
    """The request carries the plan, at least two cycles and the LA's own form."""
    assert asked(ladder, "ehc-plan-copy").of == "my_support_plan"
    assert asked(ladder, "ehc-cycles").count == 2
    assert asked(ladder, "ehc-form").evidence is Evidence.EHC_REQUEST
    form = ladder.stage("ehc-assessment").links[0]
    assert (form.material, form.name, form.owner) == (
        Material.FORM,
        "Request for Assessment form",
        "la",
    )


@pytest.mark.parametrize("key", ["msp-cycles", "ehc-cycles"])
def test_two_cycles_survive_a_move(ladder: LadderSpec, key: str) -> None:
    """Two cycles are counted across stages, so a move does not lose them."""
    item = asked(ladder, key)
    assert (item.count, item.across_stages) == (2, True)


def test_school_and_parents_decide_to_request(ladder: LadderSpec) -> None:
    """School and parents/carers may decide; plan and cycles are looked at first."""
    route = way(ladder, "my-support-plan", "ehc-assessment")
    assert route.decided_by == (Party.SCHOOL, Party.PARENT)
    assert route.needs == ("msp-plan", "msp-cycles")
    assert "more support is felt to be needed" in ladder.stage("ehc-assessment").when


def test_links_for_the_school_to_fill(ladder: LadderSpec) -> None:
    """Two links are left for the school: the EHC assessment page and useful documents."""
    links = [*ladder.links, *ladder.stage("ehc-assessment").links]
    blank = {link.name for link in links if link.material is Material.LINK and not link.address}
    assert blank == {"EHC assessment page", "Useful documents"}


def test_register_begins_at_sen_support(ladder: LadderSpec) -> None:
    """SEN Support, the My Support Plan and the request are on the register."""
    assert [stage.on_register for stage in ladder.stages] == [False, False, True, True, True]
    assert not any(stage.needs_ehc_plan for stage in ladder.stages)


def test_no_stage_numbers_are_invented(ladder: LadderSpec) -> None:
    """The document prints no stage numbers, so none are shown."""
    assert {stage.label for stage in ladder.stages} == {""}


def test_a_refused_request_leads_back(ladder: LadderSpec) -> None:
    """A refusal leads back to the My Support Plan."""
    route = way(ladder, "ehc-assessment", "my-support-plan")
    assert (route.direction, route.in_document) == (Direction.BACK, False)
