"""Every fault a spreadsheet of pupils can have is told by row and column, in one plain sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.exports import csv_bytes
from common.tabular import Unreadable
from pupils.imports.incoming import IncomingNeed, IncomingPupil, IncomingStatus
from tests.pupils.imports.files import GOOD, problems, read, rows_of

OTHER = {"UPN": "P207000016049", "Surname": "Sample", "Forename": "Bo"}


def test_a_good_row_is_read_whole() -> None:
    """Every column of an ordinary row arrives, and nothing is said against it."""
    found = read(rows_of({"SEN need 2": "ASD", "EAL": "Y", "Contact 1": "Ms Sam Example"}))
    assert found.problems == ()
    (pupil,) = found.pupils
    assert pupil == IncomingPupil(
        row=2,
        upn="B801200005001",
        forename="Ada",
        surname="Example",
        born_on=date(2018, 5, 14),
        sex="F",
        year_group=4,
        is_eal=True,
        class_name="4B",
        statuses=(IncomingStatus("K", date(2026, 1, 11)),),
        needs=(IncomingNeed("SLCN", 1), IncomingNeed("ASD", 2)),
        contacts=pupil.contacts,
    )
    assert [(c.title, c.forename, c.surname, c.rank) for c in pupil.contacts] == [
        ("Ms", "Sam", "Example", 1)
    ]


@pytest.mark.parametrize(
    ("change", "column", "sentence", "warning"),
    [
        (
            {"UPN": "Q801200005001"},
            *("UPN", "The first letter of this UPN should be B, not Q.", True),
        ),
        (
            {"UPN": "O801200005001"},
            *("UPN", "The first letter of this UPN should be B, not O.", False),
        ),
        ({"UPN": "B80120000500"}, "UPN", "A UPN has 13 characters; this has 12.", False),
        ({"DOB": "13/03/2027"}, "DOB", "13 March 2027 is in the future.", False),
        ({"DOB": "11/03/2001"}, "DOB", "11 March 2001 is more than 26 years ago.", False),
        ({"DOB": "31/02/2018"}, "DOB", "“31/02/2018” is no date in the calendar.", False),
        (
            {"Year": "15"},
            *("Year", "“15” is not a year group: use N1, N2, R or 1 to 14.", False),
        ),
        ({"Sex": "U"}, "Sex", "“U” is not a sex the census has: use F or M.", False),
        (
            {"SEN status": "X"},
            *("SEN status", "“X” is not a SEN status: use N, K or E.", False),
        ),
        (
            {"SEN status": "A"},
            *("SEN status", "A (School Action) is no longer in use: give N, K or E.", False),
        ),
        (
            {"SEN status": "S"},
            *("SEN status", "S (statement) is no longer in use: it is read as E.", True),
        ),
        (
            {"SEN start date": "13/05/2018"},
            *("SEN start date", "13 May 2018 is before the pupil was born.", False),
        ),
        (
            {"SEN start date": "13/03/2027"},
            *("SEN start date", "13 March 2027 is in the future.", False),
        ),
        (
            {"SEN need 1": "QWE"},
            *("SEN need 1", "“QWE” is not a type of need, such as SLCN or MLD.", False),
        ),
        (
            {"SEN need 1": "BESD"},
            *("SEN need 1", "BESD is no longer in use: it is read as SEMH.", True),
        ),
        (
            {"SEN status": "E", "SEN need 1": "NSA"},
            *("SEN need 1", "NSA goes only with SEN support (K), not with E.", False),
        ),
        (
            {"SEN status": "N"},
            *("SEN need 1", "This pupil has a type of need but no SEN (N).", True),
        ),
        (
            {"SEN need 1": ""},
            "SEN need 1",
            "This pupil has K but no type of need: one is wanted for the census.",
            True,
        ),
        (
            {"SEN need 2": "SLCN"},
            *("SEN need 1", "The same type of need is given twice.", False),
        ),
        (
            {"SEN need 2": "ASD", "SEN need 2 rank": "1"},
            *("SEN need 2 rank", "Two needs have the same rank.", False),
        ),
        (
            {"SEN need 1 rank": "first"},
            *("SEN need 1 rank", "The rank of a need is a number from 1 to 99.", False),
        ),
        ({"Surname": "x" * 61}, "Surname", "This is longer than 60 characters.", False),
        ({"Forename": "123"}, "Forename", "“123” is not a name.", False),
        (
            {"EAL": "perhaps"},
            *("EAL", "“perhaps” is neither yes nor no, so this is left out.", True),
        ),
        (
            {"Contact 1": "Sam Example", "Contact 1 email": "sam at home"},
            "Contact 1 email",
            "“sam at home” is not an e-mail address, so it is left out.",
            True,
        ),
        (
            {"Admission date": "01/09/2022", "Leaving date": "31/08/2022"},
            *("Leaving date", "31 August 2022 is before the pupil joined.", False),
        ),
        ({"Sex": "#N/A"}, "Sex", "The spreadsheet shows the error #N/A here.", False),
    ],
)
def test_one_fault_is_told_once(
    change: dict[str, str], column: str, sentence: str, warning: bool
) -> None:
    """Each fault names its row and its column as the file has them, and nothing else is said."""
    assert problems(rows_of(OTHER, change)) == [(3, column, sentence, warning)]


@pytest.mark.parametrize("upn", ["M80120000500A", "b801 2000 05001", ""])
def test_a_temporary_or_missing_upn_is_no_fault(upn: str) -> None:
    """A temporary UPN is accepted, and a child may have none."""
    assert problems(rows_of({"UPN": upn})) == []


def test_a_row_that_names_nobody_is_told() -> None:
    """Without a UPN both names and the date of birth are needed."""
    sentence = "This is blank: a row needs a UPN, or both names and a date of birth."
    blank = {"UPN": "", "Surname": "", "DOB": ""}
    assert problems(rows_of(blank)) == [
        (2, "Surname", sentence, False),
        (2, "DOB", sentence, False),
    ]


def test_a_upn_alone_is_enough_to_name_a_child() -> None:
    """A file of UPNs and needs says whom it is about."""
    found = read(csv_bytes(["UPN", "SEN need 1"], [["B801200005001", "SLCN"]]))
    assert found.problems == ()
    assert found.pupils[0].upn == "B801200005001"


def test_two_rows_for_one_child_are_told() -> None:
    """The same UPN, or the same name and date of birth: the second row names the first."""
    same_upn = {"Surname": "Sample", "Forename": "Bo"}
    assert problems(rows_of({}, same_upn)) == [
        (3, "UPN", "Row 2 has the same UPN: one child has one row.", False)
    ]
    same_name = {"UPN": "", "Surname": " EXAMPLE", "Forename": "ada"}
    assert problems(rows_of({}, same_name)) == [
        (3, "Surname", "Row 2 has the same name and date of birth: one child has one row.", False)
    ]


def test_a_shifted_row_is_told() -> None:
    """A comma in a name moves the rest of the row along: the row says so."""
    content = b"UPN,Surname,Forename\r\nB801200005001,Example, Jr,Ada\r\n"
    assert (2, "D") in {(row, column) for row, column, _, _ in problems(content)}


def test_both_names_in_one_column() -> None:
    """`Surname, Forename` is taken apart; a name in another order is not guessed."""
    rows = [["Example, Ada", "2018-05-14"], ["Bo Sample", "2018-05-14"]]
    found = read(csv_bytes(["Name", "DOB"], rows))
    assert (found.pupils[0].surname, found.pupils[0].forename) == ("Example", "Ada")
    assert [(p.row, p.column) for p in found.problems] == [(3, "Name")]


def test_what_is_not_read_is_told() -> None:
    """Columns of no use are listed, and a file without known headings is refused."""
    assert read(rows_of({"House": "Red"})).unused_columns == ("House",)
    with pytest.raises(Unreadable, match=r"No row of headings was found: .* Surname"):
        read(b"House,Locker\r\nRed,4\r\n")
    with pytest.raises(Unreadable, match="This file is empty"):
        read(b"")


def test_a_statement_with_nsa_is_a_problem_for_an_ehc_plan() -> None:
    """A statement is read as E, and NSA does not go with E."""
    found = problems(rows_of({"SEN status": "S", "SEN need 1": "NSA"}))
    assert [(column, warning) for _, column, _, warning in found] == [
        ("SEN status", True),
        ("SEN need 1", False),
    ]


@given(st.dictionaries(st.sampled_from(list(GOOD)), st.text(max_size=15), max_size=4))
def test_any_cells_give_a_child_or_a_problem(change: dict[str, str]) -> None:
    """Whatever is in the cells, the answer is a list of problems that each name row and column."""
    found = read(rows_of(change, OTHER))
    assert len(found.pupils) == 2
    assert all(problem.row in {2, 3} and problem.column for problem in found.problems)
