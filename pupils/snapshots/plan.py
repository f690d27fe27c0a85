"""What a file of figures would change; nothing is written here."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pupils.imports.incoming import Problem
from pupils.imports.known import Known, Unmatched
from pupils.models import Pupil, Snapshot
from pupils.snapshots.reading import Sheet
from pupils.snapshots.values import in_words

NOBODY = "No pupil here has this UPN, or this name and date of birth."


@dataclass(frozen=True)
class Planned:
    """One figure of one child; `before` is what the same date says now, empty for a new one."""

    pupil_id: int
    name: str
    measure: str
    value: str
    before: str

    @property
    def is_new(self) -> bool:
        """Whether nothing is known for that date."""
        return not self.before

    @property
    def is_changed(self) -> bool:
        """Whether it corrects what is known for that date."""
        return bool(self.before) and self.before != self.value


@dataclass(frozen=True)
class SnapshotPlan:
    """What would happen, whole or not at all."""

    kind: str
    figures: tuple[Planned, ...]
    problems: tuple[Problem, ...]
    columns: tuple[str, ...]
    unused: tuple[str, ...]

    @cached_property
    def new(self) -> list[Planned]:
        """Figures that are not here yet."""
        return [one for one in self.figures if one.is_new]

    @cached_property
    def changed(self) -> list[Planned]:
        """Figures that correct one of the same date."""
        return [one for one in self.figures if one.is_changed]

    @property
    def count(self) -> int:
        """How many figures would be new or corrected."""
        return len(self.new) + len(self.changed)

    @cached_property
    def digest(self) -> str:
        """Stands for all that would be written."""
        rows = [(one.pupil_id, one.measure, one.value, one.before) for one in self.figures]
        return hashlib.sha256(repr((self.kind, rows, self.problems)).encode()).hexdigest()

    def words(self, value: str) -> str:
        """A figure as people read it."""
        return in_words(self.kind, value)


def people() -> Known:
    """The school's pupils by UPN and by name and date of birth; one query."""
    known = Known()
    for pupil in Pupil.objects.order_by("pk"):
        known.add(pupil)
    return known


def make_plan(sheet: Sheet, known: Known, kind: str, taken_on: date) -> SnapshotPlan:
    """The plan for a file; a row about nobody here, or a second one about a child, is a problem."""
    found, problems = _matched(sheet, known)
    rows = Snapshot.objects.filter(kind=kind, taken_on=taken_on)
    held = {(row.pupil_id, row.measure): row.value for row in rows}
    figures = tuple(
        Planned(
            pupil_id=found[one.row].pk,
            name=found[one.row].name,
            measure=one.measure,
            value=one.value,
            before=held.get((found[one.row].pk, one.measure), ""),
        )
        for one in sheet.figures
        if one.row in found
    )
    return SnapshotPlan(kind, figures, _in_order(problems), sheet.columns, sheet.unused)


def _matched(sheet: Sheet, known: Known) -> tuple[dict[int, Pupil], list[Problem]]:
    """Whom each row is about, and every problem with that and with the cells."""
    problems = list(sheet.problems)
    wrong = {problem.row for problem in problems}
    found: dict[int, Pupil] = {}
    row_of: dict[int, int] = {}
    for row in sheet.pupils:
        if row.row in wrong:
            continue
        try:
            pupil = known.match(row)
        except Unmatched as fault:
            problems.append(Problem(row.row, "Pupil", str(fault)))
            continue
        if pupil is None:
            problems.append(Problem(row.row, "Pupil", NOBODY))
        elif (first := row_of.setdefault(pupil.pk, row.row)) != row.row:
            problems.append(Problem(row.row, "Pupil", f"Row {first} is about the same pupil."))
        else:
            found[row.row] = pupil
    return found, problems


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: one.row))
