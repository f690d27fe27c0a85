"""Reading an uploaded table: what schools send is read, and the rest refused in a sentence."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from common.tabular import Limits, NoHeadings, Table, Unreadable, column_letter, read_table
from tests.common.workbooks import raw_workbook, saved, sheet_xml, workbook

HEADINGS = ["Surname", "Forename", "Class"]
ROWS = [["Éxample", "Zoë", "4B"], ["Sample", "Renée", "5A"]]
LINES = [HEADINGS, *ROWS]


def has_surname(cells: Sequence[str]) -> bool:
    """Whether a row holds the headings of these tests."""
    return "Surname" in cells


def read(content: bytes, limits: Limits | None = None) -> Table:
    """The table in a file of these bytes."""
    return read_table(io.BytesIO(content), looks_like_headings=has_surname, limits=limits)


def refusal(content: bytes, limits: Limits | None = None) -> str:
    """The one sentence with which the file is refused."""
    with pytest.raises(Unreadable) as refused:
        read(content, limits)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def text_of(delimiter: str = ",") -> str:
    """The lines as a CSV file's text."""
    return "".join(delimiter.join(line) + "\r\n" for line in LINES)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_a_csv_is_read_however_it_was_saved(encoding: str, delimiter: str) -> None:
    """UTF-8, UTF-16 and cp1252, with commas, semicolons, tabs or bars: accents come out right."""
    table = read(text_of(delimiter).encode(encoding))
    assert list(table.headings) == HEADINGS
    assert [list(row.cells) for row in table.rows] == ROWS
    assert [row.number for row in table.rows] == [2, 3]


def test_utf_16_big_endian_without_a_mark_is_read() -> None:
    """The order of the bytes shows where the zeros are."""
    assert [list(row.cells) for row in read(text_of().encode("utf-16-be")).rows] == ROWS


def test_semicolons_are_seen_though_cells_hold_commas() -> None:
    """The delimiter is the one that shows the headings, not the commonest sign."""
    content = b'Surname;Forename;Needs\r\nExample;Ada;"SLCN, ASD, HI, VI, PD"\r\n'
    assert read(content).rows[0].cells == ("Example", "Ada", "SLCN, ASD, HI, VI, PD")


def test_a_separator_line_is_obeyed_and_not_counted() -> None:
    """Excel's own `sep=` line says the delimiter and is no row."""
    table = read(("sep=;\r\n" + text_of(";")).encode())
    assert (table.heading_row, list(table.rows[0].cells)) == (1, ROWS[0])


def test_title_rows_and_blank_rows_keep_the_numbers_right() -> None:
    """Titles and blank rows are skipped, and every row keeps its number in the spreadsheet."""
    table = read(
        b"Pupils of Fernhill\r\n\r\nSurname,Forename\r\n\r\nExample,Ada\r\n,\r\nSample,Bo\r\n"
    )
    assert table.heading_row == 3
    assert [(row.number, row.cells[0]) for row in table.rows] == [(5, "Example"), (7, "Sample")]


def test_a_cell_may_hold_several_lines() -> None:
    """A quoted cell with a new line in it is one cell of one row."""
    table = read(b'Surname,Note\r\nExample,"first\nsecond, still"\r\nSample,x\r\n')
    assert table.rows[0].cells[1] == "first\nsecond, still"
    assert table.rows[1].number == 3


