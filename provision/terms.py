"""From when a plan holds and when it is reviewed, from the school's dates. Pure."""

from datetime import date, timedelta

from schools.calendar import SchoolCalendar

WORTH_A_PLAN = timedelta(weeks=4)  # less of a term than this, and the plan lasts the next one too


def review_day(calendar: SchoolCalendar, starts_on: date) -> date | None:
    """The last day of the term a plan is for; `None` where the school has no dates for it."""
    ends = [term[-1].ends_on for term in calendar.terms]
    return next((day for day in ends if starts_on + WORTH_A_PLAN <= day), None)


def next_start(calendar: SchoolCalendar, began: date, day: date) -> date:
    """The first day of the plan after one: today, or next term's first for one of this term."""
    base = max(began, day)
    term = calendar.term_of(base)
    if began <= day and (term is None or began < term[1]):
        return day
    following = [each[0].starts_on for each in calendar.terms if each[0].starts_on > base]
    return following[0] if following else base
