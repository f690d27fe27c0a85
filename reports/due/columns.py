"""What the register says of what is due: cells from the standing of a child, on a day.

A standing was reckoned on some day before; what it holds are dates, so that a cell is right today
even where the night's reckoning did not run (docs/decisions/standing.md).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from common.dates import long_date, short_date
from stages.due import SOON, kind_of
from stages.models import Standing
from stages.occurrences import State
from stages.standing import StandingItem, items_of

# What the register may be asked for, in its address.
DUES = {
    "overdue": "Overdue",
    "14": "Within 14 days, or overdue",
    "out": "Stage runs out within 14 days",
    "missing": "Something missing for a move",
}


def asked_for(which: str, day: date) -> Q:
    """The children of whom one of `DUES` holds on a day."""
    last = day + SOON
    return {
        "overdue": Q(late_from__lt=day),
        "14": Q(due_on__lte=last),
        "out": Q(runs_out_on__lte=last),
        "missing": Q(missing__gt=0),
    }[which]


def is_asked(item: StandingItem, which: str, day: date) -> bool:
    """Whether an item itself is what `asked_for` found its child for; else whether it is open."""
    if which == "overdue":
        return item.state_on(day) is State.OVERDUE
    if which == "14":
        return bool(item.due_on) and item.due_on <= (day + SOON).isoformat()
    return item.state_on(day) is not State.LATER


def children_asked(kind: str, which: str, day: date) -> tuple[list[int], str]:
    """The children of whom a kind of item is asked, and its words; one query.

    Reading in Python, because no database of ours and SQLite look into JSON alike.
    """
    found, words = [], ""
    for standing in standings_asked(which, day):
        for item in items_of(standing):
            if kind_of(item) == kind and is_asked(item, which, day):
                found.append(standing.pupil_id)
                words = item.what
                break
    return found, words


def standings_asked(which: str, day: date) -> QuerySet[Standing]:
    """The standings one of `DUES` holds of; all of them for anything else. One query."""
    rows = Standing.objects.only("pupil_id", "items")
    found: QuerySet[Standing] = rows.filter(asked_for(which, day)) if which in DUES else rows
    return found


def due_words(values: Mapping[str, Any], day: date) -> tuple[str, str, str]:
    """What is due next: the colour of its kind, by when or since when, and what.

    What is overdue comes before what is only expected by an earlier day, which goes unnamed then.
    """
    late_from, due_on, what = values["late_from"], values["due_on"], values["due_what"]
    if late_from and late_from < day:
        return "late", f"since {short_date(late_from)}", what if due_on == late_from else "overdue"
    if due_on:
        return "due" if due_on <= day + SOON else "", f"by {short_date(due_on)}", what
    return "", "", ""


def due_text(values: Mapping[str, Any], day: date) -> str:
    """The same for an export: `Pupil voice, overdue since 19 October 2026`."""
    late_from, due_on, what = values["late_from"], values["due_on"], values["due_what"]
    if late_from and late_from < day:
        named = f"{what}, " if due_on == late_from else ""
        return f"{named}overdue since {long_date(late_from)}"
    return f"{what}, by {long_date(due_on)}" if due_on else ""


def overdue_text(values: Mapping[str, Any], day: date) -> str:
    """How many items are overdue on a day, and since when: `2, since 19 October 2026`."""
    late_from = values["late_from"]
    if not late_from or late_from >= day:
        return ""
    items = [StandingItem(**item) for item in values["due_items"]]
    count = sum(item.state_on(day) is State.OVERDUE for item in items)
    return f"{count}, since {long_date(late_from)}"
