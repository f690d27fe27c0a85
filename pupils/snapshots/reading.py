"""The figures in a spreadsheet: whose row it is, which columns hold them, what is wrong where.

Who a row is about is read as every import reads it (`pupils/imports`), with the columns that the
school has matched before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from common.tabular import Limits, Row, Table, Unreadable, read_table
from pupils.imports.columns import Chosen
from pupils.imports.headers import Column, key_of, meaning
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


@dataclass(frozen=True)
class Ask:
    """What to read: figures of a kind, on the school's scale, in a column somebody named.

    `known` is what the school has said its headings mean, `used` what columns of this kind were
    called in files before, the newest first: both are asked where a heading says nothing itself.
    """

    kind: str
    heading: str
    scale: Scale
    known: Chosen = field(default_factory=dict)
    used: Sequence[str] = ()

    def is_who(self, heading: str) -> bool:
        """Whether this heading tells whose row it is."""
        found = meaning(heading, self.known)
        return found is not None and found[0].column in WHO

    def says_who(self, cells: Sequence[str]) -> bool:
        """Whether a row of cells is the row of headings."""
        return any(map(self.is_who, cells)) and sum(bool(cell.strip()) for cell in cells) > 1


def names_of_children(known: Chosen) -> dict[str, str]:
    """Of what headings are known to mean, those that tell whose row it is."""
    return {name: code for name, code in known.items() if code and key_of(code).column in WHO}


def read_sheet(file: BinaryIO, ask: Ask, today: date) -> Sheet:
    """What a file says. Raises `Unreadable` where it is no list of pupils with such figures."""
    table = read_table(file, looks_like_headings=ask.says_who, limits=Limits(rows=MOST_ROWS))
    places = _places(table.headings, ask)
    incoming = read_rows(table, today=today, chosen=ask.known)
    who = {incoming.label(column) for column in WHO}
    figures, problems = _figures(table, places, ask)
    problems += [one for one in incoming.problems if one.column in who and not one.warning]
    used = {*places, *(n for n, name in enumerate(table.headings) if ask.is_who(name))}
    return Sheet(
        pupils=incoming.pupils,
        figures=tuple(figures),
        problems=tuple(sorted(problems, key=lambda one: one.row)),
        columns=tuple(table.headings[place].strip() for place in places),
        unused=tuple(
            name.strip() for n, name in enumerate(table.headings) if n not in used and name.strip()
        ),
    )


def _places(headings: Sequence[str], ask: Ask) -> list[int]:
    """The columns that hold figures of this kind. Raises `Unreadable` when none or too many do."""
    kind = ask.kind
    if ask.heading.strip():
        found = _called(headings, ask.heading)
    else:
        found = [n for n, name in enumerate(headings) if _is_of(name, ask)]
        if len(found) != 1 and not (found and kind == SnapshotKind.ATTAINMENT):
            before = (_called(headings, heading) for heading in ask.used)
            found = next((places for places in before if places), found)
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


def _called(headings: Sequence[str], heading: str) -> list[int]:
    return [n for n, name in enumerate(headings) if squashed(name) == squashed(heading)]


def _is_of(heading: str, ask: Ask) -> bool:
    name = squashed(heading)
    return not ask.is_who(heading) and any(word in name for word in WORDS[ask.kind])


def _figures(table: Table, places: list[int], ask: Ask) -> tuple[list[Figure], list[Problem]]:
    kind = ask.kind
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
                    value = read_value(text, kind, ask.scale, as_share=as_share)
                    figures.append(Figure(row.number, measure, value))
            except BadValue as fault:
                problems.append(Problem(row.number, heading, str(fault)))
    return figures, problems


def _cell(row: Row, place: int) -> str:
    return row.cells[place].strip() if place < len(row.cells) else ""
