"""What one record would serve is shown as one item, whatever asks for it. Pure.

The rule is in docs/decisions/due-items.md, "One item".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from stages.evidence import could_be_one
from stages.occurrences import Occurrence, State
from stages.vocabulary import Strength

URGENCY = {State.OVERDUE: 0, State.DUE: 1, State.LATER: 2}
FIRMNESS = {Strength.REQUIRED: 0, Strength.EXPECTED: 1, Strength.CONSIDERED: 2}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, and every requirement it would serve, the most pressing first."""

    occurrences: tuple[Occurrence, ...]

    @property
    def first(self) -> Occurrence:
        """The occurrence that says by when it is due."""
        return _soonest(self.occurrences)

    @property
    def due_on(self) -> date | None:
        """The earliest of the days it is due by; `None` while none is known."""
        return self.first.due_on

    @property
    def state(self) -> State:
        """Overdue when one of them is, else due when one of them is, else later."""
        return min((one.state for one in self.occurrences), key=URGENCY.__getitem__)

    @property
    def strength(self) -> Strength:
        """As firm as the firmest of them."""
        return min((one.asked.strength for one in self.occurrences), key=FIRMNESS.__getitem__)

    @property
    def is_asked(self) -> bool:
        """Whether anyone must act: not where all of it is only to be considered."""
        return not all(one.asked.is_prompt for one in self.occurrences)


@dataclass(frozen=True, slots=True)
class _Strand:
    """Occurrences of one requirement that a single record clears: it serves the last of them."""

    occurrences: tuple[Occurrence, ...]

    @property
    def last(self) -> Occurrence:
        return self.occurrences[-1]

    @property
    def first(self) -> Occurrence:
        return _soonest(self.occurrences)

    @property
    def order(self) -> tuple[bool, date, int, int, str, date]:
        """What is asked before what only reminds, so that a reminder never sets a day."""
        one, asked = self.first, self.first.asked
        due_on, firmness = one.due_on or date.max, FIRMNESS[asked.strength]
        place = one.placement.record, asked.key, one.counts_from
        return asked.is_prompt, due_on, firmness, *place


def merged(found: Iterable[Occurrence], today: date) -> Sequence[Item]:
    """Items of occurrences that are still to be done, in order of the day they are due by.

    Every occurrence is in exactly one item.
    """
    groups: list[list[_Strand]] = []
    for strand in sorted(_strands(found, today), key=lambda strand: strand.order):
        group = next((group for group in groups if _joins(strand, group, today)), None)
        if group is None:
            groups.append([strand])
        else:
            group.append(strand)
    items = [Item(tuple(one for strand in group for one in strand.occurrences)) for group in groups]
    return sorted(items, key=lambda item: item.due_on or date.max)


def _strands(found: Iterable[Occurrence], today: date) -> Iterable[_Strand]:
    now: dict[tuple[int, str], list[Occurrence]] = {}
    for one in found:
        if one.counts_from <= today:
            now.setdefault((one.placement.record, one.asked.key), []).append(one)
        else:
            yield _Strand((one,))
    for strand in now.values():
        yield _Strand(tuple(strand))


def _joins(strand: _Strand, group: Sequence[_Strand], today: date) -> bool:
    """Whether one record, made in time for the first of them, would serve all."""
    if not all(could_be_one(strand.last.asked, other.last.asked) for other in group):
        return False
    begins = max(today, *(other.last.counts_from for other in (strand, *group)))
    ends = min(other.last.counts_until for other in (strand, *group))
    due_on = group[0].first.due_on or date.max
    return begins < ends and begins <= max(due_on, today)


def _soonest(found: Sequence[Occurrence]) -> Occurrence:
    """What is due first of what is asked; of what only reminds where nothing is asked."""
    return min(found, key=lambda one: (one.asked.is_prompt, one.due_on or date.max))
