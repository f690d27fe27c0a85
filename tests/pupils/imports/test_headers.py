"""Headings of SIMS, Arbor and Bromcom style exports find their columns."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.tabular import Unreadable
from pupils.imports.headers import (
    SYNONYMS,
    Column,
    Key,
    looks_like_headings,
    map_columns,
    recognise,
)

SIMS = (
    *("UPN", "Legal Surname", "Legal Forename", "Preferred Surname", "Preferred Forename", "DOB"),
    *("Gender", "Year Group", "Reg Group", "SEN Status", "SEN Need", "SEN Start Date", "EAL"),
    *("First Language", "Pupil Premium Indicator", "FSM Eligible", "In Care", "Date of Admission"),
)
ARBOR = (
    *("UPN", "Legal first name", "Legal last name", "Date of birth", "Sex", "Year group"),
    *("Registration form", "SEN status", "Primary SEN need", "Secondary SEN need"),
    *("Native language", "Pupil Premium Recipient", "Free School Meals", "In care status"),
)
BROMCOM = (
    *("Preferred First Name", "Preferred Last Name", "UPN", "Date of Birth", "NC Year"),
    *("Tutor Group", "SEN Provision", "SEN Type 1", "SEN Type 1 Rank", "SEN Type 2"),
    *("SEN Provision Start Date", "Contact 1 Name", "Contact 1 Relationship", "Contact 1 Email"),
    *("Contact 2 Surname", "Contact 2 Parental Responsibility", "Contact 2 Mobile"),
)


@pytest.mark.parametrize("headings", [SIMS, ARBOR, BROMCOM])
def test_every_heading_of_an_export_is_known(headings: tuple[str, ...]) -> None:
    """The usual headings of each kind of MIS all find a column, and no two the same."""
    mapping = map_columns(headings)
    assert mapping.unused == ()
    assert sorted(mapping.places.values()) == list(range(len(headings)))
    assert looks_like_headings(headings)


def test_the_columns_are_the_right_ones() -> None:
    """Each heading of a SIMS style export means what its reader thinks it means."""
    mapping = map_columns(SIMS)
    assert [key.column for key in sorted(mapping.places, key=lambda key: mapping.places[key])] == [
        *(Column.UPN, Column.SURNAME, Column.FORENAME, Column.PREFERRED_SURNAME),
        *(Column.PREFERRED_FORENAME, Column.BORN_ON, Column.SEX, Column.YEAR, Column.CLASS),
        *(Column.SEN_STATUS, Column.NEED, Column.SEN_STARTS, Column.EAL, Column.LANGUAGE),
        *(Column.PUPIL_PREMIUM, Column.FREE_MEALS, Column.LOOKED_AFTER, Column.JOINED_ON),
    ]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("D.O.B.", Key(Column.BORN_ON)),
        (" legal_SURNAME ", Key(Column.SURNAME)),
        ("Student: UPN", Key(Column.UPN)),
        ("Pupil's Date of Birth", Key(Column.BORN_ON)),
        ("Pupil Premium?", Key(Column.PUPIL_PREMIUM)),
        ("SEN need", Key(Column.NEED, 1)),
        ("SEN Need 2", Key(Column.NEED, 2)),
        ("Need 3 rank", Key(Column.NEED_RANK, 3)),
        ("Secondary need", Key(Column.NEED, 2)),
        ("SEN need start date", Key(Column.NEED_STARTS, 1)),
        ("Parent 2 e-mail", Key(Column.CONTACT_EMAIL, 2)),
        ("Contact1: Phone", Key(Column.CONTACT_PHONE, 1)),
    ],
)
def test_case_spaces_punctuation_and_numbers(heading: str, key: Key) -> None:
    """Case, spaces and punctuation do not count; a number says which need or contact."""
    found = recognise(heading)
    assert found is not None
    assert found[0] == key


@pytest.mark.parametrize(
    "heading", ["", "Attendance %", "Surname 2", "Year 2026", "Address line 1"]
)
def test_other_headings_are_left_alone(heading: str) -> None:
    """A heading we do not know, or a known one with a number that means nothing, is not guessed."""
    assert recognise(heading) is None


def test_the_legal_name_is_taken_before_another() -> None:
    """Where a file has a legal surname and a surname, the legal one is read in any order."""
    for headings in (["Surname", "Legal Surname"], ["Legal Surname", "Surname"]):
        mapping = map_columns(headings)
        assert mapping.heading(Key(Column.SURNAME)) == "Legal Surname"
        assert mapping.unused == ("Surname",)


def test_two_columns_with_one_heading_are_refused() -> None:
    """Nobody can know which of two equal columns is right: both places are named."""
    with pytest.raises(Unreadable, match="Columns B and D are both headed “DOB”"):
        map_columns(["UPN", "DOB", "Surname", "d.o.b."])


def test_unused_headings_are_told() -> None:
    """What will not be read is listed, so that nobody believes it was."""
    assert map_columns(["UPN", "House", "", "Locker"]).unused == ("House", "Locker")


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_headings_are_answered(headings: list[str]) -> None:
    """Whatever the headings are, they are mapped or refused, and nothing else happens."""
    with suppress(Unreadable):
        mapping = map_columns(headings)
        assert len(mapping.places) + len(mapping.unused) <= len(headings)


def test_no_synonym_means_two_things() -> None:
    """One heading has one meaning."""
    names = [name for synonyms in SYNONYMS.values() for name in synonyms]
    assert len(names) == len(set(names))


def test_a_row_of_data_is_not_taken_for_headings() -> None:
    """A child's row, and a title, do not look like headings; two known columns do."""
    assert not looks_like_headings(["B801200005001", "Example", "Ada", "14/05/2015", "4"])
    assert not looks_like_headings(["Name of school", "Year"])
    assert looks_like_headings(["Surname", "Class"])
