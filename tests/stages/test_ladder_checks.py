"""A bad ladder is refused with a text that names the place; a good one goes through unchanged."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stages.checks import check
from stages.ladder import LadderError, LadderSpec
from stages.presets import FOLDER, preset, presets, read_file
from stages.reading import build, dump


def ladder(**changes: Any) -> dict[str, Any]:
    """A small good ladder as plain data, with changes."""
    return {
        "key": "small",
        "name": "Small",
        "source": "A test",
        "stages": [
            {"key": "one", "label": "Stage 1", "name": "First"},
            {"key": "two", "label": "Stage 2", "name": "Second", "on_register": True},
        ],
        "routes": [{"origin": "one", "to": "two", "direction": "forward", "words": "On"}],
    } | changes


def stage(**changes: Any) -> dict[str, Any]:
    """A stage as plain data."""
    return {"key": "three", "label": "Stage 3", "name": "Third"} | changes


def route(**changes: Any) -> dict[str, Any]:
    """A route as plain data."""
    return {"origin": "one", "to": "two", "direction": "forward", "words": "On"} | changes


def asking(**changes: Any) -> dict[str, Any]:
    """A stage with one requirement, as plain data."""
    item = {"key": "item", "evidence": "record", "words": "A record"} | changes
    return stage(requirements=[item])


def with_stages(*more: dict[str, Any]) -> dict[str, Any]:
    """The small ladder with more stages."""
    return ladder(stages=[*ladder()["stages"], *more])


def read(data: dict[str, Any]) -> LadderSpec:
    """The ladder as a file would give it."""
    return check(build(LadderSpec, data, "ladder"))


def test_a_good_ladder_is_returned() -> None:
    """Checking changes nothing."""
    assert [part.key for part in read(ladder()).stages] == ["one", "two"]


BAD = {
    "no stages": (ladder(stages=[]), "there are no stages"),
    "nothing to be placed on": (
        ladder(stages=[stage(universal=True)], routes=[]),
        "no stage a child can be placed on",
    ),
    "two keys": (with_stages(stage(key="one")), "two stages have the key 'one'"),
    "two titles": (
        with_stages(stage(label="Stage 1", name="First")),
        "two stages are called 'Stage 1: First'",
    ),
    "kept key": (with_stages(stage(key="off")), "'off' is kept for leaving"),
    "route to nowhere": (ladder(routes=[route(to="nine")]), "route 'On': leads to 'nine'"),
    "route from nowhere": (ladder(routes=[route(origin="nine")]), "comes from 'nine'"),
    "exit that stays on": (ladder(routes=[route(direction="exit")]), "an exit leads off"),
    "off without exit": (ladder(routes=[route(to="off")]), "an exit leads off"),
    "stay that moves": (ladder(routes=[route(direction="stay")]), "staying leads to the same"),
    "route needs nothing known": (ladder(routes=[route(needs=["x"])]), "needs 'x'"),
    "route to an overlay": (
        with_stages(stage(overlay=True)) | {"routes": [route(to="three")]},
        "sits beside the stages",
    ),
    "builds on nothing": (with_stages(stage(builds_on=["nine"])), "builds on 'nine'"),
    "builds on itself": (with_stages(stage(builds_on=["three"])), "builds on itself"),
    "circle": (
        with_stages(stage(builds_on=["four"]), stage(key="four", name="4", builds_on=["three"])),
        "'Stage 3: Third': builds on itself by way of four",
    ),
    "together alone": (with_stages(stage(together="g")), "runs together with nothing"),
    "together apart": (
        ladder(
            stages=[
                stage(together="g"),
                *ladder()["stages"],
                stage(key="four", name="4", together="g"),
            ]
        ),
        "do not follow one another",
    ),
    "together across the register": (
        with_stages(
            stage(together="g"), stage(key="four", name="4", together="g", on_register=True)
        ),
        "some are on the register and some are not",
    ),
    "together and building": (
        with_stages(
            stage(together="g"), stage(key="four", name="4", together="g", builds_on=["three"])
        ),
        "one builds on another",
    ),
    "timeframe 0": (with_stages(stage(timeframe="0 teaching weeks")), "'three', timeframe: 0"),
    "timeframe 105": (with_stages(stage(timeframe="105 calendar weeks")), "between 1 and 104"),
    "timeframe 8 terms": (with_stages(stage(timeframe="8 terms")), "between 1 and 104 weeks"),
    "timeframe nonsense": (with_stages(stage(timeframe="a while")), "'a while' is not"),
    "month nonsense": (with_stages(stage(timeframe="until Octember")), "'Octember' is not a month"),
    "frequency nonsense": (with_stages(asking(every="often")), "'often' is not a frequency"),
    "frequency 0": (with_stages(asking(every="every 0 weeks")), "between 1 and 104 weeks"),
    "0 a year": (with_stages(asking(every="0 a year")), "0 is not a number of times a year"),
    "unknown word": (with_stages(stage(colour="red")), "no such thing as 'colour'"),
    "missing": (ladder(stages=[{"key": "one", "label": "1"}]), "'name' is missing"),
    "wrong sort": (with_stages(stage(name=7)), "'three', name: 7 is not what belongs here"),
    "truth as number": (with_stages(stage(printed_order=True)), "True is not what belongs"),
    "not a list": (with_stages(stage(support="help")), "expected a list, found 'help'"),
    "not a table": (ladder(stages=["one"]), "expected a table, found 'one'"),
    "unknown party": (with_stages(stage(monitored_by=["owl"])), "'owl' is not a valid Party"),
    "plan below register": (
        with_stages(stage(needs_ehc_plan=True)),
        "with an EHC plan is on the register",
    ),
    "teacher on register": (
        with_stages(stage(on_register=True, may_place=["teacher"])),
        "only the SENCO places",
    ),
    "list on register": (
        with_stages(stage(on_register=True, list_name="List")),
        "'List' belongs below the register",
    ),
    "universal asks": (with_stages(asking() | {"universal": True}), "can ask nothing about one"),
    "universal on register": (
        with_stages(stage(universal=True, on_register=True)),
        "off the register and on the main line",
    ),
    "two universals": (
        with_stages(stage(universal=True), stage(key="four", name="4", universal=True)),
        "only one stage can be",
    ),
    "overlay on register": (
        with_stages(stage(overlay=True, on_register=True)),
        "an overlay is beside the stages",
    ),
    "plan of no kind": (with_stages(asking(evidence="plan", of="iep")), "no kind of plan called"),
    "at every nothing": (with_stages(asking(every="at every meeting:x")), "at every 'meeting:x'"),
    "count 0": (with_stages(asking(count=0)), "asks for 0 of them"),
    "for no stage": (
        ladder(requirements=[asking(stages=["nine"])["requirements"][0]]),
        "is for 'nine', which is no stage",
    ),
    "two requirements": (
        with_stages(asking(), asking() | {"key": "four", "name": "4"}),
        "two requirements have the key 'item'",
    ),
    "two kinds": (
        ladder(kinds=[{"evidence": "plan", "key": "iep", "name": "IEP"}] * 2),
        "two kinds have the key 'plan:iep'",
    ),
}


@pytest.mark.parametrize(("data", "words"), BAD.values(), ids=BAD.keys())
def test_a_bad_ladder_names_the_place(data: dict[str, Any], words: str) -> None:
    """Each fault is refused, with a text that says where it is."""
    with pytest.raises(LadderError) as refusal:
        read(data)
    assert words in str(refusal.value)


def test_every_fault_is_listed() -> None:
    """All faults of a ladder are told at once, one a line."""
    bad = with_stages(stage(key="one"), stage(key="five", name="5", builds_on=["nine"]))
    with pytest.raises(LadderError) as refusal:
        read(bad)
    assert len(str(refusal.value).splitlines()) == 2


def test_a_file_that_is_not_toml(tmp_path: Path) -> None:
    """A broken file is refused by its name."""
    path = tmp_path / "broken.toml"
    path.write_text("key = ")
    with pytest.raises(LadderError, match=r"broken\.toml"):
        read_file(path)


def test_unknown_preset() -> None:
    """Asking for a preset that is not there says so."""
    with pytest.raises(LadderError, match="no ladder called 'x'"):
        preset("x")


def test_every_file_is_offered() -> None:
    """Each file in the folder is a preset, named for its key, and each preset is a file."""
    assert {path.stem for path in FOLDER.glob("*.toml")} == {ladder.key for ladder in presets()}


@pytest.mark.parametrize("spec", presets(), ids=lambda spec: spec.key)
def test_plain_data_and_back(spec: LadderSpec) -> None:
    """A ladder survives being written as JSON and read again, unchanged."""
    assert build(LadderSpec, json.loads(json.dumps(dump(spec))), "json") == spec


@pytest.mark.parametrize("spec", presets(), ids=lambda spec: spec.key)
def test_every_stage_can_be_reached_and_left(spec: LadderSpec) -> None:
    """In every preset each stage but overlays has a way on and, past the first, a way in."""
    stages = [part for part in spec.stages if not part.overlay]
    firsts = {spec.recorded_at(part.key).key for part in stages}
    entered = {way.to for way in spec.routes}
    for key in firsts - {stages[0].key}:
        assert key in entered, key
    for key in firsts:
        assert spec.routes_from(key), key


@pytest.mark.parametrize("spec", presets(), ids=lambda spec: spec.key)
def test_routes_leave_from_where_records_are(spec: LadderSpec) -> None:
    """Stages together are left from the first, where the record is."""
    for way in spec.routes:
        assert spec.recorded_at(way.origin).key == way.origin


def test_a_changed_value_is_checked_again() -> None:
    """The check holds for values made in code as for files."""
    good = read(ladder())
    with pytest.raises(LadderError, match="there are no stages"):
        check(replace(good, stages=()))
