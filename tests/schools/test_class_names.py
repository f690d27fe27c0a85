"""Reading many classes from one text: what is understood, and what is asked again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.years import YearGroup
from schools.class_names import LONGEST_NAME, read_classes

READ = {
    "1A": ("1A", "Year 1"),
    "R": ("R", "Reception"),
    "RB": ("RB", "Reception"),
    "Reception Bees": ("Reception Bees", "Reception"),
    "10X": ("10X", "Year 10"),
    "N1": ("N1", "Nursery 1"),
    "Nursery": ("Nursery", "Nursery 2"),
    "Year 3 Oak": ("Year 3 Oak", "Year 3"),
    "Y3 Oak": ("Y3 Oak", "Year 3"),
    "4 Oak": ("4 Oak", "Year 4"),
    "Elm 5": ("Elm 5", "Year 5"),
    "Badgers (Year 5)": ("Badgers", "Year 5"),
    "3/4": ("3/4", "Mixed: Year 3 and Year 4"),
    "Oak 3/4": ("Oak 3/4", "Mixed: Year 3 and Year 4"),
    "Oak (4/3)": ("Oak", "Mixed: Year 3 and Year 4"),
    "Willow: 1/2": ("Willow", "Mixed: Year 1 and Year 2"),
    "Ash (R/1)": ("Ash", "Mixed: Reception and Year 1"),
}
NOT_READ = ["Rowan", "East", "Class 3", "15A", "123", "Beech (99)", "R1", "?", "(4)"]


@pytest.mark.parametrize("words", READ)
def test_the_year_is_in_the_name_or_behind_it(words: str) -> None:
    """Names as schools write them; a mixed class has its years in order."""
    found, unread = read_classes(words)
    assert [(row.name, row.years_said) for row in found] == [READ[words]]
    assert not unread


@pytest.mark.parametrize("words", NOT_READ)
def test_nothing_is_guessed(words: str) -> None:
    """Class 3 of a small school is not Year 3, and Rowan is no Reception class: both are asked."""
    found, unread = read_classes(words)
    assert not found
    assert unread[0].words == words
    assert unread[0].sentence == "Say its year group after the name, as Oak (4) or Oak (3/4)."


def test_each_line_that_cannot_be_read_is_named_and_the_rest_is_read() -> None:
    """A name in use, twice, or too long is said for its own line; case does not part names."""
    found, unread = read_classes("1A, 1a; 2B\nOak (4)", in_use=["2b"])
    assert [row.name for row in found] == ["1A", "Oak"]
    assert [(line.words, line.sentence) for line in unread] == [
        ("1a", "This class is listed twice."),
        ("2B", "There is a class of this name already."),
    ]
    _, long = read_classes(f"3 {'x' * LONGEST_NAME}")
    assert long[0].sentence == "A class has a name of at most 20 letters."


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_named(text: str) -> None:
    """No text breaks the reader; what it gives can be stored."""
    found, unread = read_classes(text)
    for row in found:
        assert 0 < len(row.name) <= LONGEST_NAME
        assert row.years
        assert set(row.years) <= set(YearGroup.values)
    assert all(line.sentence for line in unread)
