"""What a file would change: every child new, changed or as before, and what is in the way.

Nothing is written here. The same plan is made again when it is carried out, and its `digest` says
whether it is still the one that was shown.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from common.years import YearGroup
from pupils.imports.changes import Change, Draft, Write
from pupils.imports.details_plan import plan_class, plan_contacts, plan_fields, plan_new_pupil
from pupils.imports.headers import Column
from pupils.imports.incoming import Incoming, IncomingPupil, Problem, squashed
from pupils.imports.known import Known, Unmatched
from pupils.imports.sen_plan import plan_needs, plan_new_needs, plan_new_statuses, plan_status
from pupils.models import Pupil

_WHO = (Column.UPN, Column.FULL_NAME, Column.SURNAME, Column.FORENAME, Column.BORN_ON)


@dataclass(frozen=True)
class PlannedPupil:
    """One row of the file and what it would do; `pupil_id` is None for a child who is new here."""

    row: int
    pupil_id: int | None
    name: str
    year: str
    class_name: str
    writes: tuple[Write, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Plan:
    """What would happen, whole or not at all."""

    created: tuple[PlannedPupil, ...]
    updated: tuple[PlannedPupil, ...]
    unchanged: tuple[int, ...]
    new_classes: tuple[tuple[str, int | None], ...]
    problems: tuple[Problem, ...]
    missing_classes: tuple[str, ...]
    absent: tuple[int, ...]
    unused_columns: tuple[str, ...]

    @cached_property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps the whole file out."""
        return tuple(problem for problem in self.problems if not problem.warning)

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        """What is told, and keeps nothing out."""
        return tuple(problem for problem in self.problems if problem.warning)

    @property
    def count(self) -> int:
        """How many children would be new or changed."""
        return len(self.created) + len(self.updated)

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in the file is here already."""
        return self.count == 0

    @cached_property
    def digest(self) -> str:
        """Stands for all that would be written: another digest, another plan."""
        planned = [(p.pupil_id, p.writes) for p in (*self.created, *self.updated)]
        whole = repr((planned, self.new_classes, self.errors, self.unchanged))
        return hashlib.sha256(whole.encode()).hexdigest()


def make_plan(incoming: Incoming, known: Known, today: date, *, add_classes: bool = False) -> Plan:
    """The plan for a file, given what is known on a day. Rows with a problem are left out of it."""
    planner = _Planner(incoming, known, today, add_classes)
    planned = [planner.plan(row) for row in incoming.pupils]
    done = [p for p in planned if p is not None]
    problems = sorted((*incoming.problems, *planner.problems), key=lambda problem: problem.row)
    seen = planner.matched.keys()
    on_roll = (pk for pk, pupil in known.pupils.items() if pupil.left_on is None)
    return Plan(
        created=tuple(p for p in done if p.pupil_id is None),
        updated=tuple(p for p in done if p.pupil_id is not None and p.writes),
        unchanged=tuple(p.pupil_id for p in done if p.pupil_id is not None and not p.writes),
        new_classes=tuple(planner.new_classes.values()),
        problems=tuple(problems),
        missing_classes=tuple(planner.missing_classes.values()),
        absent=() if incoming.is_transfer else tuple(pk for pk in on_roll if pk not in seen),
        unused_columns=incoming.unused_columns,
    )


class _Planner:
    """Plans row by row, remembering which child each row was found to be about."""

    def __init__(self, incoming: Incoming, known: Known, today: date, add_classes: bool) -> None:
        self.incoming = incoming
        self.known = known
        self.today = today
        self.add_classes = add_classes
        self.problems: list[Problem] = []
        self.matched: dict[int, int] = {}
        self.new_classes: dict[str, tuple[str, int | None]] = {}
        self.missing_classes: dict[str, str] = {}
        self.wrong = {p.row for p in incoming.problems if not p.warning}
        who = {incoming.label(column) for column in _WHO}
        self.unsure = {p.row for p in incoming.problems if not p.warning and p.column in who}

    def plan(self, row: IncomingPupil) -> PlannedPupil | None:
        """What one row would do; None where something is in the way."""
        try:
            here = self.known.match(row)
        except Unmatched as problem:
            self._problem(row, Column.UPN if row.upn else Column.SURNAME, str(problem))
            return None
        if here and (first := self.matched.setdefault(here.pk, row.row)) != row.row:
            self._problem(row, Column.UPN, f"Row {first} is about the same pupil here.")
            return None
        self._check_class(row)
        if here is None:
            self._check_complete(row)
        if row.row in self.wrong:
            return None
        return self._known(row, here) if here else self._new(row)

    def _new(self, row: IncomingPupil) -> PlannedPupil:
        draft = Draft()
        joined = row.joined_on if row.joined_on and row.joined_on <= self.today else None
        year_group = self._year_group(row)
        assert year_group is not None  # _check_complete
        plan_new_pupil(draft, row, year_group)
        plan_class(draft, row, self.known, None, self.today)
        plan_new_statuses(draft, row, joined or self.today)
        plan_new_needs(draft, row, joined or self.today)
        plan_contacts(draft, row, ())
        return self._planned(row, None, draft, f"{row.forename} {row.surname}", year_group)

    def _known(self, row: IncomingPupil, here: Pupil) -> PlannedPupil:
        draft, pk = Draft(), here.pk
        if here.left_on is not None:
            draft.note(Column.SURNAME, "This pupil has left: the archived record is not changed.")
        else:
            plan_fields(draft, row, here, is_transfer=self.incoming.is_transfer)
            plan_class(draft, row, self.known, here, self.today)
            plan_status(draft, row, self.known.statuses.get(pk, ()), self.today)
            plan_needs(draft, row, self.known.needs.get(pk, ()), self.today)
            plan_contacts(draft, row, self.known.contacts.get(pk, ()))
        return self._planned(row, pk, draft, here.name, here.year_group)

    def _planned(
        self, row: IncomingPupil, pupil_id: int | None, draft: Draft, name: str, year_group: int
    ) -> PlannedPupil:
        for column, sentence in draft.notes:
            self._problem(row, column, sentence, warning=True)
        return PlannedPupil(
            row=row.row,
            pupil_id=pupil_id,
            name=name,
            year=YearGroup(year_group).label,
            class_name=row.class_name,
            writes=tuple(draft.writes),
            changes=tuple(draft.changes),
        )

    def _problem(
        self, row: IncomingPupil, column: Column, sentence: str, *, warning: bool = False
    ) -> None:
        label = self.incoming.label(column)
        self.problems.append(Problem(row.row, label, sentence, warning))
        if not warning:
            self.wrong.add(row.row)

    def _check_complete(self, row: IncomingPupil) -> None:
        """A child who is new here needs a name, a date of birth and a year group."""
        if row.row in self.unsure:
            return
        for column, value in (
            (Column.SURNAME, row.surname),
            (Column.FORENAME, row.forename),
            (Column.BORN_ON, row.born_on),
            (Column.YEAR, self._year_group(row) is not None),
        ):
            if not value:
                what = column.value.lower()
                self._problem(row, column, f"This pupil is new here, and a new one needs a {what}.")

    def _year_group(self, row: IncomingPupil) -> int | None:
        if row.year_group is not None:
            return row.year_group
        group = self.known.classes.get(squashed(row.class_name))
        return group.year_group if group else None

    def _check_class(self, row: IncomingPupil) -> None:
        """A class we do not have is a problem, unless the person chose to add such classes."""
        key = squashed(row.class_name)
        if not key or key in self.known.classes or row.left_on:
            return
        if self.known.year is None:
            sentence = "The school has no academic year for today: add it before its classes."
            self._problem(row, Column.CLASS, sentence)
        elif not self.add_classes:
            self.missing_classes.setdefault(key, row.class_name)
            sentence = f"There is no class “{row.class_name}” in {self.known.year.name}."
            self._problem(row, Column.CLASS, sentence)
        else:
            self._add_class(key, row)

    def _add_class(self, key: str, row: IncomingPupil) -> None:
        name, year_group = self.new_classes.setdefault(key, (row.class_name, row.year_group))
        if year_group != row.year_group:
            self.new_classes[key] = (name, None)
