"""SEND overview, six stages: every fact of its table, held as data (seed 003)."""

import pytest

from stages.ladder import LadderSpec
from stages.periods import Every, Timeframe, Unit
from stages.presets import preset
from stages.vocabulary import Applies, Direction, Evidence, Party, Strength
from tests.stages.facts import asked, parties, text_of, way

TEACHER, SENCO, PARENT = Party.CLASS_TEACHER, Party.SENCO, Party.PARENT
SEN_TA, AGENCY = Party.SEN_TA, Party.AGENCY


@pytest.fixture
def ladder() -> LadderSpec:
    """The preset."""
    return preset("send-overview")


def test_six_stages(ladder: LadderSpec) -> None:
    """There are six stages with these names."""
    assert [(stage.label[-1], stage.name) for stage in ladder.stages] == [
        ("1", "Cause of concern"),
        ("2", "Initial concern"),
        ("3", "SEN support"),
        ("4", "SEN support (with agencies)"),
        ("5", "Statutory assessment - EHCP"),
        ("6", "EHCP is successful"),
    ]


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "little or none"),
        (2, "After 6 weeks of early intervention and targeted support"),
        (3, "SEN targets are put in place to address gaps"),
        (4, "advice is sought from the outside agencies"),
        (5, "an EHCP can be applied for"),
        (6, "local authority sees that an EHCP is necessary"),
    ],
)
def test_when_each_stage_begins(ladder: LadderSpec, n: int, words: str) -> None:
    """Each stage says when a child comes to it."""
    assert words in ladder.stage(f"stage-{n}").when


@pytest.mark.parametrize(
    ("n", "who"),
    [
        (1, {TEACHER}),
        (2, {TEACHER, SEN_TA, PARENT}),
        (3, {SENCO, SEN_TA, TEACHER, PARENT}),
        (4, {TEACHER, SENCO, SEN_TA, PARENT, AGENCY}),
        (5, {PARENT, TEACHER, SENCO, AGENCY}),
        (6, {PARENT, TEACHER, SENCO, AGENCY}),
    ],
)
def test_who_is_involved(ladder: LadderSpec, n: int, who: set[Party]) -> None:
    """Each stage names its parties; the SEN TA is one at stages 2 to 4."""
    assert parties(ladder, f"stage-{n}") == who


def test_class_teacher_initiates_stage_2(ladder: LadderSpec) -> None:
    """At stage 2 the class teacher initiates, supported by the SEN TA if necessary."""
    notes = {part.party: part.note for part in ladder.stage("stage-2").involved}
    assert notes[TEACHER] == "initiates"
    assert notes[SEN_TA] == "supports if necessary"


@pytest.mark.parametrize(
    ("n", "frame", "note"),
    [
        (1, "6 teaching weeks", ""),
        (2, "1 term", ""),
        (3, "2 terms", "unless further concerns"),
        (4, "ongoing", "reviewed termly at target meetings and half-termly in"),
        (5, "26 calendar weeks", "or longer"),
        (6, "ongoing", "target reviews and annual review"),
    ],
)
def test_timeframes(ladder: LadderSpec, n: int, frame: str, note: str) -> None:
    """Each stage has its timeframe, with the school's own qualification."""
    stage = ladder.stage(f"stage-{n}")
    assert str(stage.timeframe) == frame
    assert stage.timeframe_note.startswith(note)


def test_26_weeks_beside_the_legal_20(ladder: LadderSpec) -> None:
    """The school's 26 weeks stand as its own text; a note gives the legal 20."""
    assert ladder.stage("stage-5").timeframe == Timeframe(Unit.CALENDAR_WEEKS, 26)
    assert any("26 weeks" in note and "20 weeks" in note for note in ladder.notes)


def test_stage_1_actions(ladder: LadderSpec) -> None:
    """Stage 1: early and targeted intervention, progress meeting, mapping, class targets."""
    assert [item.evidence for item in ladder.stage("stage-1").requirements] == [
        Evidence.INTERVENTION,
        Evidence.MEETING,
        Evidence.PROVISION_MAP,
        Evidence.INTERVENTION,
        Evidence.TARGETS,
    ]
    assert len(ladder.stage("stage-1").actions) == 5


def test_concern_form_comes_after_six_weeks(ladder: LadderSpec) -> None:
    """The initial concern template is asked at stage 2 only, done in a meeting with parents."""
    first = {item.evidence for item in ladder.stage("stage-1").requirements}
    assert Evidence.CONCERN not in first
    item = asked(ladder, "s2-concern")
    assert (item.of, item.with_whom) == ("initial_concern", (PARENT,))
    assert asked(ladder, "s2-concern-meeting").of == "parent"
    assert ladder.stage("stage-2").links[0].name == "Initial concern template"
    assert "after 6 weeks" in way(ladder, "stage-1", "stage-2").when.lower()


def test_stage_2_actions(ladder: LadderSpec) -> None:
    """Stage 2: targets, intervention, linked differentiation, progress meetings, pupil voice."""
    assert asked(ladder, "s2-targets").evidence is Evidence.TARGETS
    assert asked(ladder, "s2-intervention").evidence is Evidence.INTERVENTION
    assert "linked to targets and next steps" in asked(ladder, "s2-differentiation").words
    assert asked(ladder, "s2-progress").every.of == "meeting:progress"
    assert asked(ladder, "s2-pupil-voice").whose == "pupil"


def test_stage_2_reviews(ladder: LadderSpec) -> None:
    """Stage 2 is reviewed every 6 weeks in school and after a term with parents."""
    six_weekly = asked(ladder, "s2-six-weekly").every
    assert (six_weekly.every, six_weekly.n) == (Every.WEEKS, 6)
    with_parents = asked(ladder, "s2-parents-review")
    assert str(with_parents.after) == "1 term"
    assert PARENT in with_parents.with_whom


