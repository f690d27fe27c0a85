"""What a line of the class sheet says: pure, of plans as they are handed in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provision.sections import Sort
from reports.sheets.lines import (
    LONGEST,
    Help,
    PlanOnSheet,
    SheetLine,
    once,
    sheet_version,
    shortened,
)

BOTH = {Sort.TARGETS, Sort.STRATEGIES}
LINE = SheetLine(
    pk=1,
    forename="Ayla",
    surname="Khan",
    need="Speech, language",
    plans=("IEP",),
    helps=("Sit at the front", "Word mat", "Pre-teach", "A fourth"),
    avoid=("Loud praise",),
)
words = st.text(max_size=400)


def shown(plan: PlanOnSheet) -> list[str]:
    """What helps, as far as the sheet may say it."""
    return plan.helps_shown


def test_what_helps_with_everything_comes_before_single_targets() -> None:
    """The first three are those of the whole plan; each lot keeps the plan's order."""
    helps = [Help("t1", of_target=True), Help("a"), Help("t2", of_target=True), Help("b")]
    plan = PlanOnSheet("IEP", sorts=BOTH, shown=BOTH, helps=helps)
    assert shown(plan) == ["a", "b", "t1", "t2"]


@pytest.mark.parametrize(
    ("sorts", "may", "wanted"),
    [
        (BOTH, BOTH, ["a", "t"]),
        (BOTH, {Sort.STRATEGIES}, ["a"]),
        (BOTH, {Sort.TARGETS}, ["t"]),
        ({Sort.STRATEGIES}, {Sort.STRATEGIES}, ["a", "t"]),
        (BOTH, set(), []),
    ],
)
def test_what_the_class_copy_leaves_out_is_not_on_the_sheet(
    sorts: set[Sort], may: set[Sort], wanted: list[str]
) -> None:
    """A strategy is read where its section is; under its target where the plan has targets."""
    plan = PlanOnSheet("IEP", sorts=sorts, shown=may)
    plan.helps = [Help("a"), Help("t", of_target=True)]
    assert shown(plan) == wanted


def test_three_things_and_how_many_more() -> None:
    """The sheet says plainly that the plan says more."""
    assert LINE.top_helps == ["Sit at the front", "Word mat", "Pre-teach"]
    assert (LINE.more, LINE.first_helps) == (1, ["Sit at the front", "Word mat"])


def test_what_is_missing_is_said_plainly() -> None:
    """No plan; a plan in which nothing that helps stands; or nothing is missing."""
    assert LINE.missing == ""
    assert replace(LINE, plans=(), helps=()).missing == "No plan yet"
    assert replace(LINE, helps=()).missing == "IEP: nothing that helps written yet"


@pytest.mark.parametrize(
    "change",
    [{"need": "Autism"}, {"helps": ("Word mat",)}, {"avoid": ()}, {"plans": ("IEP", "Profile")}],
)
def test_other_words_are_another_version(change: dict[str, object]) -> None:
    """Whoever read it is asked again when what it says changes."""
    changed = replace(LINE, **change)  # type: ignore[arg-type]
    assert changed.version != LINE.version
    assert sheet_version([changed]) != sheet_version([LINE])


@pytest.mark.parametrize(
    "change",
    [{"today": ("09:00 Review",)}, {"state": "New"}, {"helps": (*LINE.helps[:3], "Another")}],
)
def test_what_the_sheet_does_not_say_of_the_child_makes_no_version(
    change: dict[str, object],
) -> None:
    """The day's meetings, the reader's own mark, and what has no room ask nobody again."""
    assert replace(LINE, **change).version == LINE.version  # type: ignore[arg-type]


@given(words)
def test_words_are_cut_where_one_ends_and_never_grow(text: str) -> None:
    """Any text comes out short; a short one as it is."""
    cut = shortened(text)
    assert len(cut) <= LONGEST + 1
    assert cut == text if len(text) <= LONGEST else text.startswith(cut.removesuffix("…"))


@given(st.lists(words, max_size=8))
def test_each_thing_once_on_one_line(texts: list[str]) -> None:
    """Whatever plans say, each thing stands once, in order, and none is empty or broken."""
    found = once(texts)
    assert all(line and "\n" not in line for line in found)
    assert once(found) == found
    assert len({line.rstrip(".").casefold() for line in found}) == len(found)
