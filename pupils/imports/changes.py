"""The parts of a plan: what would be written, and how a person is told of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from common.dates import long_date
from common.years import YearGroup
from pupils.imports.headers import Column

REASON = "Loaded from a file"
"""What history says of every change a file made."""


class Table(StrEnum):
    """What a plan writes to."""

    PUPIL = "pupil"
    PLACEMENT = "placement"
    STATUS = "status"
    NEED = "need"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Write:
    """One row to make (`pk` is None) or to change, and the values it gets."""

    table: Table
    pk: int | None
    values: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference as a person reads it."""

    what: str
    before: str
    after: str


@dataclass
class Draft:
    """What is gathered for one child: writes, differences, and what is told but not done."""

    writes: list[Write] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    notes: list[tuple[Column, str]] = field(default_factory=list)

    def make(self, table: Table, **values: Any) -> None:
        """A new row."""
        self.writes.append(Write(table, None, tuple(values.items())))

    def change(self, table: Table, pk: int, **values: Any) -> None:
        """Other values for a row that is there."""
        self.writes.append(Write(table, pk, tuple(values.items())))

    def tell(self, what: str, before: Any, after: Any) -> None:
        """A difference, for the person who looks at the plan."""
        self.changes.append(Change(what, words(before), words(after)))

    def note(self, column: Column, sentence: str) -> None:
        """Something in the file that is not done, and why."""
        self.notes.append((column, sentence))


def words(value: Any) -> str:
    """A value as a page shows it."""
    match value:
        case None | "":
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case YearGroup():
            return str(value.label)
        case date():
            return long_date(value)
        case _:
            return str(value)


def listed(parts: Iterable[str]) -> str:
    """Several things in one cell; empty where there are none."""
    return ", ".join(parts)
