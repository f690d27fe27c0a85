"""Plans a file row by row, remembering which child each row was found to be about."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from common.years import YearGroup
from pupils.imports.changes import Draft
from pupils.imports.choices import MIS, Choices
from pupils.imports.contacts_plan import plan_contacts
from pupils.imports.counting import facts_of, number_of
from pupils.imports.details_plan import plan_class, plan_fields, plan_new_pupil
from pupils.imports.differences import Difference, needs_difference, status_difference
from pupils.imports.headers import Column
from pupils.imports.heard import heard_of, is_news
from pupils.imports.incoming import Incoming, IncomingPupil, Problem, squashed
from pupils.imports.known import Known, Unmatched
from pupils.imports.oddities import oddities_of
from pupils.imports.plan import Heard, Leaver, Plan, PlannedPupil
from pupils.imports.sen_plan import plan_new_needs, plan_new_statuses, take_needs, take_status
from pupils.models import Pupil
from schools.tenancy import acting

_WHO = (Column.UPN, Column.FULL_NAME, Column.SURNAME, Column.FORENAME, Column.BORN_ON)


def make_plan(
    incoming: Incoming,
    known: Known,
    today: date,
    *,
    add_classes: bool = False,
    choices: Choices | None = None,
) -> Plan:
    """The plan for a file, given what is known on a day. Rows with a problem are left out of it."""
    actor = acting()
    assert actor is not None  # the caller has entered the school
    incoming = _as_ours(incoming, number_of(actor.school))
    choices = choices or Choices()
    planner = Planner(incoming, known, today, add_classes, choices)
    done = [p for p in map(planner.plan, incoming.pupils) if p is not None]
    there = [p for p in done if p.pupil_id is not None]
    problems = sorted((*incoming.problems, *planner.problems), key=lambda problem: problem.row)
    facts = facts_of(actor.school, incoming, known, planner.found, today)
    return Plan(
        created=tuple(p for p in done if p.pupil_id is None),
        updated=tuple(p for p in there if p.writes),
        unchanged=tuple(p.pupil_id for p in there if p.pupil_id and not p.writes),
        new_classes=tuple(planner.new_classes.values()),
        problems=tuple(problems),
        missing_classes=tuple(planner.missing_classes.values()),
        leavers=tuple(planner.leavers()),
        unused_columns=incoming.unused_columns,
        differences=tuple(planner.differences),
        settled=tuple(planner.settled()),
        oddities=oddities_of(facts),
        accepted=choices.accepted,
        heard=tuple((p.pupil_id, p.heard) for p in there if p.pupil_id and p.heard),
        news=sum(is_news(known.said.get(p.pupil_id), p.heard) for p in there if p.pupil_id),
        is_refresh=not incoming.is_transfer and bool(facts.on_roll),
    )


def _as_ours(incoming: Incoming, number: str) -> Incoming:
    """A CTF that our own MIS wrote for ourselves is a list of our children, not a transfer."""
    ours = number and incoming.sender == number and incoming.addressee in {"", number}
    return replace(incoming, is_transfer=False) if ours else incoming


class Planner:
    """Plans row by row, remembering which child each row was found to be about."""

    def __init__(
        self, incoming: Incoming, known: Known, today: date, add_classes: bool, choices: Choices
    ) -> None:
        self.incoming = incoming
        self.known = known
        self.today = today
        self.add_classes = add_classes
        self.choices = choices
        self.problems: list[Problem] = []
        self.differences: list[Difference] = []
        self.found: list[tuple[IncomingPupil, Pupil]] = []
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
        if here:
            self.found.append((row, here))
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
        plan_contacts(draft, row, (), None)
        return self._planned(row, None, draft, f"{row.forename} {row.surname}", year_group)

    def _known(self, row: IncomingPupil, here: Pupil) -> PlannedPupil:
        draft, pk = Draft(), here.pk
        if here.left_on is not None:
            draft.note(Column.SURNAME, "This pupil has left: the archived record is not changed.")
        else:
            plan_fields(draft, row, here, is_transfer=self.incoming.is_transfer)
            plan_class(draft, row, self.known, here, self.today)
            self._sen(draft, row, pk)
            last = None if self.incoming.is_transfer else self.known.said.get(pk)
            plan_contacts(draft, row, self.known.contacts.get(pk, ()), last)
        return self._planned(row, pk, draft, here.name, here.year_group)

    def _sen(self, draft: Draft, row: IncomingPupil, pk: int) -> None:
        """Status and needs: filled where there are none, else a difference that somebody settles.

        Where a child has left the ladder or a need was ended here, there is something to differ.
        """
        statuses, needs = self.known.statuses.get(pk, []), self.known.needs.get(pk, [])
        last = None if self.incoming.is_transfer else self.known.said.get(pk)
        if row.statuses and not statuses:
            plan_new_statuses(draft, row, self.today)
        elif status := status_difference(pk, row, statuses, last):
            self._settle(status)
            if self._takes(status):
                take_status(draft, row, statuses, self.today)
        if row.needs and not needs:
            plan_new_needs(draft, row, self.today)
        elif different := needs_difference(pk, row, needs, last):
            self._settle(different)
            if self._takes(different):
                take_needs(draft, row, needs, self.today)

    def _settle(self, difference: Difference) -> None:
        self.differences.append(difference)

    def _takes(self, difference: Difference) -> bool:
        """Whether somebody chose the MIS's, and it can be taken."""
        chosen = self.choices.settled.get((difference.pupil_id, difference.part))
        return chosen == MIS and not difference.why_not

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
            heard=self._heard(row, pupil_id),
        )

    def _heard(self, row: IncomingPupil, pupil_id: int | None) -> Heard:
        """What the MIS's record of this child becomes; nothing for a file that is not the MIS's."""
        if self.incoming.is_transfer:
            return ()
        last = self.known.said.get(pupil_id) if pupil_id else None
        mine = [d for d in self.differences if d.pupil_id == pupil_id and pupil_id]
        settled = self.choices.settled
        undecided = [d.part for d in mine if d.is_open and (d.pupil_id, d.part) not in settled]
        return heard_of(row, self.incoming.says, last, undecided, self.today)

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

    def leavers(self) -> Iterable[Leaver]:
        """Who is on roll here and not in the file, or has a leaving date in it, with their day."""
        stated = {
            here.pk: row.left_on
            for row, here in self.found
            if row.left_on and row.left_on <= self.today
        }
        for pupil in self.known.on_roll:
            gone = pupil.pk not in self.matched and not self.incoming.is_transfer
            if gone or pupil.pk in stated:
                on = self.choices.leavers.get(pupil.pk)
                yield Leaver(pupil.pk, stated.get(pupil.pk), on)

    def settled(self) -> Iterable[tuple[int, str, str]]:
        """The choices that are about a difference there is, in the order of the file."""
        for difference in self.differences:
            part = (difference.pupil_id, difference.part)
            if part in self.choices.settled:
                yield *part, self.choices.settled[part]
