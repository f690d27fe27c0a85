"""Ludlow Junior School: every fact of its graduated response, held as data (seed 000)."""

import pytest

from stages.ladder import LadderSpec
from stages.presets import preset
from stages.vocabulary import Applies, Direction, Evidence, HeldFor, Party, Strength
from tests.stages.facts import asked, way

SENIOR = Party.SENIOR_LEADERS


@pytest.fixture
def ladder() -> LadderSpec:
    """The preset."""
    return preset("ludlow-junior")


def test_five_stages_each_with_its_provision(ladder: LadderSpec) -> None:
    """There are five stages and each names the provision it requires."""
    assert [(stage.label, stage.provision) for stage in ladder.stages] == [
        ("Stage 1", "Universal provision"),
        ("Stage 2", "Early intervention support"),
        ("Stage 3", "Targeted, additional support"),
        ("Stage 4", "Targeted, intensive additional support"),
        ("Stage 5", "Provision over and above Stage 4"),
    ]


def test_purpose_and_school(ladder: LadderSpec) -> None:
    """The response is the school's own and helps plan provision by need."""
    assert ladder.source.startswith("Ludlow Junior School")
    assert "provision" in ladder.summary


def test_stage_1_is_every_child(ladder: LadderSpec) -> None:
    """Stage 1 is universal: its support is for all and it asks nothing about one child."""
    stage = ladder.stage("stage-1")
    assert stage.universal
    assert stage.support == (
        "Personalised learning targets",
        "Carefully planned differentiation",
        "Assessment for learning",
    )
    assert list(ladder.asked_at("stage-1")) == []


@pytest.mark.parametrize("key", ["stage-1", "stage-2"])
def test_stages_1_and_2_are_reviewed_with_leaders(ladder: LadderSpec, key: str) -> None:
    """Stages 1 and 2 are reviewed at two kinds of meeting, with Leadership Teams."""
    assert ladder.stage(key).recording == (
        "Reviewed at Pupil Progress meetings with Leadership Teams",
        "Reviewed at Year Leader review meetings with Leadership Teams",
    )


def test_stage_2_reviews_are_asked_at_each_meeting(ladder: LadderSpec) -> None:
    """Stage 2 asks for a review at each Pupil Progress and each Year Leader review meeting."""
    assert asked(ladder, "s2-pupil-progress").every.of == "meeting:pupil_progress"
    assert asked(ladder, "s2-year-leader-review").every.of == "meeting:year_leader_review"
    assert SENIOR in asked(ladder, "s2-pupil-progress").with_whom
    assert SENIOR in asked(ladder, "s2-year-leader-review").with_whom


@pytest.mark.parametrize(
    ("key", "who"),
    [
        ("stage-1", (Party.CLASS_TEACHER, Party.YEAR_LEADER, SENIOR)),
        ("stage-2", (Party.CLASS_TEACHER, Party.TEAM_LEADER, SENIOR)),
        ("stage-3", (Party.CLASS_TEACHER, Party.TEAM_LEADER, SENIOR, Party.SENCO)),
        ("stage-4", (Party.CLASS_TEACHER, Party.TEAM_LEADER, Party.SENCO)),
        ("stage-5", (Party.CLASS_TEACHER, Party.TEAM_LEADER, Party.SENCO)),
    ],
)
def test_who_monitors(ladder: LadderSpec, key: str, who: tuple[Party, ...]) -> None:
    """Senior leaders monitor stages 1 to 3, the SENCO from stage 3; year leader only at 1."""
    assert ladder.stage(key).monitored_by == who


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_support_is_cumulative(ladder: LadderSpec, n: int) -> None:
    """Each stage's support is in addition to that of all stages before it."""
    key = f"stage-{n}"
    assert ladder.stage(key).builds_on == tuple(f"stage-{before}" for before in range(1, n))
    assert [stage.key for stage, _ in ladder.support_at(key)] == [
        key,
        *(f"stage-{before}" for before in range(1, n)),
    ]


def test_requirements_are_not_cumulative(ladder: LadderSpec) -> None:
    """Support builds up; what is asked of a child is only what its own stage asks."""
    assert {item.key[:2] for item in ladder.asked_at("stage-4")} == {"s4"}


def test_stage_2_support_in_class(ladder: LadderSpec) -> None:
    """Stage 2 is small-group and individual support in class: cut away, workshops."""
    (support,) = ladder.stage("stage-2").support
    assert all(part in support for part in ("Small-group", "individual", "cut away", "workshops"))


