"""The school's calendar, pure: half-terms, terms and teaching days from dates the school keeps.

Nothing here derives a term date; a new school is offered England's usual dates as an editable
start (statutory.md section 4). Weeks of a holiday are nobody's teaching weeks.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from common.years import academic_year_of

ONE_DAY = timedelta(days=1)
TERMS = ("Autumn", "Spring", "Summer")


@dataclass(frozen=True, order=True)
class Span:
    """A half-term: its first and last day of school, and its name (`Autumn 1`)."""

    starts_on: date
    ends_on: date
    name: str

    @property
    def term(self) -> str:
        """`Autumn`, `Spring` or `Summer`."""
        return self.name.split()[0]

    @property
    def place(self) -> int:
        """Its place in the academic year: 0 for `Autumn 1`, 5 for `Summer 2`."""
        term, half = self.name.split()
        return 2 * TERMS.index(term) + int(half) - 1


@dataclass(frozen=True)
class SchoolCalendar:
    """Half-terms in order of date, and the days in them when pupils are not at school."""

    half_terms: Sequence[Span]
    closed: frozenset[date] = frozenset()

    @cached_property
    def school_days(self) -> Sequence[date]:
        """Every day pupils are at school, in order."""
        days = (
            span.starts_on + n * ONE_DAY
            for span in self.half_terms
            for n in range((span.ends_on - span.starts_on).days + 1)
        )
        return sorted({day for day in days if day.weekday() < 5 and day not in self.closed})

    @property
    def known_from(self) -> date | None:
        """The first day of the school's dates; `None` when it has none."""
        return self.half_terms[0].starts_on if self.half_terms else None

    @property
    def known_until(self) -> date | None:
        """The last day of the school's dates; `None` when it has none."""
        return self.half_terms[-1].ends_on if self.half_terms else None

    @cached_property
    def terms(self) -> Sequence[Sequence[Span]]:
        """The half-terms of each term, in order of date."""
        found: dict[tuple[int, str], list[Span]] = {}
        for span in self.half_terms:
            found.setdefault((academic_year_of(span.ends_on), span.term), []).append(span)
        return list(found.values())

    @cached_property
    def teaching_weeks(self) -> Sequence[Sequence[date]]:
        """The school days of each week, Monday to Sunday, that has any, in order."""
        weeks: dict[date, list[date]] = {}
        for day in self.school_days:
            weeks.setdefault(day - day.weekday() * ONE_DAY, []).append(day)
        return list(weeks.values())

    def school_days_in(self, first: date, last: date) -> int:
        """How many school days there are from one day to another, both included."""
        return max(0, bisect_right(self.school_days, last) - bisect_left(self.school_days, first))

    def last_school_day(self, first: date, last: date) -> date | None:
        """The last school day from one day to another; `None` where there is none."""
        at = bisect_right(self.school_days, last)
        found = self.school_days[at - 1] if at else None
        return found if found and found >= first else None

    def mostly_left(self, opens: date, due: date, day: date) -> bool:
        """Whether, on a day, at least half of the school days between two others are left."""
        left = self.school_days_in(max(opens, day), due)
        return left > 0 and 2 * left >= self.school_days_in(opens, due)

    @cached_property
    def _mondays(self) -> Sequence[date]:
        return [week[0] - week[0].weekday() * ONE_DAY for week in self.teaching_weeks]

    def end_of_teaching_weeks(self, day: date, count: int) -> date | None:
        """The last school day of so many teaching weeks, from the first school day of a day on.

        A week is seven days; those of a week, Monday to Sunday, without a school day are left
        out. `None` where the dates do not reach so far.
        """
        at = bisect_left(self.school_days, day)
        if at == len(self.school_days):
            return None
        first = self.school_days[at]
        week = bisect_right(self._mondays, first) - 1 + count - (first.weekday() == 0)
        if week >= len(self._mondays):
            return None
        return self.last_school_day(
            first, self._mondays[week] + (first.weekday() - 1) % 7 * ONE_DAY
        )

    def end_of_half_terms(self, day: date, count: int) -> date | None:
        """The last day of the nth half-term; the present one counts when half of it is left."""
        return self._end_of(
            [(span.starts_on, span.ends_on) for span in self.half_terms], day, count
        )

    def end_of_terms(self, day: date, count: int) -> date | None:
        """The last day of the nth term; the present one counts when half of it is left."""
        spans = [(term[0].starts_on, term[-1].ends_on) for term in self.terms]
        return self._end_of(spans, day, count)

    def _end_of(self, spans: Iterable[tuple[date, date]], day: date, count: int) -> date | None:
        counting = [ends_on for begins, ends_on in spans if self.mostly_left(begins, ends_on, day)]
        return counting[count - 1] if len(counting) >= count else None

    def months(self, named: Iterable[int]) -> list[tuple[date, date]]:
        """The first day, and the last school day, of each named month that has a school day."""
        wanted = set(named)
        firsts = {day.replace(day=1) for day in self.school_days if day.month in wanted}
        ends = {day.replace(day=1): day for day in self.school_days}
        return [(first, ends[first]) for first in sorted(firsts)]

    def half_term_of(self, day: date) -> Span | None:
        """The half-term a day falls in; in a holiday the one before it; `None` before the first."""
        begun = [span for span in self.half_terms if span.starts_on <= day]
        return begun[-1] if begun else None

    def term_of(self, day: date) -> tuple[str, date, date] | None:
        """The term of a day: its name, first and last day. `None` before the first known term."""
        current = self.half_term_of(day)
        if current is None:
            return None
        halves = next(term for term in self.terms if current in term)
        return current.term, halves[0].starts_on, halves[-1].ends_on

    def is_school_day(self, day: date) -> bool:
        """Whether pupils are at school: a weekday inside a half-term that is not closed."""
        inside = any(span.starts_on <= day <= span.ends_on for span in self.half_terms)
        return inside and day.weekday() < 5 and day not in self.closed

    def week_of_term(self, day: date) -> int | None:
        """The teaching week of the term, from 1; `None` outside known terms.

        Weeks begin on Monday; a week without a school day does not count.
        """
        term = self.term_of(day)
        if term is None or day > term[2]:
            return None
        monday = term[1] - timedelta(days=term[1].weekday())
        weeks = 0
        while monday <= day:
            if any(self.is_school_day(monday + n * ONE_DAY) for n in range(5)):
                weeks += 1
            monday += timedelta(days=7)
        return weeks


def calendar_of(half_terms: Iterable[Span], closed: Iterable[date] = ()) -> SchoolCalendar:
    """A calendar from spans in any order and the days pupils stay away."""
    return SchoolCalendar(sorted(half_terms), frozenset(closed))
