"""The one writer of CSV and XLSX, so that no cell of ours is ever run as a formula.

Text that a spreadsheet would take for a formula gets an apostrophe in CSV and is a typed string in
XLSX. The apostrophe can be taken off again without doubt (`unescape_csv`): what is exported imports
unchanged. Threat and proof: reliability.md, "formula injection in exports".
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | Decimal | bool | date | datetime | None

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_NEWLINES = re.compile(r"\r\n?")
_BAD_IN_TITLE = re.compile(r"[\[\]:*?/\\']")
_LONGEST_CELL = 32_767
_WIDEST = 60


def tidy_text(text: str) -> str:
    """Text as every spreadsheet can hold it: no control characters, one sort of new line."""
    return _UNPRINTABLE.sub("", _NEWLINES.sub("\n", text))


def escape_csv(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would run.

    Text that already begins with apostrophes and then a formula gets one more, so that taking one
    off is always right.
    """
    return "'" + text if _FORMULA.match(text) else text


def unescape_csv(text: str) -> str:
    """The text that `escape_csv` was given; any text it would not have made is left alone."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A CSV file line by line: UTF-8 with the mark Excel asks for, dates as `2027-03-12`."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    yield b"\xef\xbb\xbf"
    for row in _with_headings(headings, rows):
        writer.writerow([_csv_cell(value) for value in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A whole CSV file."""
    return b"".join(csv_lines(headings, rows))


def xlsx_bytes(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet called `title`: bold headings that stay in sight, typed cells."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_BAD_IN_TITLE.sub(" ", tidy_text(title))[:31] or "Sheet")
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(place)].width = min(len(heading) + 6, _WIDEST)
    sheet.append([_heading_cell(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _with_headings(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> Iterator[Sequence[Cell]]:
    yield headings
    yield from rows


def _csv_cell(value: Cell) -> str | int | float | Decimal:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return escape_csv(tidy_text(value))
        case date():
            return value.isoformat()
        case _:
            return value


def _heading_cell(sheet: Any, heading: str) -> Any:
    cell = _text_cell(sheet, heading)
    cell.font = Font(bold=True)
    return cell


def _xlsx_cell(sheet: Any, value: Cell) -> Any:
    match value:
        case None:
            return None
        case bool():
            return _text_cell(sheet, "yes" if value else "no")
        case str():
            return _text_cell(sheet, value)
        case datetime():
            return _dated_cell(sheet, value.replace(tzinfo=None), "dd/mm/yyyy hh:mm")
        case date():
            return _dated_cell(sheet, value, "dd/mm/yyyy")
        case _:
            return WriteOnlyCell(sheet, cast(Any, value))


def _text_cell(sheet: Any, text: str) -> Any:
    """A cell typed as a string whatever it holds: `=1+1` is shown, never worked out."""
    cell = WriteOnlyCell(sheet)
    cell.value = tidy_text(text)[:_LONGEST_CELL]
    cell.data_type = "s"
    if _FORMULA.match(text):
        cell.quotePrefix = True
    return cell


def _dated_cell(sheet: Any, value: date, form: str) -> Any:
    cell = WriteOnlyCell(sheet, cast(Any, value))
    cell.number_format = form
    return cell
