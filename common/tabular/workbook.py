"""Rows of an XLSX workbook, after a look at its parts that no bomb survives.

An XLSX file is a zip of XML. Before openpyxl unpacks any of it, every part is measured, and every
XML part is run through a parser that keeps nothing: no document type, no deep nesting, no more rows
and columns than a school has, no merged cells in the table, no formula whose result was not saved.
"""

import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, BinaryIO
from zipfile import ZipFile

from openpyxl import load_workbook

from common.tabular.base import Limits, Row, Unreadable
from common.tabular.parts import BROKEN, SheetScan, scan_part

_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)
_RATIO = 200
_RATIO_FROM = 5 * 1024 * 1024


def sheets(
    file: BinaryIO, limits: Limits
) -> Generator[tuple[SheetScan, Iterator[Row]], None, None]:
    """The scan and the rows of each visible sheet in turn.

    Raises `Unreadable` for what must not be unpacked. Merged cells are the reader's to refuse, with
    `SheetScan.refuse_from`, since only it knows where the table begins.
    """
    scans = _scans(file, limits)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl meets a damaged file with exceptions of every type
        raise Unreadable(BROKEN) from error
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                scan = scans[getattr(sheet, "_worksheet_path", "")]
                yield scan, _rows(sheet, scan)
    finally:
        book.close()


def _scans(file: BinaryIO, limits: Limits) -> dict[str, SheetScan]:
    """What each sheet holds, by the name of its part, once all parts were found harmless."""
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            _refuse_bombs(parts, limits)
            if "xl/workbook.xml" not in archive.namelist():
                raise Unreadable("This is a zip file, not a spreadsheet. Send .xlsx or CSV.")
            return _scan_parts(archive, parts, limits)
    except _ZIP_ERRORS as error:
        raise Unreadable(BROKEN) from error


def _scan_parts(
    archive: ZipFile, parts: Sequence[zipfile.ZipInfo], limits: Limits
) -> dict[str, SheetScan]:
    scans = {}
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as content:
                scans[part.filename] = scan_part(content, limits)
    return scans


def _refuse_bombs(parts: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    if len(parts) > limits.parts:
        raise Unreadable("This workbook has far too many parts to be a list of pupils.")
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise Unreadable("This workbook is far too large when unpacked to be a list of pupils.")
    for part in parts:
        if part.file_size > _RATIO_FROM and part.file_size > _RATIO * part.compress_size:
            raise Unreadable("This workbook is packed far too tightly to be a list of pupils.")


def _rows(sheet: Any, scan: SheetScan) -> Iterator[Row]:
    """The rows of one sheet, down to the last that holds a value."""
    if not scan.last_row:
        return
    cells = sheet.iter_rows(max_row=scan.last_row, max_col=scan.last_column, values_only=True)
    try:
        for number, values in enumerate(cells, 1):
            yield Row(number, tuple(as_text(value) for value in values))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as error:
        raise Unreadable(BROKEN) from error


def as_text(value: Any) -> str:
    """One cell as text: dates as `2027-03-12`, whole numbers without a point, yes and no."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)
