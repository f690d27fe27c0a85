"""Where classes go by their names: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupils.next_year.moves import Group, NextClass, leavers, moved_up, proposals

SINGLE = [NextClass(n, f"{n}{s}", frozenset({n})) for n in range(1, 7) for s in "A"]


def going(groups: list[tuple[str, int]], classes: list[tuple[str, set[int]]]) -> dict[str, str]:
    """The proposals by name, for groups given as (class, year group they go to)."""
    rows = [NextClass(n, name, frozenset(years)) for n, (name, years) in enumerate(classes)]
    asked = [Group(n, name, year) for n, (name, year) in enumerate(groups)]
    found = proposals(asked, rows)
    return {g.class_name: one.name if (one := found[g]) else "" for g in asked}


@pytest.mark.parametrize(
    ("name", "going_to", "moved"),
    [
        ("3A", 4, "4A"),
        ("Year 3 Oak", 4, "Year 4 Oak"),
        ("13", 14, "14"),
        ("RB", 1, "1B"),
        ("Reception B", 1, "1B"),
        ("Rowan", 1, "Rowan"),
        ("Nursery", 0, "R"),
        ("Oak", 4, "Oak"),
        ("3A", 3, "3A"),
        ("X1", 91, "X1"),
    ],
)
def test_a_name_moves_up_by_its_number(name: str, going_to: int, moved: str) -> None:
    """Only the number of the year group itself; a name without one stays."""
    assert moved_up(name, going_to) == moved


def test_classes_of_a_stream_stay_together() -> None:
    """3A to 4A and 3B to 4B, whatever they are called around it."""
    groups = [("3A", 4), ("3B", 4)]
    assert going(groups, [("4A", {4}), ("4B", {4})]) == {"3A": "4A", "3B": "4B"}
    assert going(groups, [("Y4 B", {4}), ("Y4 A", {4})]) == {
        "3A": "Y4 A",
        "3B": "Y4 B",
    }


def test_named_classes_go_in_order() -> None:
    """Two of Year 3 to two of Year 4; two into one; one into two is left to a person."""
    groups = [("Ash", 4), ("Oak", 4)]
    assert going(groups, [("Elm", {4}), ("Fir", {4})]) == {"Ash": "Elm", "Oak": "Fir"}
    assert going(groups, [("Elm", {4})]) == {"Ash": "Elm", "Oak": "Elm"}
    assert going([("Ash", 4)], [("Elm", {4}), ("Fir", {4})]) == {"Ash": ""}


def test_a_mixed_class_keeps_its_younger_half() -> None:
    """Year 3 of 3/4B stays; Year 4 goes where Year 5 is taught."""
    classes = [("3/4A", {3, 4}), ("3/4B", {3, 4}), ("5/6A", {5, 6}), ("5/6B", {5, 6})]
    assert going([("3/4B", 4)], classes) == {"3/4B": "3/4B"}
    assert going([("3/4B", 5)], classes) == {"3/4B": "5/6B"}


def test_a_child_kept_back_stays_in_the_class_of_the_year_group() -> None:
    """The class of that name next year."""
    assert going([("3A", 3)], [("3A", {3}), ("3B", {3})]) == {"3A": "3A"}


def test_the_top_year_leaves() -> None:
    """What lies above all that is taught; a code beside the run never does."""
    groups = [Group(1, "6A", 7), Group(2, "5A", 6), Group(3, "Hive", 91)]
    assert leavers(groups, SINGLE) == {groups[0]}


@given(st.integers(-4, 14), st.text("AB 346", min_size=1, max_size=5))
def test_a_proposal_teaches_what_the_children_go_to(going_to: int, name: str) -> None:
    """Never into a class of another year group."""
    group = Group(1, name, going_to)
    found = proposals([group], SINGLE)[group]
    assert found is None or going_to in found.years
