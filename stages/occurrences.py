"""One requirement of one placement: each time it comes round, and what that time is on a day. Pure.

The rules are in docs/decisions/due-items.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schools.calendar import ONE_DAY
from stages.evidence import Piece
from stages.ladder import RequirementSpec
from stages.periods import Every
from stages.rounds import Rounds, is_rolling
from stages.vocabulary import Word

WEEKS_FOR_ONCE = 6
NEAR = timedelta(days=14)  # a meeting this near a set day is that day's; voices are gathered before
WRITTEN_UP = 1  # teaching weeks after a meeting


class State(Word):
    """What an occurrence is on a day."""

    DONE = "done", "Done"
    LATER = "later", "Later"
    DUE = "due", "Due"
    OVERDUE = "overdue", "Overdue"
    MISSED = "missed", "Missed"


@dataclass(frozen=True, slots=True)
class Placement:
    """A child at a stage from a day; `record` is the stage record's id, `before` what it followed.

    `before` is the first day of the stage straight before it, where there was one; `stays` are the
    days it was decided that the child stays.
    """

    record: int
    stage: str
    starts_on: date
    ends_on: date | None = None
    overlay: bool = False
    agency: str = ""
    before: date | None = None
    stays: tuple[date, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether the child is there on a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time something is asked: from when it can be done, by when, and what it is today.

    `counts_from` to the day before `counts_until` are the days a record of it may have. `proof` is
    empty unless it is done; `have` counts the records there are of those that are asked for.
    """

    asked: RequirementSpec
    placement: Placement
    opens_on: date | None
    due_on: date | None
    counts_from: date
    counts_until: date
    state: State
    proof: tuple[Piece, ...] = ()
    have: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in {State.LATER, State.DUE, State.OVERDUE}

    @property
    def by_reason(self) -> bool:
        """Whether a reason why not stands in the place of a record."""
        return any(piece.why_not for piece in self.proof)


@dataclass(frozen=True, slots=True)
class Asking:
    """A requirement as it is asked of one child: from when, and the records that fit it.

    `pieces` are in order, none after today. `held` are the days of the records it comes
    round with, `days_set` those the school has set for them.
    """

    asked: RequirementSpec
    placement: Placement
    asked_from: date
    today: date
    pieces: Sequence[Piece]
    runs_out_on: date | None = None
    held: Sequence[date] = ()
    days_set: Sequence[date] = ()


def occurrences(asking: Asking, rounds: Rounds) -> Iterator[Occurrence]:
    """Every time it comes round, to the first that is to be done and has not opened yet."""
    every = asking.asked.every
    if every.every is Every.AS_NEEDED:
        yield _as_needed(asking)
    elif every.every is Every.ONCE:
        yield _once(asking, rounds)
    elif is_rolling(every):
        yield from _rolling(asking, rounds)
    elif every.every is Every.AT_EVERY:
        yield from _at_every(asking, rounds)
    else:
        yield from _by_the_calendar(asking, rounds)


def enough(asked: RequirementSpec, found: Sequence[Piece]) -> tuple[Piece, ...]:
    """The earliest records that suffice, of those that fit in order; none when they do not."""
    proof = _made(asked, found)
    if len(proof) < (len(asked.given_to) or asked.count):
        proof = ()
    reason = next((piece for piece in found if piece.why_not), None)
    if reason and (not proof or reason.on < proof[-1].on):
        return (reason,)
    return proof


def _made(asked: RequirementSpec, found: Sequence[Piece]) -> tuple[Piece, ...]:
    """The earliest of the records asked for, as many as there are; reasons why not aside."""
    made = [piece for piece in found if not piece.why_not]
    if not asked.given_to:
        return tuple(made[: asked.count])
    first: dict[str, Piece] = {}
    for piece in made:
        if piece.given_to in asked.given_to:
            first.setdefault(piece.given_to, piece)
    return tuple(first.values())