def test_an_exported_formula_comes_back_as_it_was() -> None:
    """The apostrophe that our own writer put before a formula is taken off again."""
    assert (
        read(b"Surname,Phone\r\nExample,'+44 7700 900000\r\n").rows[0].cells[1] == "+44 7700 900000"
    )


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"   ", b"\xef\xbb\xbf", b",,,\r\n,,,\r\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    """A file with nothing in it says so."""
    assert refusal(content) == "This file is empty."


def test_an_empty_workbook_is_refused() -> None:
    """A workbook with nothing in it says so."""
    assert refusal(workbook([])) == "This file is empty."


def test_headings_without_rows_are_refused() -> None:
    """A file with headings only says so."""
    assert "no rows under them" in refusal(b"Surname,Forename\r\n")
    assert "no rows under them" in refusal(workbook([HEADINGS]))


def test_a_file_without_headings_is_refused() -> None:
    """Data from the first row on is told that headings are missing."""
    with pytest.raises(NoHeadings, match="No row of headings"):
        read(b"Example,Ada\r\nSample,Bo\r\n")


def test_a_file_over_the_limit_is_refused_by_its_size() -> None:
    """Over 20 MB is refused before anything is read, and told both sizes."""
    content = b"Surname\r\n" + b"x" * (21 * 1024 * 1024)
    assert refusal(content) == "This file is 21.0 MB: the limit is 20 MB."


@pytest.mark.budget(3)
def test_two_hundred_thousand_rows_are_refused() -> None:
    """A CSV of 200,000 rows is refused with one sentence, without reading it all."""
    content = b"Surname,Forename\r\n" + b"Example,Ada\r\n" * 200_000
    assert refusal(content).startswith("This file has more than 20,000 rows")


@pytest.mark.budget(3)
def test_a_workbook_of_two_hundred_thousand_rows_is_refused() -> None:
    """An XLSX of 200,000 rows is refused before openpyxl unpacks it."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 200_001))
    assert refusal(raw_workbook(sheet_xml(rows))).startswith("This file has more than 20,000 rows")


def test_too_many_columns_are_refused_by_row() -> None:
    """A row of more than 300 columns names itself."""
    wide = ",".join(["x"] * 301)
    assert refusal(f"Surname,A\r\nb,c\r\n{wide}\r\n".encode()) == "Row 3 has more than 300 columns."
    assert refusal(workbook([["Surname"], ["x"] * 301])) == "Row 2 has more than 300 columns."


@pytest.mark.parametrize(
    "row", [b'Example,"Ada\r\nSample,Bo\r\n', b'Example,"Ad"a\r\n', b'"' + b"x" * 200_000]
)
def test_quotation_marks_that_do_not_match_name_the_row(row: bytes) -> None:
    """An unclosed quotation mark would swallow the rest of the file: it is refused by its row."""
    assert refusal(b"Surname,Forename\r\nExample,Cy\r\n" + row).startswith("Row 3 ")


def test_letters_of_no_known_encoding_are_refused() -> None:
    """Bytes that are neither UTF-8 nor Windows-1252 are not guessed at."""
    assert "letters in this file" in refusal(b"Surname,Forename\r\nEx\x81\x8dmple,Ada\r\n")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7 ...", "This is a PDF."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an old Excel file"),
        (b"\x89PNG\r\n\x1a\n", "This is a picture."),
        (b"<html><table>", "This is a web page or an XML file."),
        (b"\xef\xbb\xbf<?xml version='1.0'?><CTfile/>", "This is a web page or an XML file."),
    ],
)
def test_other_sorts_of_file_are_told_what_they_are(content: bytes, says: str) -> None:
    """What a file holds decides, not what it is called."""
    assert refusal(content).startswith(says)


def test_a_workbook_is_read_as_a_spreadsheet_shows_it() -> None:
    """Dates, whole numbers, yes and no, and text come out as text that rows can be read from."""
    values = [
        date(2015, 5, 14),
        datetime.fromisoformat("2015-05-14T09:30:00"),
        4,
        4.0,
        4.5,
        True,
        None,
        " x ",
    ]
    content = workbook([["Surname", *"abcdefg"], ["Example", *values[:7]], ["Sample", values[7]]])
    table = read(content)
    assert table.rows[0].cells == (
        *("Example", "2015-05-14", "2015-05-14T09:30:00", "4", "4", "4.5", "yes", ""),
    )
    assert table.rows[1].cells[:2] == ("Sample", " x ")


