"""The one writer: no cell of ours runs as a formula, and what goes out comes in unchanged."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from common.exports import (
    Cell,
    csv_bytes,
    csv_lines,
    escape_csv,
    tidy_text,
    unescape_csv,
    xlsx_bytes,
)
from common.tabular import read_table

STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
DANGEROUS = st.builds(
    "".join,
    st.tuples(st.text("' \u00a0\n", max_size=3), st.sampled_from(STARTS), ANY_TEXT),
)
TEXTS = ANY_TEXT | DANGEROUS
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1, max_size=5)
)


def raw_csv(content: bytes) -> list[list[str]]:
    """The cells as any other program reads them."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@given(DANGEROUS)
def test_no_csv_cell_begins_a_formula(text: str) -> None:
    """After any spaces, no text cell begins with what a spreadsheet takes for a formula."""
    cell = raw_csv(csv_bytes(["A"], [[text]]))[1][0]
    assert not cell.startswith(("\t", "\r"))
    assert not cell.lstrip().startswith(STARTS)


@pytest.mark.parametrize("text", ["=1+1", "  =1+1", "@SUM(A1)", "-2+3", "+44 7700 900000", "\t=1"])
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    """A spreadsheet shows the text with its apostrophe rather than work it out."""
    assert escape_csv(text) == "'" + text


@pytest.mark.parametrize("text", ["O'Example", "'quoted'", "Example-Sample", "", "a=b"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    """An apostrophe, a hyphen or an equals sign inside a text is no formula."""
    assert escape_csv(text) == text == unescape_csv(text)


@given(TEXTS)
def test_the_apostrophe_comes_off_without_doubt(text: str) -> None:
    """Escaping then unescaping gives the text, even one that had apostrophes of its own."""
    assert unescape_csv(escape_csv(text)) == text


@given(TABLES)
def test_csv_out_and_in_again_is_the_same(rows: list[list[str]]) -> None:
    """What is exported as CSV is read again cell by cell as it was, blank rows apart."""
    headings = [f"Heading {number}" for number in range(len(rows[0]))]
    marked = [["x" + str(number), *row] for number, row in enumerate(rows)]
    table = read_table(
        io.BytesIO(csv_bytes(["Mark", *headings], marked)),
        looks_like_headings=lambda cells: cells[:1] == ("Mark",) or list(cells[:1]) == ["Mark"],
    )
    assert table.headings == ("Mark", *headings)
    assert [list(row.cells) for row in table.rows] == [
        [tidy_text(cell) for cell in row] for row in marked
    ]


@given(TABLES)
def test_xlsx_out_and_in_again_is_the_same(rows: list[list[str]]) -> None:
    """What is exported as XLSX is read again cell by cell as it was."""
    headings = [f"Heading {number}" for number in range(len(rows[0]))]
    marked = [["x" + str(number), *row] for number, row in enumerate(rows)]
    table = read_table(
        io.BytesIO(xlsx_bytes("Register", ["Mark", *headings], marked)),
        looks_like_headings=lambda cells: "Mark" in cells,
    )
    width = len(headings) + 1
    read = [[*row.cells, *[""] * (width - len(row.cells))] for row in table.rows]
    assert read == [[tidy_text(cell) for cell in row] for row in marked]


@given(DANGEROUS)
def test_no_xlsx_cell_is_a_formula(text: str) -> None:
    """Every text cell of a workbook is typed as a string."""
    sheet = load_workbook(io.BytesIO(xlsx_bytes("A", [text], [[text]]))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert not any(cell.value == 0 for row in sheet.iter_rows() for cell in row)


def test_dates_and_numbers_keep_their_type() -> None:
    """In XLSX a date is a date and a number a number; in CSV a date reads the same everywhere."""
    moment = datetime.fromisoformat("2027-03-12T09:30:00")
    row: list[Cell] = [date(2027, 3, 12), moment, 4, 2.5, Decimal("6000.00"), True, None]
    headings = [f"H{number}" for number in range(len(row))]
    sheet = load_workbook(io.BytesIO(xlsx_bytes("A", headings, [row]))).active
    assert sheet is not None
    values = [cell.value for cell in list(sheet.iter_rows())[1]]
    assert values == [
        datetime.fromisoformat("2027-03-12"),
        moment,
        4,
        2.5,
        6000,
        "yes",
        None,
    ]
    assert raw_csv(csv_bytes(headings, [row]))[1] == [
        "2027-03-12",
        "2027-03-12T09:30:00",
        "4",
        "2.5",
        "6000.00",
        "yes",
        "",
    ]


def test_a_negative_number_is_no_formula() -> None:
    """A typed number below nought goes out as a number, without an apostrophe."""
    assert raw_csv(csv_bytes(["Change"], [[-3]]))[1] == ["-3"]


def test_lines_are_written_as_they_are_asked_for() -> None:
    """A long export is streamed: nothing is taken from the rows before its line is wanted."""
    lines = csv_lines(["A"], (["x"] for _ in iter(int, 1)))
    assert [next(lines), next(lines), next(lines)] == [b"\xef\xbb\xbf", b"A\r\n", b"x\r\n"]


def test_a_sheet_title_is_always_allowed() -> None:
    """A title with signs that Excel refuses, or too long, still makes a workbook that opens."""
    title = "[Year 4/5]: needs? 'all' * of them and more than thirty-one characters"
    book = load_workbook(io.BytesIO(xlsx_bytes(title, ["A"], [])))
    assert len(book.sheetnames[0]) <= 31
