"""Whom to tell of what, and on which days. Pure: no database, no clock.

The engine alone says what is due; this says who hears of it, once for each item and day it is due
by. Holidays are respected: nobody is told on a day without pupils, and how long something is
overdue is counted in school days.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.roles import Role
from schools.calendar import SchoolCalendar
from stages.due import Due, kind_of
from stages.vocabulary import Word

TOLD_UNTIL = 20  # o'clock: what a stopped machine missed is made up on the day, not in the night
ONE_DAY = timedelta(days=1)


class Kind(Word):
    """Why somebody is told; the most pressing first."""

    LATE = "late", "overdue"
    DUE = "due", "due within 14 days"
    SENCO = "senco", "overdue for long, so the SENCO is told"
    HEAD = "head", "overdue for long, so the head is told"


@dataclass(frozen=True)
class Limits:
    """After how many school days overdue the SENCO, then the head, is told."""

    senco: int
    head: int


@dataclass(frozen=True, order=True, slots=True)
class Telling:
    """One item of one child that one person is told of; `what` is the ladder's words for it."""

    kind: Kind
    pupil: int
    requirement: str
    due_on: date
    what: str

    @property
    def key(self) -> tuple[Kind, int, str, date]:
        """What makes it the same reminder."""
        return self.kind, self.pupil, self.requirement, self.due_on


def is_told_on(calendar: SchoolCalendar, day: date) -> bool:
    """Whether reminders go out on a day: one with pupils; a weekday where no dates are known."""
    first, last = calendar.known_from, calendar.known_until
    if first is None or last is None or not first <= day <= last:
        return day.weekday() < 5
    return calendar.is_school_day(day)


def is_hour(now: datetime, hour: int) -> bool:
    """Whether somebody's digest may go at a local time: from their hour on, in the day."""
    return hour <= now.hour < TOLD_UNTIL


def tellings(
    own: Iterable[Due],
    everyones: Iterable[Due],
    roles: Collection[Role],
    day: date,
    calendar: SchoolCalendar,
    limits: Limits,
) -> Sequence[Telling]:
    """What a person with these roles is to be told of, whether they were told before or not.

    `own` is what is due from them and not put off; `everyones` what is due of every child they
    answer for, of which they hear once it is overdue for long.
    """
    found = [_own(due) for due in own if due.is_late or due.is_soon]
    mine = {(telling.pupil, telling.requirement) for telling in found}
    kind, after = _escalation(roles, limits)
    if kind:
        found += [
            telling
            for telling in (_telling(due, kind) for due in everyones if due.is_late)
            if (telling.pupil, telling.requirement) not in mine
            and calendar.school_days_in(telling.due_on + ONE_DAY, day) > after
        ]
    return sorted(found)


def _escalation(roles: Collection[Role], limits: Limits) -> tuple[Kind | None, int]:
    if Role.SENCO in roles:
        return Kind.SENCO, limits.senco
    if Role.HEAD in roles:
        return Kind.HEAD, limits.head
    return None, 0


def _own(due: Due) -> Telling:
    return _telling(due, Kind.LATE if due.is_late else Kind.DUE)


def _telling(due: Due, kind: Kind) -> Telling:
    by = due.item.due_on if kind is Kind.DUE else due.item.late_on
    return Telling(kind, due.pupil, kind_of(due.item), date.fromisoformat(by), due.item.what)


@dataclass(frozen=True)
class News:
    """What a digest says: what is new by kind and words with how many, and how it stands in all."""

    new: Sequence[tuple[Kind, str, int]]
    overdue: int
    soon: int


def news_of(new: Iterable[Telling], all_of: Iterable[Telling]) -> News:
    """New tellings counted by kind and words, the most pressing first; totals of a person's own."""
    counts = Counter((telling.kind, telling.what) for telling in new)
    order = list(Kind)
    lines = sorted(counts.items(), key=lambda line: (order.index(line[0][0]), line[0][1]))
    kinds = [telling.kind for telling in all_of]
    return News(
        new=[(kind, what, count) for (kind, what), count in lines],
        overdue=kinds.count(Kind.LATE),
        soon=kinds.count(Kind.DUE),
    )