def test_stage_3_support(ladder: LadderSpec) -> None:
    """Stage 3 adds group or individual programmes, in class or intervention, evidence-based."""
    support = " ".join(ladder.stage("stage-3").support)
    assert "group or individual programmes, in class or in intervention" in support
    assert "Evidence-based interventions" in support
    assert asked(ladder, "s3-programme").evidence is Evidence.INTERVENTION


def test_stage_3_class_record(ladder: LadderSpec) -> None:
    """Stage 3 is recorded on the class Graduated Response: one record for the class."""
    record = asked(ladder, "s3-class-record")
    assert (record.of, record.held_for) == ("class_graduated_response", HeldFor.CLASS)
    assert ladder.kind(Evidence.RECORD, record.of).name == "Class Graduated Response"


def test_stage_3_systems(ladder: LadderSpec) -> None:
    """Stage 3: Pupil Progress meetings with SENCO, Pupil Progress recording, school tracking."""
    assert Party.SENCO in asked(ladder, "s3-pupil-progress").with_whom
    assert asked(ladder, "s3-progress-recording").of == "pupil_progress_recording"
    assert asked(ladder, "s3-tracking").of == "school_tracking"
    assert ladder.stage("stage-3").recording[1:] == (
        "Reviewed at Pupil Progress meetings, including with SENCO",
        "Pupil Progress recording",
        "School tracking",
    )


def test_register_iep_and_provision_map_begin_at_stage_4(ladder: LadderSpec) -> None:
    """The SEN register, IEP and school provision map begin at stage 4, not before."""
    assert [stage.on_register for stage in ladder.stages] == [False, False, False, True, True]
    assert ladder.stage("stage-4").recording[0] == "SEN register"
    before = {item.of for n in (2, 3) for item in ladder.asked_at(f"stage-{n}")}
    assert "iep" not in before
    assert asked(ladder, "s4-iep").evidence is Evidence.PLAN
    assert asked(ladder, "s4-provision-map").of == "school"


def test_request_is_considered_not_required(ladder: LadderSpec) -> None:
    """At stage 4 a request for an EHC plan is a prompt, not a requirement."""
    item = asked(ladder, "s4-consider-ehc")
    assert (item.evidence, item.strength) == (Evidence.EHC_REQUEST, Strength.CONSIDERED)
    assert item.applies is Applies.EVERY


@pytest.mark.parametrize("n", [4, 5])
def test_stages_4_and_5_share(ladder: LadderSpec, n: int) -> None:
    """Both have multi-professional support, IEP, provision map, tracking, passport, SENCO."""
    keys = {item.key for item in ladder.asked_at(f"stage-{n}")}
    shared = "professionals iep provision-map tracking passport passport-tracking senco-monitoring"
    assert {f"s{n}-{part}" for part in shared.split()} <= keys
    assert asked(ladder, f"s{n}-senco-monitoring").by == (Party.SENCO,)
    assert {"Multi-professional support", "Individual Education Plan"} <= set(
        ladder.stage(f"stage-{n}").support
    )
    assert "Identified on school provision map" in ladder.stage(f"stage-{n}").support


def test_stage_5_ehcp_with_annual_review(ladder: LadderSpec) -> None:
    """Stage 5 has an EHC plan, with an annual review meeting and a report, each year."""
    assert ladder.stage("stage-5").needs_ehc_plan
    assert str(asked(ladder, "s5-annual-review").every) == "yearly"
    assert str(asked(ladder, "s5-annual-report").every) == "yearly"
    assert asked(ladder, "s5-passport").of == "pupil_passport"
    assert ladder.stage("stage-5").recording == (
        "Annual Review Meeting and Report",
        "Pupil Passport",
        "School tracking",
        "Pupil Passport tracking",
        "SENCO monitoring provision",
    )


def test_ways_on_and_back(ladder: LadderSpec) -> None:
    """Each stage leads to the next; ways back are there and marked as not the document's."""
    for n in range(1, 5):
        assert way(ladder, f"stage-{n}", f"stage-{n + 1}").direction is Direction.FORWARD
    assert not way(ladder, "stage-4", "stage-3").in_document


def test_teachers_place_below_the_register_only(ladder: LadderSpec) -> None:
    """Teachers and year leaders may place on stages 2 and 3, the SENCO alone from stage 4."""
    assert [bool(stage.may_place) for stage in ladder.stages] == [False, True, True, False, False]
