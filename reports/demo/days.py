"""The school days of the demo: three past years, this one and the next."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from common.years import academic_year_of
from schools.calendar import Span, calendar_of
from schools.usual_dates import usual_closures, usual_half_terms

PAST_YEARS = 3
WEEK = 5
ONE_DAY = timedelta(days=1)


class Days:
    """School days around the day the demo is made for, counted from the first of them."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.begins = academic_year_of(on)
        self.first = self.begins - PAST_YEARS

    @property
    def years(self) -> range:
        """The years in which academic years begin, the one to come included."""
        return range(self.first, self.begins + 2)

    def inset(self, begins: int) -> list[date]:
        """The first day of autumn, spring and the last half-term: staff only."""
        spans = usual_half_terms(begins)
        return [spans[place].starts_on for place in (0, 2, 5)]

    @cached_property
    def school_days(self) -> list[date]:
        """Every day pupils are at school, in order."""
        spans: list[Span] = []
        closed: list[date] = []
        for begins in self.years:
            spans += usual_half_terms(begins)
            closed += [*self.inset(begins), *(day for day, _ in usual_closures(begins))]
        calendar = calendar_of(spans, closed)
        length = (spans[-1].ends_on - spans[0].starts_on).days
        around = (spans[0].starts_on + n * ONE_DAY for n in range(length + 1))
        return [day for day in around if calendar.is_school_day(day)]

    @cached_property
    def last(self) -> int:
        """The place of the last school day before the day the demo is made for."""
        return max(0, bisect_left(self.school_days, self.on) - 1)

    def place_of(self, day: date) -> int:
        """The place of a day, or of the first school day after it."""
        return bisect_left(self.school_days, day)

    def at(self, place: int) -> date:
        """The school day at a place, never past the last."""
        return self.school_days[min(place, self.last)]

    def after(self, day: date, count: int) -> date:
        """The school day `count` school days after one, never past the last."""
        return self.at(bisect_right(self.school_days, day) - 1 + count)

    def starts(self, begins: int) -> date:
        """The first day for pupils of an academic year; of early years, its usual day."""
        if begins < self.first:
            return usual_half_terms(begins)[0].starts_on + ONE_DAY
        return self.school_days[self.place_of(date(begins, 9, 1))]

    def ends(self, begins: int) -> date:
        """The last day of school of an academic year."""
        return usual_half_terms(begins)[-1].ends_on


def moment(day: date, minutes: int) -> datetime:
    """A moment in the working day: `minutes` after eight o'clock."""
    return datetime.combine(day, time(8), tzinfo=UTC) + timedelta(minutes=minutes)
