"""What an item is on a day, in the words of a chip. Pure.

A chip says what and when, and never accuses: due, overdue, done, a reason recorded.
"""

from collections.abc import Iterable
from datetime import date

from common.dates import short_date
from stages.ladder import StageSpec
from stages.occurrences import Occurrence, State
from stages.periods import Unit
from stages.vocabulary import Party

Chip = tuple[str, str]  # the colour of its kind, and its words
FAR = 300  # days: from here on a short date needs its year

# Which weeks of a length of time are counted.
COUNTED = {
    Unit.TEACHING_WEEKS: "holidays do not count",
    Unit.CALENDAR_WEEKS: "holidays count as well",
    Unit.HALF_TERMS: "a half-term counts when at least half of it was left at the start",
    Unit.TERMS: "a term counts when at least half of it was left at the start",
}


def day_words(day: date, today: date) -> str:
    """`12 Mar`, with its year where that is not plain."""
    far = abs((day - today).days) > FAR
    return f"{short_date(day)} {day.year}" if far else short_date(day)


def due_chip(state: State, opens_on: date | None, due_on: date | None, today: date) -> Chip:
    """What is still to be done: how late, by when, or from when."""
    if state is State.OVERDUE and due_on:
        late = (today - due_on).days
        return "late", f"{late} day{'' if late == 1 else 's'} overdue"
    if due_on is None:
        return "off", "No date yet"
    if due_on < today:
        return "due", f"Was due {day_words(due_on, today)}"
    words = "Due today" if due_on == today else f"Due by {day_words(due_on, today)}"
    if state is State.LATER and opens_on and opens_on > today:
        return "info", f"{day_words(opens_on, today)} to {day_words(due_on, today)}"
    return "due", words


def done_chip(one: Occurrence, today: date) -> Chip:
    """What is done, or over: by a record, by a reason why not, or without either."""
    if one.by_reason:
        return "info", "Reason recorded"
    if one.proof:
        return "done", f"Done {day_words(max(piece.on for piece in one.proof), today)}"
    return "off", "Not recorded"


def who_words(parties: Iterable[Party]) -> str:
    """Who sees to it: `Class teacher, SENCO`."""
    words = ", ".join(party.label for party in parties)
    return f"{words[:1].upper()}{words[1:]}"


def counted_words(stage: StageSpec) -> str:
    """Which weeks the time at a stage counts; empty where it is ongoing or none is named."""
    return COUNTED.get(stage.timeframe.unit, "") if stage.timeframe else ""