def test_stage_3_actions(ladder: LadderSpec) -> None:
    """Stage 3: maps, planning, interventions, SEN targets, voices, termly and half-termly."""
    assert asked(ladder, "s3-individual-map").of == "individual_provision_map"
    assert asked(ladder, "s3-sen-targets").of == "sen_targets"
    assert str(asked(ladder, "s3-parents").every) == "termly"
    assert str(asked(ladder, "s3-progress-review").every) == "half-termly"
    assert asked(ladder, "s3-pupil-voice").whose == "pupil"
    keys = {item.key for item in ladder.stage("stage-3").requirements}
    assert {"s3-progress-meeting", "s3-map", "s3-planning", "s3-interventions"} <= keys
    assert len(ladder.stage("stage-3").actions) == 9


def test_stage_4_actions(ladder: LadderSpec) -> None:
    """Stage 4: both voices, review of targets, agencies' assessments, in addition to 3."""
    assert asked(ladder, "s4-parent-voice").whose == "parent"
    assert asked(ladder, "s4-pupil-voice").whose == "pupil"
    assert asked(ladder, "s4-targets-review").of == "sen_targets"
    assert asked(ladder, "s4-advice").by == (AGENCY,)
    assert "in addition to Stage 3" in asked(ladder, "s4-intervention").words
    assert ladder.stage("stage-4").builds_on == ("stage-3",)


def test_stage_4_reviews(ladder: LadderSpec) -> None:
    """Stage 4 is reviewed termly at a target meeting, half-termly in progress meetings."""
    assert asked(ladder, "s4-target-meeting").of == "target"
    assert str(asked(ladder, "s4-target-meeting").every) == "termly"
    assert str(asked(ladder, "s4-progress-review").every) == "half-termly"


def test_stage_5_application(ladder: LadderSpec) -> None:
    """Stage 5: evidence, application, panel; requested by school and parents."""
    assert ladder.stage("stage-5").actions == (
        "Evidence collated",
        "Application completed",
        "Panel meeting",
    )
    assert asked(ladder, "s5-application").by == (Party.SCHOOL, PARENT)
    assert "specific targets" in ladder.stage("stage-5").provision
    assert asked(ladder, "s5-panel").of == "panel"
    assert asked(ladder, "s5-evidence").evidence is Evidence.RECORD


def test_stage_6_actions(ladder: LadderSpec) -> None:
    """Stage 6: targets followed, planning, TA at times, maps, annual review sent to the LA."""
    assert ladder.stage("stage-6").needs_ehc_plan
    assert asked(ladder, "s6-ta").applies is Applies.WHERE_APPROPRIATE
    assert asked(ladder, "s6-ta").strength is Strength.CONSIDERED
    assert str(asked(ladder, "s6-annual-review").every) == "yearly"
    assert set(asked(ladder, "s6-annual-review").with_whom) == {PARENT, TEACHER, SENCO, AGENCY}
    assert asked(ladder, "s6-annual-review-sent").given_to == ("Local authority",)
    assert asked(ladder, "s6-individual-map").of == "individual_provision_map"
    assert asked(ladder, "s6-sen-targets").of == "sen_targets"
    said = text_of(ladder.stage("stage-6").actions)
    assert all(words in said for words in ("follow targets", "differentiated", "targeted planning"))


@pytest.mark.parametrize("key", ["all-review-targets", "all-review-map"])
def test_review_months(ladder: LadderSpec, key: str) -> None:
    """SEN targets and individual maps: October, February, July, class teacher and parents."""
    item = asked(ladder, key)
    assert item.every.months == (10, 2, 7)
    assert item.with_whom == (TEACHER, PARENT)


@pytest.mark.parametrize("key", ["all-copies-targets", "all-copies-map"])
def test_copies_each_recorded(ladder: LadderSpec, key: str) -> None:
    """Copies go to SEN TA, parents and the class inclusion file, each one recorded."""
    item = asked(ladder, key)
    assert item.evidence is Evidence.COPY
    assert item.given_to == ("SEN TA", "Parents", "Class inclusion file")


def test_july_meeting(ladder: LadderSpec) -> None:
    """A transition and target meeting is held every July, at every stage."""
    item = asked(ladder, "all-transition")
    assert (item.of, item.every.months, item.stages) == ("transition_target", (7,), ())
    for stage in ladder.stages:
        assert item in ladder.asked_at(stage.key)


def test_intervention_letter(ladder: LadderSpec) -> None:
    """A letter goes to all parents of children receiving any intervention."""
    item = asked(ladder, "all-intervention-letter")
    assert (item.evidence, item.applies) == (Evidence.LETTER, Applies.IN_INTERVENTION)
    assert item.given_to == ("Parents",)
    assert item.stages == ()


def test_register_begins_at_stage_3(ladder: LadderSpec) -> None:
    """SEN support, hence the register, begins at stage 3; teachers place before it."""
    assert [stage.on_register for stage in ladder.stages] == [False, False, True, True, True, True]
    assert [bool(stage.may_place) for stage in ladder.stages] == [True, True, *[False] * 4]


def test_refusal_has_a_way_back(ladder: LadderSpec) -> None:
    """Only success is drawn; a refusal leads back to support with agencies."""
    assert way(ladder, "stage-5", "stage-6").in_document
    back = way(ladder, "stage-5", "stage-4")
    assert (back.direction, back.in_document) == (Direction.BACK, False)
