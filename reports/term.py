"""Where in the school year a day is, in words."""

from datetime import date

from schools.calendar import SchoolCalendar


def term_words(calendar: SchoolCalendar, day: date) -> str:
    """`Autumn term, week 11`; `Holiday after Autumn 1` between half-terms; empty where unknown."""
    current = calendar.half_term_of(day)
    if current is None:
        return ""
    if day > current.ends_on:
        return f"Holiday after {current.name}"
    return f"{current.term} term, week {calendar.week_of_term(day)}"


def term_start(calendar: SchoolCalendar, day: date) -> date | None:
    """The first day of the term a day is in (or, in a holiday, of the term before)."""
    term = calendar.term_of(day)
    return term[1] if term else None
