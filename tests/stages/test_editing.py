"""Editing as pure functions: what a part writes, what order and retiring do, what never changes."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Refused
from stages.checks import check, faults_of
from stages.editing import Draft, Names, Part
from stages.editing.asked import Asked, asked_in, move_asked, without_asked
from stages.editing.copying import as_ours
from stages.editing.drafts import names_in
from stages.editing.kinds import OwnKind, uses_of, without_kind
from stages.editing.order import DOWN, UP, add_stage, move_stage, run_together
from stages.editing.parts import (
    AboutLadder,
    Links,
    StageAbout,
    StagePeople,
    StagePlace,
    StageSupport,
    StageTime,
    with_stage,
)
from stages.editing.retiring import bring_back, retire
from stages.editing.ways import Way, move_way, without_way
from stages.ladder import OFF, LadderSpec
from stages.presets import preset, presets
from stages.vocabulary import Evidence

SPECS = st.sampled_from(presets())
OF_A_STAGE: Any = (StageAbout, StagePlace, StageSupport, StagePeople, StageTime, Links)


def parts_of(spec: LadderSpec) -> list[Part]:
    """Every part of a ladder that has a form."""
    found: list[Part] = [AboutLadder(), Links()]
    for stage in spec.stages:
        found += [part(stage.key) for part in OF_A_STAGE]
        ways = spec.routes_from(stage.key)
        found += [Way(stage.key, number) for number in range(1, len(ways) + 1)]
    found += [Asked(item.key) for item in asked_in(spec)]
    return found + [OwnKind(kind.evidence.value, kind.key) for kind in spec.kinds]


@pytest.mark.parametrize("spec", presets(), ids=lambda spec: spec.key)
def test_writing_what_was_read_changes_nothing(spec: LadderSpec) -> None:
    """Opening any form of any preset and saving it leaves the ladder as it was, fact for fact."""
    for part in parts_of(spec):
        assert part.write(spec, part.read(spec), Names()) == spec, part


@given(SPECS, st.data())
def test_an_edit_of_one_stage_changes_no_other(spec: LadderSpec, data: st.DataObject) -> None:
    """Whatever is typed into one stage's forms, the other stages stay as they were."""
    stage = data.draw(st.sampled_from(spec.stages))
    words = st.text(st.characters(categories=["L", "N", "Zs"]), max_size=30)
    for section in (StageAbout, StageSupport, StagePeople):
        part = section(stage.key)
        values = part.read(spec)
        name = data.draw(st.sampled_from([n for n in values if isinstance(values[n], str)]))
        edited = part.write(spec, values | {name: data.draw(words)}, Names())
        others = [each for each in edited.stages if each.key != stage.key]
        assert others == [each for each in spec.stages if each.key != stage.key]
        assert replace(edited, stages=()) == replace(spec, stages=())


@given(SPECS, st.data())
def test_order_keeps_everything_but_the_order(spec: LadderSpec, data: st.DataObject) -> None:
    """However often stages change places, the ladder can be used and has the same stages."""
    moved = spec
    for _ in range(data.draw(st.integers(1, 12))):
        key = data.draw(st.sampled_from([stage.key for stage in spec.stages]))
        moved = move_stage(moved, key, data.draw(st.sampled_from([UP, DOWN])))
    assert list(faults_of(moved)) == []
    assert sorted(s.key for s in moved.stages) == sorted(s.key for s in spec.stages)
    assert set(moved.stages) == set(spec.stages)
    assert len(moved.routes) == len(spec.routes)


def test_stages_together_move_as_one() -> None:
    """Step 3 past the three that run together; within them two change places, led by the first."""
    spec = preset("eight-steps")
    down = move_stage(spec, "step-3", DOWN)
    keys = [stage.key for stage in down.stages]
    assert keys[2:6] == ["step-4", "step-5", "step-6", "step-3"]
    within = move_stage(spec, "step-4", DOWN)
    assert [s.key for s in within.stages][3:6] == ["step-5", "step-4", "step-6"]
    assert {route.origin for route in within.routes} & {"step-4", "step-5"} == {"step-5"}
    assert list(faults_of(within)) == []


