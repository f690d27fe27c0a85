"""The next thing due of a child, for the header of its pages."""

from datetime import date

from pupils.contexts import NextDue
from stages.due_words import due_chip
from stages.graduated_response import Answer
from stages.merging import Item
from stages.models import Standing
from stages.occurrences import State
from stages.standing import items_of


def next_of_answer(answer: Answer) -> NextDue | None:
    """What is due first of what has a date and is asked for, as the engine has it."""
    item = answer.next
    if item is None:
        return None
    opens = [one.opens_on for one in item.occurrences if one.opens_on]
    due_on = late_since(item) or item.due_on
    chip = due_chip(item.state, min(opens, default=None), due_on, answer.today)
    return NextDue(item.first.asked.words, chip)


def late_since(item: Item) -> date | None:
    """The day something of an item was required by, where it is overdue."""
    late = (one.due_on for one in item.occurrences if one.state is State.OVERDUE and one.due_on)
    return min(late, default=None)


def next_of_standing(standing: Standing, day: date) -> NextDue | None:
    """The same from the stored copy, as of a day; no query."""
    for item in items_of(standing):
        if item.due_on:
            state = item.state_on(day)
            due_on = item.late_on if state is State.OVERDUE else item.due_on
            opens_on = date.fromisoformat(item.opens_on) if item.opens_on else None
            return NextDue(item.what, due_chip(state, opens_on, date.fromisoformat(due_on), day))
    return None
