"""England's usual dates, offered to a new school as an editable start (statutory.md section 4)."""

from datetime import date, timedelta

from common.years import academic_year_of
from schools.calendar import ONE_DAY, Span, calendar_of


def usual_half_terms(begins: int) -> list[Span]:
    """England's usual six half-terms of the academic year beginning in `begins`, to edit.

    First Monday on or after 1 September; breaks in the weeks of late October, Christmas (from the
    Friday between 16 and 22 December), mid-February, Easter (taken as the fortnight from the first
    Monday of April, or the last of March), and late May.
    """

    def monday(year: int, month: int, day: int) -> date:
        near = date(year, month, day)
        return near + timedelta(days=-near.weekday() % 7)

    def friday(monday_on: date, weeks: int) -> date:
        return monday_on + timedelta(days=7 * weeks - 3)

    autumn_1 = monday(begins, 9, 1)
    autumn_2 = monday(begins, 10, 29)
    spring_1 = monday(begins + 1, 1, 3)
    spring_2 = monday(begins + 1, 2, 19)
    summer_1 = monday(begins + 1, 4, 14)
    summer_2 = monday(begins + 1, 6, 1)
    spans = [
        (autumn_1, autumn_2 - timedelta(days=10), "Autumn 1"),
        (autumn_2, friday(monday(begins, 12, 12), 1), "Autumn 2"),
        (spring_1, spring_2 - timedelta(days=10), "Spring 1"),
        (spring_2, summer_1 - timedelta(days=17), "Spring 2"),
        (summer_1, summer_2 - timedelta(days=10), "Summer 1"),
        (summer_2, friday(summer_2, 7), "Summer 2"),
    ]
    return [Span(*span) for span in spans]


def usual_closures(begins: int) -> list[tuple[date, str]]:
    """The bank holidays that can fall inside the usual half-terms of the year from `begins`."""
    year = begins + 1
    sunday = easter_sunday(year)
    may_day = next(date(year, 5, day) for day in range(1, 8) if date(year, 5, day).weekday() == 0)
    holidays = [
        (sunday - 2 * ONE_DAY, "Good Friday"),
        (sunday + ONE_DAY, "Easter Monday"),
        (may_day, "Early May bank holiday"),
    ]
    usual = calendar_of(usual_half_terms(begins))
    return [(day, why) for day, why in holidays if usual.is_school_day(day)]


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar (the anonymous algorithm; Meeus, chapter 8)."""
    century, in_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moons = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (year % 19) + century - leaps - moons + 15) % 30
    weekday = (32 + 2 * rest + 2 * (in_century // 4) - epact - in_century % 4) % 7
    shift = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def next_year_is_due(day: date) -> bool:
    """Whether next year's dates should be there: from Easter Sunday until the year is over.

    Schools publish them by then, and classes for September are made in July.
    """
    begins = academic_year_of(day)
    return easter_sunday(begins + 1) <= day