@pytest.mark.parametrize("spec", presets(), ids=lambda spec: spec.key)
def test_a_retired_stage_leaves_a_ladder_that_works(spec: LadderSpec) -> None:
    """Nothing leads to it, asks for it or builds on it; brought back, it asks all it asked."""
    for stage in spec.stages:
        taken = retire(Draft(spec), stage.key)
        assert list(faults_of(taken.ladder)) == []
        assert stage.key not in {s.key for s in taken.ladder.stages}
        back = bring_back(taken, taken.retired[0])
        assert list(faults_of(back.ladder)) == []
        assert back.retired == ()
        assert back.ladder.stage(stage.key).requirements == stage.requirements
        asked = {item.key for item in asked_in(back.ladder)}
        assert asked == {item.key for item in asked_in(spec)}


def test_what_was_asked_at_a_retired_stage_alone_goes_with_it() -> None:
    """A requirement of the whole ladder that named one stage must not become one for all."""
    spec = preset("send-overview")
    only = tuple(replace(item, stages=("stage-3",)) for item in spec.requirements)
    taken = retire(Draft(replace(spec, requirements=only)), "stage-3")
    assert taken.ladder.requirements == ()
    assert bring_back(taken, taken.retired[0]).ladder.requirements == only


def test_the_first_of_those_together_hands_its_ways_on() -> None:
    """Retiring step 4 leaves steps 5 and 6 with its ways, and the two run together still."""
    left = retire(Draft(preset("eight-steps")), "step-4").ladder
    assert {route.to for route in left.routes_from("step-5")} >= {"step-7-improving", "step-3"}
    assert [s.key for s in left.group_of("step-5")] == ["step-5", "step-6"]


def test_bringing_back_what_is_there() -> None:
    """A stage that is on the ladder is not brought back twice."""
    spec = preset("ludlow-junior")
    taken = retire(Draft(spec), "stage-2").retired[0]
    with pytest.raises(Refused, match="on the ladder already"):
        bring_back(Draft(spec), taken)


def test_running_together() -> None:
    """Neighbours can run together, others cannot; the way between them is left out."""
    spec = preset("ludlow-junior")
    built = run_together(spec, "stage-3", ["stage-2"])
    assert "one builds on another and cannot run beside it" in next(iter(faults_of(built)))
    spec = with_stage(spec, "stage-3", builds_on=())
    both = run_together(spec, "stage-3", ["stage-2"])
    assert [s.key for s in both.group_of("stage-3")] == ["stage-2", "stage-3"]
    assert not [r for r in both.routes if (r.origin, r.to) == ("stage-2", "stage-3")]
    assert "stage-3" not in {r.origin for r in both.routes}
    assert list(faults_of(both)) == []
    apart = run_together(both, "stage-2", [])
    assert not any(stage.together for stage in apart.stages)
    with pytest.raises(Refused, match="must follow one another"):
        run_together(spec, "stage-4", ["stage-2"])


def test_leaving_a_group_frees_its_name() -> None:
    """A stage that left its group and joins another takes nobody of the old one along."""
    spec = run_together(preset("eight-steps"), "step-4", [])
    again = run_together(spec, "step-3", ["step-2"])
    assert [s.key for s in again.group_of("step-5")] == ["step-5", "step-6"]
    assert [s.key for s in again.group_of("step-2")] == ["step-2", "step-3"]


def test_the_register_holds_for_all_that_run_together() -> None:
    """Taking one of them off the register takes all of them; nobody else."""
    spec = preset("eight-steps")
    part = StagePlace("step-5")
    given = part.read(spec) | {"on_register": False}
    off = part.write(spec, given, Names())
    assert [s.key for s in off.stages if s.on_register != spec.stage(s.key).on_register] == [
        "step-4",
        "step-5",
        "step-6",
    ]


