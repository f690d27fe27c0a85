"""From an uploaded file to a table: which sort of file it is, and where its headings are."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import BinaryIO

from common.tabular.base import (
    MEBIBYTE,
    Limits,
    LooksLikeHeadings,
    NoHeadings,
    Row,
    Table,
    Unreadable,
    is_blank,
    too_many_rows,
    without_blank_end,
)
from common.tabular.text import text_rows
from common.tabular.workbook import sheets

_NOT_TABLES = {
    b"\xd0\xcf\x11\xe0": "This is an old Excel file, or has a password. Save it as .xlsx or CSV.",
    b"%PDF": "This is a PDF. Send the spreadsheet it was made from, as .xlsx or CSV.",
    b"\x89PNG": "This is a picture. Send a spreadsheet, as .xlsx or CSV.",
    b"\xff\xd8\xff": "This is a picture. Send a spreadsheet, as .xlsx or CSV.",
    b"{\\rtf": "This is a text document. Send a spreadsheet, as .xlsx or CSV.",
}
_ZIP = b"PK\x03\x04"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_table(
    file: BinaryIO, *, looks_like_headings: LooksLikeHeadings, limits: Limits | None = None
) -> Table:
    """The table in `file`, which is read from its start; what it is called does not matter.

    Title rows above the headings are skipped. Raises `Unreadable`, or `NoHeadings` when none of the
    first rows satisfies `looks_like_headings`.
    """
    limits = limits or Limits()
    head = _head(file, limits)
    if head.startswith(_ZIP):
        return _first_table(file, looks_like_headings, limits)
    _refuse_other_sorts(head)
    with closing(text_rows(file, limits, looks_like_headings)) as rows:
        return table_of(rows, looks_like_headings, limits)


def table_of(rows: Iterator[Row], looks_like_headings: LooksLikeHeadings, limits: Limits) -> Table:
    """The headings among the first rows, and every row under them."""
    seen: list[Row] = []
    for row in rows:
        if looks_like_headings(row.cells):
            headings = without_blank_end(row.cells)
            return Table(headings, row.number, _under(row, rows, limits))
        seen.append(row)
        if len(seen) >= limits.title_rows:
            break
    if all(is_blank(row.cells) for row in seen):
        raise NoHeadings("This file is empty.")
    raise NoHeadings(f"No row of headings was found in the first {limits.title_rows} rows.")


def _under(heading: Row, rows: Iterable[Row], limits: Limits) -> tuple[Row, ...]:
    kept = []
    for row in rows:
        if row.number - heading.number > limits.rows:
            raise too_many_rows(limits)
        if not is_blank(row.cells):
            kept.append(row)
    if not kept:
        raise Unreadable("This file has headings but no rows under them.")
    return tuple(kept)


def _first_table(file: BinaryIO, looks_like_headings: LooksLikeHeadings, limits: Limits) -> Table:
    """The first sheet that has the headings; a cover sheet before it is passed over."""
    refusal = Unreadable("This file is empty.")
    with closing(sheets(file, limits)) as book:
        for scan, rows in book:
            try:
                table = table_of(rows, looks_like_headings, limits)
            except NoHeadings as problem:
                scan.refuse_from(1)
                refusal = problem
            else:
                scan.refuse_from(table.heading_row)
                return table
    raise refusal


def _head(file: BinaryIO, limits: Limits) -> bytes:
    size = file.seek(0, 2)
    file.seek(0)
    if size > limits.size:
        raise Unreadable(
            f"This file is {size / MEBIBYTE:.1f} MB: the limit is {limits.size // MEBIBYTE} MB."
        )
    head = file.read(64)
    file.seek(0)
    if not head.strip():
        raise Unreadable("This file is empty.")
    return head


def _refuse_other_sorts(head: bytes) -> None:
    for start, sentence in _NOT_TABLES.items():
        if head.startswith(start):
            raise Unreadable(sentence)
    text = head
    for mark in _MARKS:
        text = text.removeprefix(mark)
    if text.replace(b"\0", b"").lstrip().startswith(b"<"):
        raise Unreadable("This is a web page or an XML file. Send a spreadsheet, as .xlsx or CSV.")