def _occurrence(
    asking: Asking,
    opens_on: date | None,
    due_on: date | None,
    counts_from: date,
    counts_until: date = date.max,
) -> Occurrence:
    found = [piece for piece in asking.pieces if counts_from <= piece.on < counts_until]
    proof = enough(asking.asked, found)
    state = State.DONE if proof else _undone(asking, opens_on, due_on, counts_until)
    have = len(_made(asking.asked, found))
    return Occurrence(
        asking.asked,
        asking.placement,
        opens_on,
        due_on,
        counts_from,
        counts_until,
        state,
        proof,
        have,
    )


def _undone(asking: Asking, opens_on: date | None, due_on: date | None, ends_on: date) -> State:
    """What an occurrence without enough records is today."""
    if asking.pieces and asking.pieces[-1].on >= ends_on:
        return State.MISSED
    if asking.asked.is_prompt or opens_on is None or due_on is None or asking.today < opens_on:
        return State.LATER
    if asking.today > due_on and asking.asked.can_be_overdue:
        return State.OVERDUE
    return State.DUE


def _as_needed(asking: Asking) -> Occurrence:
    """Never due: what was recorded last at this stage is its proof."""
    begun = [piece for piece in asking.pieces if piece.on >= asking.placement.starts_on]
    return Occurrence(
        asking.asked,
        asking.placement,
        None,
        None,
        asking.placement.starts_on,
        date.max,
        State.DONE if begun else State.LATER,
        tuple(begun[-1:]),
        len(begun[-1:]),
    )


def _once(asking: Asking, rounds: Rounds) -> Occurrence:
    placement, begins = asking.placement, asking.asked_from
    due_on = rounds.calendar.end_of_teaching_weeks(begins, WEEKS_FOR_ONCE)
    out = asking.runs_out_on
    if out and out >= begins and (due_on is None or out < due_on):
        due_on = out
    counts_from = placement.before or placement.starts_on - timedelta(days=98)
    if asking.asked.across_stages:
        counts_from = date.min
    return _occurrence(asking, begins if due_on else None, due_on, counts_from)


def _by_the_calendar(asking: Asking, rounds: Rounds) -> Iterator[Occurrence]:
    for period, until in rounds.asked(asking.asked.every, asking.asked_from):
        counts_from = max(period.opens_on, asking.placement.starts_on)
        yield _occurrence(asking, period.opens_on, period.due_on, counts_from, until)
        if period.opens_on > asking.today:
            break


def _rolling(asking: Asking, rounds: Rounds) -> Iterator[Occurrence]:
    begins, counts_from = asking.asked_from, asking.placement.starts_on
    while True:
        due_on = rounds.after(asking.asked.every, begins)
        opens_on = begins + (due_on - begins) // 2 if due_on else None
        found = _occurrence(asking, opens_on, due_on, counts_from)
        yield found
        if not found.proof:
            break
        met_on = max(piece.on for piece in found.proof)
        begins, counts_from = max(met_on, asking.asked_from), met_on + ONE_DAY


def _at_every(asking: Asking, rounds: Rounds) -> Iterator[Occurrence]:
    held = [day for day in asking.held if day >= asking.asked_from]
    free = [
        day
        for day in asking.days_set
        if day >= asking.asked_from and not any(abs(day - other) <= NEAR for other in asking.held)
    ]
    days = sorted({*held, *free})
    begins = [
        max(day - NEAR, before + ONE_DAY) if before else day - NEAR
        for before, day in zip([None, *days], days, strict=False)
    ]
    for day, counts_from, until in zip(days, begins, [*begins[1:], date.max], strict=False):
        due_on = rounds.calendar.end_of_teaching_weeks(day, WRITTEN_UP)
        earliest = max(counts_from, asking.placement.starts_on)
        found = _occurrence(asking, day, due_on, earliest, until)
        yield found
        if day > asking.today and not found.proof:
            break
