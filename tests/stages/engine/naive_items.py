"""Which times are shown as one item, found by trying every day."""

from dataclasses import dataclass
from datetime import date

from stages.occurrences import State
from stages.vocabulary import Applies, Strength
from tests.stages.engine.naive import Time
from tests.stages.engine.naive_days import days

FIRM = (Strength.REQUIRED, Strength.EXPECTED, Strength.CONSIDERED)


@dataclass
class Strand:
    """Times of one requirement that one record clears: it serves the last."""

    times: list[Time]

    @property
    def last(self) -> Time:
        """The time a record serves."""
        return self.times[-1]


def strands(found: list[Time], today: date) -> list[Strand]:
    """What is still to be done; what a record of today could serve together."""
    made: list[Strand] = []
    now: dict[tuple[int, str], Strand] = {}
    for time in found:
        if time.state in (State.DONE, State.MISSED):
            continue
        name = (time.placement.record, time.asked.key)
        if time.counts_from > today:
            made.append(Strand([time]))
        elif name in now:
            now[name].times.append(time)
        else:
            now[name] = Strand([time])
            made.append(now[name])
    return made


def one_record_fits(one: Time, other: Time) -> bool:
    """Whether a record could be made that fits both."""
    a, b = one.asked, other.asked
    return (
        a.evidence == b.evidence
        and (a.of == b.of or "" in (a.of, b.of))
        and (a.whose == b.whose or "" in (a.whose, b.whose))
        and a.given_to == b.given_to
        and a.held_for == b.held_for
    )


def is_one(group: list[Strand], today: date) -> bool:
    """Whether one record, made in time for the first that is due, would serve all."""
    lasts = [strand.last for strand in group]
    if not all(one_record_fits(one, other) for one in lasts for other in lasts):
        return False
    due = due_on(group)
    end = max(due, today) if due else max([today, *(time.counts_from for time in lasts)])
    return any(all(time.takes(day) for time in lasts) for day in days(today, end))


def items(found: list[Time], today: date) -> list[list[Strand]]:
    """Each strand with the first others it can be one with, in the order of the rules."""
    made: list[list[Strand]] = []
    for strand in sorted(strands(found, today), key=_order):
        for group in made:
            if is_one([*group, strand], today):
                group.append(strand)
                break
        else:
            made.append([strand])
    return made


def due_on(group: list[Strand]) -> date | None:
    """The earliest due day of what is asked; of reminders only where nothing is."""
    asked = [strand for strand in group if not reminds(strand)] or group
    return min((time.due_on for each in asked for time in each.times if time.due_on), default=None)


def state(group: list[Strand]) -> State:
    """The most pressing of the states."""
    states = {time.state for strand in group for time in strand.times}
    return next(each for each in (State.OVERDUE, State.DUE, State.LATER) if each in states)


def reminds(strand: Strand) -> bool:
    """Whether it is only to be considered, or where appropriate."""
    asked = strand.last.asked
    return asked.strength == Strength.CONSIDERED or asked.applies == Applies.WHERE_APPROPRIATE


def _order(strand: Strand) -> tuple[bool, date, int, int, str, date]:
    time = min(strand.times, key=lambda time: time.due_on or date.max)
    return (
        reminds(strand),
        time.due_on or date.max,
        FIRM.index(time.asked.strength),
        time.placement.record,
        time.asked.key,
        time.counts_from,
    )
