"""One cell at a time: dates, years, yes and no, codes."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates import long_date
from common.years import YearGroup
from pupils.imports.codes import NEED_NAMES, present_status, read_needs, read_status_code
from pupils.imports.contacts import split_name
from pupils.imports.incoming import BadValue
from pupils.imports.values import clean, read_date, read_flag, read_sex, read_year_group

DATES = st.dates(date(1990, 1, 1), date(2069, 12, 31))


@given(DATES)
def test_a_date_is_read_in_every_form_england_writes(day: date) -> None:
    """Day first, year first, month in words or short, with or without a time: the same day."""
    forms = [
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d/%m/%y}",
        f"{day:%d %b %Y}",
        f"{day:%d-%b-%y}",
        f"{day:%A %d %B %Y}",
        long_date(day),
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day:%d/%m/%Y} 00:00",
    ]
    assert {read_date(form) for form in forms} == {day}


@pytest.mark.parametrize(
    "text",
    ["31/02/2015", "05/14/2015", "14 Mai 2015", "42138", "soon", "2015", "1/2", "14 Ju 2015"],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    """A day the calendar has not, the month first, or a bare number is refused in a sentence."""
    with pytest.raises(BadValue, match=r"“.*” is (no|not a) date"):
        read_date(text)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    """Reading a date never fails in another way."""
    with suppress(BadValue):
        assert isinstance(read_date(text), date)


@pytest.mark.parametrize("year", list(YearGroup))
def test_every_census_year_is_read(year: YearGroup) -> None:
    """Each code of statutory.md 2.3 alone, in lower case, and after the word Year."""
    for text in (year.code, year.code.lower(), f"Year {year.code}", f"NC Year {year.code}"):
        assert read_year_group(text) == year


@pytest.mark.parametrize(
    ("text", "code"), [("Y4", "4"), ("Yr 04", "4"), ("Reception", "R"), ("YR", "R"), ("0", "R")]
)
def test_years_as_schools_write_them(text: str, code: str) -> None:
    """Y4, Reception and the like."""
    assert read_year_group(text) == YearGroup.from_code(code)


@pytest.mark.parametrize("text", ["15", "Year 99", "4B", "Nursery", "-1", "Leavers", "²"])
def test_an_unknown_year_is_refused(text: str) -> None:
    """A year the census has not says what to use."""
    with pytest.raises(BadValue, match="is not a year group: use N1, N2, R or 1 to 14"):
        read_year_group(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("K", "K"), ("k - SEN Support", "K"), ("SEN support", "K"), ("EHCP", "E")),
        *(("Education, Health and Care Plan", "E"), ("E: EHC plan", "E"), ("No SEN", "N")),
        *(("S", "S"), ("P", "P")),
    ],
)
def test_a_sen_status_is_read_as_exports_write_it(text: str, code: str) -> None:
    """Codes, names, and codes with names."""
    assert read_status_code(text) == code


def test_historic_codes_are_not_passed_on() -> None:
    """A statement is now E; School Action and its like are refused with what to use."""
    assert present_status("S") == "E"
    for code in "APQ":
        with pytest.raises(BadValue, match=f"{code} .* is no longer in use: give N, K or E"):
            present_status(code)
    with pytest.raises(BadValue, match="“X” is not a SEN status"):
        read_status_code("X")


@pytest.mark.parametrize("code", list(NEED_NAMES))
def test_a_need_is_read_by_code_and_by_name(code: str) -> None:
    """Every type of statutory.md 2.2 by its code, its name, and both together."""
    for text in (code, code.lower(), NEED_NAMES[code], f"{code} - {NEED_NAMES[code]}"):
        assert read_needs(text) == [(code, "")]


@pytest.mark.parametrize("text", ["SLCN, ASD", "SLCN;ASD", "SLCN / ASD", "SLCN\nASD", "SLCN + ASD"])
def test_several_needs_in_one_cell(text: str) -> None:
    """A cell with two needs is two needs, in their order."""
    assert read_needs(text) == [("SLCN", ""), ("ASD", "")]


def test_a_former_need_is_told() -> None:
    """BESD became SEMH in 2014: read as that, and said."""
    assert read_needs("BESD") == [("SEMH", "BESD")]
    with pytest.raises(BadValue, match="“XYZ” is not a type of need"):
        read_needs("SLCN, XYZ")


def test_yes_and_no() -> None:
    """Yes and no in their forms; anything else is left out with a warning."""
    assert all(read_flag(text) for text in ("Y", "yes", "TRUE", "t", "1"))
    assert not any(read_flag(text) for text in ("N", "no", "FALSE", "f", "0"))
    with pytest.raises(BadValue, match="neither yes nor no") as refused:
        read_flag("perhaps")
    assert refused.value.warning


def test_sex_and_spreadsheet_errors() -> None:
    """F or M in words too; a cell in which the spreadsheet failed is told as that."""
    assert [read_sex(text) for text in ("F", "male", "Girl")] == ["F", "M", "F"]
    with pytest.raises(BadValue, match="use F or M"):
        read_sex("U")
    with pytest.raises(BadValue, match="shows the error #N/A"):
        clean(" #N/A ")
    assert clean("  Zoe\u0308 \x00 Example\n") == "Zoë Example"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ms Sam Example", ("Ms", "Sam", "Example")),
        ("Sam Lee Example", ("", "Sam Lee", "Example")),
        ("Example, Dr. Sam", ("Dr", "Sam", "Example")),
        ("Example", ("", "", "Example")),
    ],
)
def test_a_contact_name_is_taken_apart(text: str, parts: tuple[str, str, str]) -> None:
    """Title, forename and surname in the ways exports put them together."""
    assert split_name(text) == parts
