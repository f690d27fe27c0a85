"""When something comes round, and when a length of time is over, by the school's calendar. Pure.

The rules are in docs/decisions/due-items.md.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from common.years import academic_year_of
from schools.calendar import ONE_DAY, SchoolCalendar
from stages.periods import Every, Frequency, Timeframe, Unit

HALF_TERMS_A_YEAR = 6
LEAP_DAY = (2, 29)


class Period(NamedTuple):
    """A stretch of the calendar in which something is asked once: from when, and by when."""

    opens_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """A day the school has set for meetings of a kind, as a frequency names it."""

    of: str
    on: date


class Rounds:
    """The periods of one calendar, each frequency worked out once for all children."""

    def __init__(self, calendar: SchoolCalendar, meeting_days: Iterable[MeetingDay] = ()) -> None:
        self.calendar = calendar
        self.meeting_days = tuple(meeting_days)
        self._known: dict[Frequency, Sequence[Period]] = {}

    def periods(self, every: Frequency) -> Sequence[Period]:
        """The periods of what comes round by the calendar, in order; none for anything else."""
        if every not in self._known:
            self._known[every] = list(self._periods(every))
        return self._known[every]

    def _periods(self, every: Frequency) -> Iterator[Period]:
        calendar = self.calendar
        match every.every:
            case Every.WEEKS if every.n == 1:
                yield from (Period(_monday(week), week[-1]) for week in calendar.teaching_weeks)
            case Every.HALF_TERM:
                yield from (Period(span.starts_on, span.ends_on) for span in calendar.half_terms)
            case Every.TERM:
                yield from (Period(term[0].starts_on, term[-1].ends_on) for term in calendar.terms)
            case Every.TIMES_A_YEAR if every.n > 1:
                yield from self._parts_of_years(every.n)
            case Every.MONTHS:
                yield from (Period(*month) for month in calendar.months(every.months))

    def _parts_of_years(self, n: int) -> Iterator[Period]:
        if HALF_TERMS_A_YEAR % n == 0:
            yield from self._runs_of_half_terms(HALF_TERMS_A_YEAR // n)
            return
        years: dict[int, list[Sequence[date]]] = {}
        for week in self.calendar.teaching_weeks:
            years.setdefault(academic_year_of(week[-1]), []).append(week)
        for weeks in years.values():
            cuts = [part * len(weeks) // n for part in range(n + 1)]
            for first, end in pairwise(cuts):
                if end > first:
                    yield Period(_monday(weeks[first]), weeks[end - 1][-1])

    def _runs_of_half_terms(self, length: int) -> Iterator[Period]:
        """Runs of so many half-terms: of each year the first so many, the next, and so on."""
        runs: dict[tuple[int, int], list[Period]] = {}
        for span in self.calendar.half_terms:
            key = academic_year_of(span.ends_on), span.place // length
            runs.setdefault(key, []).append(Period(span.starts_on, span.ends_on))
        for run in runs.values():
            yield Period(run[0].opens_on, run[-1].due_on)

    def asked(self, every: Frequency, asked_from: date) -> Iterator[tuple[Period, date]]:
        """The periods something is asked in from a day on, each with the day the next one opens."""
        periods = self.periods(every)
        first = bisect_left(periods, asked_from, key=lambda period: period.due_on)
        for at in range(first, len(periods)):
            period = periods[at]
            if self.calendar.mostly_left(period.opens_on, period.due_on, asked_from):
                ends = periods[at + 1].opens_on if at + 1 < len(periods) else date.max
                yield period, ends

    def days_set(self, every: Frequency, also: Iterable[MeetingDay] = ()) -> Sequence[date]:
        """The days set for meetings of the kind something comes round with; `also` of a class."""
        if every.every is not Every.AT_EVERY:
            return ()
        return sorted({day.on for day in (*self.meeting_days, *also) if day.of == every.of})

    def after(self, every: Frequency, day: date) -> date | None:
        """When what counts from the last record is due again; `None` beyond the known dates."""
        if every.every is Every.TIMES_A_YEAR:
            return _a_year_after(day)
        return self.calendar.end_of_teaching_weeks(day, every.n)

    def runs_out(self, timeframe: Timeframe | None, day: date) -> date | None:
        """The last day of a length of time counted from a day.

        `None` for what is ongoing, and beyond the known dates.
        """
        if timeframe is None:
            return None
        calendar, n = self.calendar, timeframe.n
        ends: dict[Unit, Callable[[], date | None]] = {
            Unit.TEACHING_WEEKS: lambda: calendar.end_of_teaching_weeks(day, n),
            Unit.CALENDAR_WEEKS: lambda: day + timedelta(weeks=n) - ONE_DAY,
            Unit.HALF_TERMS: lambda: calendar.end_of_half_terms(day, n),
            Unit.TERMS: lambda: calendar.end_of_terms(day, n),
            Unit.MONTHS: lambda: self._end_of_months(timeframe.months, day),
            Unit.ONGOING: lambda: None,
        }
        return ends[timeframe.unit]()

    def _end_of_months(self, named: Iterable[int], day: date) -> date | None:
        months = self.calendar.months(named)
        ends = (last for first, last in months if self.calendar.mostly_left(first, last, day))
        return next(ends, None)


def _monday(week: Sequence[date]) -> date:
    return week[0] - week[0].weekday() * ONE_DAY


def is_rolling(every: Frequency) -> bool:
    """Whether it counts from the last record: every n weeks (n above 1), and yearly."""
    if every.every is Every.WEEKS:
        return every.n > 1
    return every.every is Every.TIMES_A_YEAR and every.n == 1


def _a_year_after(day: date) -> date:
    """The same day next year; for 29 February the 28th."""
    leaps = (day.month, day.day) == LEAP_DAY
    return (day - ONE_DAY if leaps else day).replace(year=day.year + 1)
