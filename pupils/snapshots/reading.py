"""The figures in a spreadsheet: whose row it is, which columns hold them, what is wrong where.

Who a row is about is read as every import reads it (`pupils/imports`), with the columns that the
school has matched before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from common.tabular import Limits, Row, Table, Unreadable, read_table
from pupils.imports.headers import Column, recognise
from pupils.imports.incoming import BadValue, IncomingPupil, Problem, squashed
from pupils.imports.rows import read_rows
from pupils.imports.values import clean
from pupils.models.snapshots import SnapshotKind
from pupils.snapshots.values import Scale, are_shares, read_value

MOST_ROWS = 3000
WHO = (
    *(Column.UPN, Column.FORMER_UPN, Column.FULL_NAME, Column.FORENAME, Column.SURNAME),
    *(Column.PREFERRED_FORENAME, Column.PREFERRED_SURNAME, Column.BORN_ON),
)
# A heading holds one of these words; it is squashed first, so "% Attendance" is one too.
WORDS: dict[str, tuple[str, ...]] = {
    SnapshotKind.ATTENDANCE: ("attendance", "attended", "presentpercent", "percentpresent"),
    SnapshotKind.SUSPENSIONS: ("suspension", "suspended", "exclusion"),
    SnapshotKind.ATTAINMENT: (
        *("reading", "writing", "maths", "mathematics", "science", "phonics", "spag", "gps"),
        *("english", "combined", "attainment", "overall"),
    ),
}
AS_THEY_SAY = {
    SnapshotKind.ATTENDANCE: "attendance",
    SnapshotKind.SUSPENSIONS: "suspensions",
    SnapshotKind.ATTAINMENT: "subjects",
}


@dataclass(frozen=True)
class Figure:
    """One figure in a file: whose, of what, and as it is kept."""

    row: int
    measure: str
    value: str


@dataclass(frozen=True)
class Sheet:
    """Everything a file says: children by row, their figures, and every problem."""

    pupils: tuple[IncomingPupil, ...]
    figures: tuple[Figure, ...]
    problems: tuple[Problem, ...]
    columns: tuple[str, ...]
    unused: tuple[str, ...] = field(default=())


def read_sheet(file: BinaryIO, kind: str, heading: str, scale: Scale, today: date) -> Sheet:
    """What a file says. Raises `Unreadable` where it is no list of pupils with such figures.

    `heading` is what a person said the column is called, where we would not know it.
    """
    table = read_table(file, looks_like_headings=_says_who, limits=Limits(rows=MOST_ROWS))
    places = _places(table.headings, kind, heading)
    incoming = read_rows(table, today=today)
    who = {incoming.label(column) for column in WHO}
    figures, problems = _figures(table, places, kind, scale)
    problems += [one for one in incoming.problems if one.column in who and not one.warning]
    used = {*places, *(n for n, name in enumerate(table.headings) if _is_who(name))}
    return Sheet(
        pupils=incoming.pupils,
        figures=tuple(figures),
        problems=tuple(sorted(problems, key=lambda one: one.row)),
        columns=tuple(table.headings[place].strip() for place in places),
        unused=tuple(
            name.strip() for n, name in enumerate(table.headings) if n not in used and name.strip()
        ),
    )


def _says_who(cells: Sequence[str]) -> bool:
    return any(_is_who(cell) for cell in cells) and sum(bool(cell.strip()) for cell in cells) > 1


def _is_who(heading: str) -> bool:
    found = recognise(heading)
    return found is not None and found[0].column in WHO


def _places(headings: Sequence[str], kind: str, heading: str) -> list[int]:
    """The columns that hold figures of this kind. Raises `Unreadable` when none or too many do."""
    if heading.strip():
        found = [n for n, name in enumerate(headings) if squashed(name) == squashed(heading)]
    else:
        found = [n for n, name in enumerate(headings) if _is_of(name, kind)]
    if not found:
        names = ", ".join(name.strip() for name in headings if name.strip())
        raise Unreadable(
            f"No column of {AS_THEY_SAY[SnapshotKind(kind)]} was found. Say what it is called."
            f" This file has: {names}."
        )
    if len(found) > 1 and kind != SnapshotKind.ATTAINMENT:
        names = " and ".join(f"“{headings[place].strip()}”" for place in found)
        raise Unreadable(f"Two columns could be it: {names}. Say which one.")
    return found


def _is_of(heading: str, kind: str) -> bool:
    name = squashed(heading)
    return not _is_who(heading) and any(word in name for word in WORDS[kind])


def _figures(
    table: Table, places: list[int], kind: str, scale: Scale
) -> tuple[list[Figure], list[Problem]]:
    figures: list[Figure] = []
    problems: list[Problem] = []
    for place in places:
        heading = table.headings[place].strip()
        measure = heading[:40] if kind == SnapshotKind.ATTAINMENT else ""
        as_share = kind == SnapshotKind.ATTENDANCE and are_shares(
            [_cell(r, place) for r in table.rows]
        )
        for row in table.rows:
            try:
                text = clean(_cell(row, place))
                if text:
                    value = read_value(text, kind, scale, as_share=as_share)
                    figures.append(Figure(row.number, measure, value))
            except BadValue as fault:
                problems.append(Problem(row.number, heading, str(fault)))
    return figures, problems


def _cell(row: Row, place: int) -> str:
    return row.cells[place].strip() if place < len(row.cells) else ""
