"""Dates as the school sees them: today in Europe/London, and the words for a day."""

from datetime import date

from django.utils import timezone

from common.years import academic_year_of


def today() -> date:
    """The date now in Europe/London, whatever the server's clock zone is."""
    return timezone.localdate()


def this_academic_year() -> int:
    """The calendar year in which the academic year of today began."""
    return academic_year_of(today())


def long_date(day: date) -> str:
    """A date in full, as `12 March 2027` (screens.md, "Manner")."""
    return f"{day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """A date where the year is plain from the page, as `12 Mar`."""
    return f"{day.day} {day:%b}"


def weeks_since(start: date, on: date) -> int:
    """Whole calendar weeks from `start` to `on`; 0 when `on` comes first."""
    return max(0, (on - start).days // 7)
