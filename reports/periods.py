"""Times to look at on the pages of the audit: which, in words, and when each begins."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from common.years import academic_year_of
from reports.register_filters import Address

PERIODS = {
    "": "Last 30 days",
    "1": "Today",
    "7": "Last 7 days",
    "year": "This school year",
    "all": "All time",
}
DAYS = {"": 30, "1": 1, "7": 7}


def period_begins(chosen: str, day: date) -> datetime | None:
    """The moment a period begins, seen from a day; `None` for all time."""
    if chosen == "all":
        return None
    if chosen == "year":
        return midnight(date(academic_year_of(day), 9, 1))
    return midnight(day - timedelta(days=DAYS.get(chosen, DAYS[""]) - 1))


def midnight(day: date) -> datetime:
    """The moment a day begins here."""
    return timezone.make_aware(datetime.combine(day, time()))


def period_pill(address: Address) -> dict[str, Any]:
    """The pill that chooses a period."""
    chosen = address.chosen("when") if address.chosen("when") in PERIODS else ""
    return {
        "label": "When",
        "value": PERIODS[chosen],
        "chosen": bool(chosen),
        "options": [
            (words, address.having(when=key), key == chosen) for key, words in PERIODS.items()
        ],
        "key": "when",
    }
