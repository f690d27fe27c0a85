"""What a table is here, how large it may be, and the one error of reading it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from common.errors import Refused

MEBIBYTE = 1024 * 1024

LooksLikeHeadings = Callable[[Sequence[str]], bool]
"""Whether the cells of one row are the headings the caller can use."""


class Unreadable(Refused):
    """The file is no table we can read. Its text is one plain sentence naming the place."""


class NoHeadings(Unreadable):
    """The file is a table, but none of its first rows holds headings the caller knows."""


@dataclass(frozen=True)
class Limits:
    """How large an upload may be. Sizes in bytes; rows and columns as counted in a spreadsheet."""

    size: int = 20 * MEBIBYTE
    rows: int = 20_000
    columns: int = 300
    title_rows: int = 20
    unpacked: int = 100 * MEBIBYTE
    parts: int = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the headings: its number as a spreadsheet shows it, and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The headings, the number of their row, and every row under them that is not blank."""

    headings: tuple[str, ...]
    heading_row: int
    rows: tuple[Row, ...]


def column_letter(index: int) -> str:
    """The letter of a column counted from 0, as a spreadsheet shows it: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def is_blank(cells: Sequence[str]) -> bool:
    """Whether a row holds nothing a person would see."""
    return not any(cell and not cell.isspace() for cell in cells)


def without_blank_end(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells up to the last that holds something."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return tuple(cells[:end])


def too_many_rows(limits: Limits) -> Unreadable:
    """The refusal of a file with more rows than any school has pupils."""
    return Unreadable(
        f"This file has more than {limits.rows:,} rows: send one school's pupils, one row each."
    )


def too_many_columns(limits: Limits, number: int) -> Unreadable:
    """The refusal of a row that is wider than any export."""
    return Unreadable(f"Row {number} has more than {limits.columns} columns.")
