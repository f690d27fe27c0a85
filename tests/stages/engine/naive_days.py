"""The school's year, stepped through one day at a time: what the naive engine counts with.

Written from docs/decisions/due-items.md alone, slowly and plainly.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from schools.calendar import SchoolCalendar, Span
from stages.periods import Every, Frequency, Timeframe, Unit

DAY = timedelta(days=1)


def days(first: date, last: date) -> Iterator[date]:
    """Every day from one to another, both included."""
    day = first
    while day <= last:
        yield day
        day += DAY


def school_year(day: date) -> int:
    """The year in which the school year of a day began; it begins on 1 September."""
    return day.year if (day.month, day.day) >= (9, 1) else day.year - 1


@dataclass
class Stretch:
    """A stretch of the calendar: the day it opens, the day it is due, its school days."""

    opens_on: date
    due_on: date
    school: list[date]

    def is_half_left(self, day: date) -> bool:
        """Whether at least half of its school days, and one at least, are left on a day."""
        left = [each for each in self.school if each >= day]
        return len(left) >= 1 and len(left) * 2 >= len(self.school)


class Year:
    """The school's days."""

    def __init__(self, calendar: SchoolCalendar) -> None:
        self.halves = list(calendar.half_terms)
        self.school: set[date] = set()
        for half in self.halves:
            for day in days(half.starts_on, half.ends_on):
                if day.weekday() not in (5, 6) and day not in calendar.closed:
                    self.school.add(day)
        self.first = min((half.starts_on for half in self.halves), default=None)
        self.last = max((half.ends_on for half in self.halves), default=None)

    def between(self, first: date, last: date) -> list[date]:
        """The school days from one day to another."""
        return [day for day in days(first, last) if day in self.school]

    def every_day(self) -> Iterator[date]:
        """Every day from the Monday before the first to the last of the school's dates."""
        if self.first and self.last:
            yield from days(self.first - DAY * self.first.weekday(), self.last)

    def half_terms(self) -> list[Stretch]:
        """Each half-term."""
        return [self._from(half.starts_on, half.ends_on) for half in self.halves]

    def terms(self) -> list[Stretch]:
        """Each term: the half-terms of one name in one school year."""
        return [self._of(run) for run in self._grouped(lambda half: half.term)]

    def runs(self, n: int) -> list[Stretch]:
        """Each of n equal runs of a year's six half-terms, those that have begun in the dates."""
        return [self._of(run) for run in self._grouped(lambda half: str(half.place * n // 6))]

    def weeks(self) -> list[Stretch]:
        """Each Monday to Sunday with a school day."""
        found = []
        for day in self.every_day():
            held = self.between(day, day + 6 * DAY) if day.weekday() == 0 else []
            if held:
                found.append(Stretch(day, held[-1], held))
        return found

    def parts(self, n: int) -> list[Stretch]:
        """Each of n equal runs of each year's teaching weeks, rounded down."""
        years: dict[int, list[Stretch]] = {}
        for week in self.weeks():
            years.setdefault(school_year(week.due_on), []).append(week)
        found = []
        for weeks in years.values():
            ends = [number * len(weeks) // n for number in range(n + 1)]
            for begin, end in pairwise(ends):
                if end > begin:
                    held = [day for week in weeks[begin:end] for day in week.school]
                    found.append(Stretch(weeks[begin].opens_on, held[-1], held))
        return found

    def months(self, named: tuple[int, ...]) -> list[Stretch]:
        """Each month of these that has a school day."""
        found: dict[tuple[int, int], list[date]] = {}
        for day in self.every_day():
            if day in self.school and day.month in named:
                found.setdefault((day.year, day.month), []).append(day)
        return [Stretch(held[0].replace(day=1), held[-1], held) for held in found.values()]

    def periods(self, every: Frequency) -> list[Stretch]:
        """The periods of what comes round by the calendar."""
        found: list[Stretch] = []
        match every.every:
            case Every.WEEKS if every.n == 1:
                found = self.weeks()
            case Every.HALF_TERM:
                found = self.half_terms()
            case Every.TERM:
                found = self.terms()
            case Every.TIMES_A_YEAR if every.n in (2, 3, 6):
                found = self.runs(every.n)
            case Every.TIMES_A_YEAR if every.n > 1:
                found = self.parts(every.n)
            case Every.MONTHS:
                found = self.months(every.months)
        return found

    def end_of_weeks(self, day: date, n: int) -> date | None:
        """The last school day of seven times n days; weeks without a school day are left out."""
        while self.last and day <= self.last and day not in self.school:
            day += DAY
        passed, ends_on = 0, None
        while self.last and passed < 7 * n:
            if day > self.last + 6 * DAY:
                return None
            monday = day - day.weekday() * DAY
            passed += bool(self.between(monday, monday + 6 * DAY))
            ends_on = day if day in self.school else ends_on
            day += DAY
        return ends_on

    def end_of(self, length: Timeframe | None, day: date) -> date | None:
        """The last day of a length of time counted from a day; `None` when it is not known."""
        if length is None or length.unit is Unit.ONGOING:
            return None
        if length.unit is Unit.TEACHING_WEEKS:
            return self.end_of_weeks(day, length.n)
        if length.unit is Unit.CALENDAR_WEEKS:
            return day + (7 * length.n - 1) * DAY
        if length.unit is Unit.HALF_TERMS:
            stretches = self.half_terms()
        elif length.unit is Unit.TERMS:
            stretches = self.terms()
        else:
            stretches = self.months(length.months)
        counting = [each.due_on for each in stretches if each.is_half_left(day)]
        nth = 1 if length.unit is Unit.MONTHS else length.n
        return counting[nth - 1] if len(counting) >= nth else None

    def _from(self, first: date, last: date) -> Stretch:
        return Stretch(first, last, self.between(first, last))

    def _of(self, halves: list[Span]) -> Stretch:
        return self._from(halves[0].starts_on, halves[-1].ends_on)

    def _grouped(self, name: Callable[[Span], str]) -> list[list[Span]]:
        found: dict[tuple[int, str], list[Span]] = {}
        for half in self.halves:
            found.setdefault((school_year(half.ends_on), name(half)), []).append(half)
        return list(found.values())