def test_new_things_take_no_key_that_meant_something_else() -> None:
    """A key stands for the same stage in all versions: a new stage of an old name gets another."""
    spec = preset("ludlow-junior")
    names = Names(frozenset({"stage-3", "stage-3-2"}))
    ladder, key = add_stage(spec, label="", name="Stage 3", after="stage-2", names=names)
    assert key == "stage-3-3"
    assert [s.key for s in ladder.stages][:3] == ["stage-1", "stage-2", "stage-3-3"]
    first, _ = add_stage(spec, label="", name="First", after="", names=names_in(Draft(spec)))
    assert first.stages[0].name == "First"
    assert add_stage(spec, label="", name="Off", after="", names=Names())[1] == "off-2"


def test_adding_and_ordering_what_is_asked() -> None:
    """What is new comes last; it moves within its stage; what is taken out no way looks at."""
    spec = preset("send-overview")
    given = Asked(stage="stage-3").read(spec) | {"words": "Home visit", "what": "record:"}
    more = Asked(stage="stage-3").write(spec, given, names_in(Draft(spec)))
    new = more.stage("stage-3").requirements[-1]
    assert (new.words, new.evidence) == ("Home visit", Evidence.RECORD)
    moved = move_asked(more, new.key, UP)
    assert moved.stage("stage-3").requirements[-2] == new
    less = without_asked(moved, "s3-parents")
    assert all("s3-parents" not in route.needs for route in less.routes)
    assert check(less) is less


def test_ways_keep_their_order() -> None:
    """Moving, adding and taking out a way changes no other stage's ways."""
    spec = preset("send-overview")
    first, second, *_ = spec.routes_from("stage-3")
    moved = move_way(spec, Way("stage-3", 1), DOWN)
    assert moved.routes_from("stage-3")[:2] == (second, first)
    given = Way("stage-3").read(spec) | {"words": "A rest", "direction": "exit"}
    more = Way("stage-3").write(moved, given, Names())
    assert (more.routes_from("stage-3")[-1].to, len(more.routes)) == (OFF, len(spec.routes) + 1)
    less = without_way(more, Way("stage-3", 2))
    assert first not in less.routes
    for stage in spec.stages:
        if stage.key != "stage-3":
            assert less.routes_from(stage.key) == spec.routes_from(stage.key)


def test_kinds_are_retired_when_unused() -> None:
    """A kind that something asks for stays, also where only a retired stage does."""
    draft = Draft(preset("send-overview"))
    panel = draft.ladder.kind(Evidence.MEETING, "panel")
    taken = retire(draft, "stage-5")
    for each in (draft, taken):
        assert uses_of(each, panel) == 1
        with pytest.raises(Refused, match="in use: 1 requirement names it"):
            without_kind(each, panel)
    spec = without_asked(draft.ladder, "s5-panel")
    assert panel not in without_kind(Draft(spec), panel).ladder.kinds


def test_two_kinds_of_one_name() -> None:
    """A second kind of a sort and name is refused; the new one's key is its own."""
    spec = preset("eight-steps")
    given = {"evidence": "plan", "name": "one page PROFILE", "short": "", "holds": ""}
    with pytest.raises(Refused, match="already"):
        OwnKind().write(spec, given, Names())
    more = OwnKind().write(spec, given | {"name": "Sensory diet"}, Names())
    assert more.kinds[-1].key == "sensory_diet"


@pytest.mark.parametrize("spec", presets(), ids=lambda spec: spec.key)
def test_another_documents_preset_comes_under_its_own_keys(spec: LadderSpec) -> None:
    """Its `stage-3` is not the school's; copied twice it is the same stages; it can be used."""
    assert as_ours(spec, spec.key) is spec
    ours = as_ours(spec, "another")
    assert ours == as_ours(spec, "another")
    assert list(faults_of(ours)) == []
    assert not {s.key for s in ours.stages} & {s.key for other in presets() for s in other.stages}
    assert with_stage(ours, ours.stages[0].key, when="") is not None
