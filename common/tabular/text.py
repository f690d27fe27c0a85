"""Rows of a CSV file: UTF-8, UTF-16 or Windows-1252; commas, semicolons, tabs or bars."""

import codecs
import csv
import io
import re
from collections.abc import Generator, Iterator
from typing import BinaryIO

from common.exports import unescape_csv
from common.tabular.base import Limits, LooksLikeHeadings, Row, Unreadable, too_many_columns

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 64 * 1024
_BLOCK = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


def text_rows(
    file: BinaryIO, limits: Limits, looks_like_headings: LooksLikeHeadings
) -> Generator[Row, None, None]:
    """Every row of the file in turn, blank ones included, never holding more than one in memory.

    Close it to leave `file` open and usable.
    """
    text = io.TextIOWrapper(file, encoding=encoding_of(file), newline="")
    try:
        sample = text.read(_SAMPLE)
        text.seek(0)
        said = _SEPARATOR_LINE.match(sample)
        if said:
            text.readline()
        delimiter = said[1] if said else _delimiter(sample, looks_like_headings, limits)
        yield from _rows(text, delimiter, limits)
    finally:
        text.detach()


def encoding_of(file: BinaryIO) -> str:
    """The encoding the whole file is read in. Raises `Unreadable` when none of ours fits."""
    head = file.read(4096)
    file.seek(0)
    for encoding in _candidates(head):
        if _decodes(file, encoding):
            return encoding
    raise Unreadable("The letters in this file cannot be read: save it as CSV UTF-8 or .xlsx.")


def _candidates(head: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return (encoding,)
    if b"\0" not in head:
        return ("utf-8", "cp1252")
    return ("utf-16-le",) if head[1::2].count(0) > head[0::2].count(0) else ("utf-16-be",)


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := file.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _delimiter(sample: str, looks_like_headings: LooksLikeHeadings, limits: Limits) -> str:
    """The delimiter that shows the headings; else the one that makes the most columns."""
    widest, most = ",", 1
    for delimiter in _DELIMITERS:
        for cells in _sample_rows(sample, delimiter, limits.title_rows):
            if looks_like_headings(cells):
                return delimiter
            if len(cells) > most:
                widest, most = delimiter, len(cells)
    return widest


def _sample_rows(sample: str, delimiter: str, count: int) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        for _, cells in zip(range(count), reader, strict=False):
            yield cells
    except csv.Error:
        return


def _rows(text: io.TextIOWrapper, delimiter: str, limits: Limits) -> Iterator[Row]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if len(cells) > limits.columns:
                raise too_many_columns(limits, number)
            yield Row(number, tuple(unescape_csv(cell) for cell in cells))
    except csv.Error as error:
        raise Unreadable(
            f"Row {number + 1} (up to line {reader.line_num}) has a quotation mark that is not"
            " closed, or one in the middle of a cell."
        ) from error