def test_the_sheet_with_the_headings_is_read() -> None:
    """A cover sheet and an empty one before it are passed over, and a hidden one is not read."""
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.append(["Exported for Fernhill Primary"])
    book.create_sheet("Empty")
    hidden = book.create_sheet("Hidden")
    hidden.append(["Surname", "Old"])
    hidden.append(["Wrong", "x"])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("Pupils")
    sheet.append(HEADINGS)
    sheet.append(ROWS[0])
    assert [list(row.cells) for row in read(saved(book)).rows] == [ROWS[0]]


@pytest.mark.parametrize("reference", ["A1:B1", "A2:A3", "B3:C3"])
def test_merged_cells_in_the_table_are_named(reference: str) -> None:
    """A merged cell hides whose value it is: it is refused by its place, the headings included."""
    content = workbook([HEADINGS, *ROWS], merge=[reference])
    assert refusal(content).startswith(f"Cells {reference} are merged")


def test_a_merged_title_above_the_headings_does_no_harm() -> None:
    """Only merged cells from the headings down are refused."""
    content = workbook([["Pupils of Fernhill Primary"], HEADINGS, *ROWS], merge=["A1:C1"])
    assert [list(row.cells) for row in read(content).rows] == ROWS


def test_a_formula_without_a_result_is_named() -> None:
    """A formula nobody worked out would read as an empty cell: it is refused by its place."""
    assert refusal(workbook([HEADINGS, ["Example", "=B9", "4B"]])).startswith(
        "Cell B2 holds a formula"
    )


def test_a_formula_with_its_result_is_read() -> None:
    """A formula that Excel saved with its result is that result."""
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Surname</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>UPPER("e")</f><v>E</v></c></row>'
    )
    assert read(raw_workbook(sheet_xml(rows))).rows[0].cells == ("E",)


def test_formatted_empty_rows_are_no_rows() -> None:
    """A sheet formatted to its last row holds only the rows that have a value."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Surname</t></is></c></row>'
    rows += (
        '<row r="2"><c r="A2"><v>7</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    assert [row.cells for row in read(raw_workbook(sheet_xml(rows))).rows] == [("7",)]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """A part that unpacks to many times its size is refused from the zip's own list."""
    blank = sheet_xml(" " * (60 * 1024 * 1024))
    assert "packed far too tightly" in refusal(raw_workbook(blank))
    assert "too large when unpacked" in refusal(raw_workbook(b"", **{"xl/a.xml": blank + blank}))


def test_too_many_parts_are_refused() -> None:
    """A zip of thousands of parts is no workbook of a school."""
    parts = {f"xl/media/{number}.bin": b"" for number in range(2_001)}
    assert "far too many parts" in refusal(raw_workbook(sheet_xml(""), **parts))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_document_type_in_any_part_is_refused(part: str) -> None:
    """No part may declare entities: neither a bomb nor a file of the server gets in."""
    bomb = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    parts = {part: bomb} if part.endswith("Strings.xml") else {}
    content = raw_workbook(sheet_xml("") if parts else bomb, **parts)
    assert "document type" in refusal(content)


def test_deep_nesting_in_a_part_is_refused() -> None:
    """200,000 nested tags end in a sentence, not in a crash."""
    deep = "<a>" * 200_000 + "</a>" * 200_000
    assert "nested far too deeply" in refusal(raw_workbook(sheet_xml(deep)))


def test_a_damaged_workbook_is_refused_wherever_it_is_cut() -> None:
    """A half-written upload is refused with a sentence at whatever byte it ends."""
    content = workbook([HEADINGS, *ROWS])
    for end in range(64, len(content) - 1, 97):
        assert refusal(content[:end])


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    """A zip of something else says so."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("pupils.csv", "Surname\r\nExample\r\n")
    assert refusal(file.getvalue()).startswith("This is a zip file, not a spreadsheet.")


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_named_as_a_spreadsheet_names_them(index: int, letter: str) -> None:
    """Columns count A to Z, then AA."""
    assert column_letter(index) == letter
