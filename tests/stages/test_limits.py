"""What a ladder's tables can hold is refused earlier, in words; and what was chosen reads back."""

from dataclasses import replace
from typing import Any

import pytest

from stages.checks import faults_of
from stages.editing.asked import Asked, asked_in
from stages.editing.choosing import things_to_ask
from stages.ladder import LadderSpec, LinkSpec, RequirementSpec, RouteSpec, StageSpec
from stages.limits import LONGEST, MOST_STAGES
from stages.models import LadderVersion, Link, Requirement, Route, Stage
from stages.periods import Every, Frequency, Timeframe, Unit
from stages.presets import preset, presets
from stages.sentences import read_back, reviewed
from stages.vocabulary import Material

HOMES: dict[type, Any] = {
    LadderSpec: LadderVersion,
    StageSpec: Stage,
    RequirementSpec: Requirement,
    RouteSpec: Route,
    LinkSpec: Link,
}
SPEC = preset("ludlow-junior")


@pytest.mark.parametrize("value", HOMES, ids=lambda value: value.__name__)
def test_the_limits_are_those_of_the_tables(value: type) -> None:
    """Every text that a column bounds is bounded by the same number here."""
    fields = {field.name: field for field in HOMES[value]._meta.concrete_fields}
    for name, longest in LONGEST[value].items():
        assert fields[name].max_length == longest, name
    named = set(LONGEST[value])
    phrases = {"timeframe", "every", "after"}
    bounded = {n for n, f in fields.items() if f.max_length and not f.choices and f.name != "uid"}
    assert bounded - named - phrases == set()


def with_first(**changes: Any) -> LadderSpec:
    """Ludlow's ladder with its first stage changed."""
    first, *rest = SPEC.stages
    return replace(SPEC, stages=(replace(first, **changes), *rest))


BAD = {
    "a name too long": (with_first(name="x" * 121), "the name is longer than 120 characters"),
    "no name": (with_first(name="  "), "the name is missing"),
    "a line too long": (with_first(support=("x" * 2001,)), "a line of the support is empty or"),
    "an empty line": (with_first(support=("",)), "a line of the support is empty or too long"),
    "too many lines": (with_first(actions=("x",) * 201), "the actions are more than 200"),
    "no web address": (
        with_first(links=(LinkSpec(Material.LINK, "Form", address="javascript:x"),)),
        "is not a web address",
    ),
    "too many stages": (
        replace(
            SPEC,
            stages=tuple(StageSpec(f"s{n}", "", f"Stage {n}") for n in range(MOST_STAGES + 1)),
            routes=(),
        ),
        "there are 31 stages; 30 are the most",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_too_much_is_refused_in_words(case: str) -> None:
    """Each says what and where."""
    ladder, words = BAD[case]
    assert any(words in fault for fault in faults_of(ladder)), list(faults_of(ladder))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Timeframe(Unit.TEACHING_WEEKS, 0), "between 1 and 104 weeks"),
        (lambda: Timeframe(Unit.CALENDAR_WEEKS, 500), "between 1 and 104 weeks"),
        (lambda: Timeframe(Unit.TERMS, -1), "between 1 and 104 weeks"),
        (lambda: Timeframe(Unit.MONTHS), "No month|no month"),
        (lambda: Timeframe(Unit.MONTHS, months=(2, 2)), "named twice"),
        (lambda: Frequency(Every.MONTHS), "no month"),
        (lambda: Frequency(Every.WEEKS, 0), "between 1 and 104 weeks"),
        (lambda: Frequency(Every.TIMES_A_YEAR, 53), "between 1 and 52"),
        (lambda: Frequency(Every.AT_EVERY), "no kind"),
    ],
)
def test_what_cannot_be_counted_is_no_value(make: Any, words: str) -> None:
    """However it is made, a length or frequency is one the engine can count with."""
    with pytest.raises(ValueError, match=words):
        make()


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        (
            "s2-six-weekly",
            "Reviewed every six weeks, with class teacher. Required for every child at the stage.",
        ),
        ("s3-parents", "Meeting with parents, each term, with parents. Required for every child"),
        (
            "all-copies-map",
            "given to SEN TA, Parents and Class inclusion file. Required for any child who",
        ),
        ("s6-ta", "Support put in place (allocated ta), once. To be considered where appropriate."),
        ("s4-parent-voice", "Parent voice, once. Required"),
    ],
)
def test_a_requirement_reads_back(key: str, sentence: str) -> None:
    """What, how often, with whom; then how firmly and for whom."""
    ladder = preset("send-overview")
    assert sentence in read_back(ladder, Asked(key).found(ladder))


def test_two_requirements_in_one_sentence() -> None:
    """All a stage asks of reviews, as the school would say it."""
    ladder = preset("send-overview")
    assert reviewed(ladder.stage("stage-2"), ladder) == (
        "Reviewed at every pupil progress meeting, every six weeks in school with class teacher "
        "and once, first after 1 term, with class teacher and parents."
    )
    assert reviewed(ladder.stage("stage-1"), ladder) == ""


@pytest.mark.parametrize("spec", presets(), ids=lambda spec: spec.key)
def test_everything_asked_for_can_be_chosen(spec: LadderSpec) -> None:
    """What any requirement of a preset is made of is among the choices of its form."""
    offered = {key for _, choices in things_to_ask(spec) for key, _ in choices}
    assert {f"{item.evidence.value}:{item.of}" for item in asked_in(spec)} <= offered
    assert all(read_back(spec, item) for item in asked_in(spec))
