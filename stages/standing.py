"""Standings: written from the engine's answer, read without it (docs/decisions/standing.md)."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date

from common.dates import today
from schools.turns import hold
from stages.facts import known_of
from stages.graduated_response import Answer
from stages.merging import Item
from stages.models import Standing
from stages.occurrences import State
from stages.owners import owners

FIELDS = (
    "reckoned_on",
    "runs_out_on",
    "due_on",
    "what",
    "late_from",
    "overdue",
    "missing",
    "items",
)


@dataclass(frozen=True, slots=True)
class StandingItem:
    """A due item as a standing keeps it: what, by when, from when it is late, and whose it is.

    `keys` are the requirements it serves, the first being the one due first. Days are ISO texts,
    empty where there is none: `opens_on` where nobody knows from when it can be done, `late_on`,
    the last day before it is overdue, where nothing of it is required.
    """

    keys: list[str]
    what: str
    opens_on: str
    due_on: str
    late_on: str
    owners: list[str]

    @property
    def is_required(self) -> bool:
        """Whether it can become overdue."""
        return bool(self.late_on)

    def state_on(self, day: date) -> State:
        """What it is on a day, as long as nothing new was recorded."""
        if not self.opens_on or day.isoformat() < self.opens_on:
            return State.LATER
        if self.late_on and day.isoformat() > self.late_on:
            return State.OVERDUE
        return State.DUE


def items_of(standing: Standing) -> list[StandingItem]:
    """The items of a standing, the first due first."""
    return [StandingItem(**item) for item in standing.items]


def restand(pupils: Collection[int] | None) -> None:
    """Write the standings of these children, or of everyone on roll, as of today.

    The number of queries does not grow with theirs, up to a batch of 500. They are held from before
    the first is read, so that of two who record in one moment the second writes what both did.
    """
    hold(pupils)
    rows = reckoned(pupils, today())
    there = {row.pupil_id for row in rows}
    if pupils is None:
        Standing.objects.exclude(pupil__in=there).delete()
    elif gone := set(pupils) - there:
        Standing.objects.filter(pupil__in=gone).delete()
    Standing.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["pupil"],
        update_fields=FIELDS,
    )


def reckoned(pupils: Collection[int] | None, day: date) -> list[Standing]:
    """The standings these children should have on a day, not saved."""
    known = known_of(pupils)
    answers = known.answers(day) if known else ()
    return [_standing(pupil, answer) for pupil, answer in answers if answer.here or answer.overlays]


def _standing(pupil: int, answer: Answer) -> Standing:
    items = [item for item in answer.items if item.is_asked]
    following = answer.next
    standing = Standing(
        pupil_id=pupil,
        reckoned_on=answer.today,
        runs_out_on=answer.runs_out_on,
        due_on=following.due_on if following else None,
        what=following.first.asked.words if following else "",
        late_from=min((day for item in items for day in _required_days(item)), default=None),
        overdue=len(answer.overdue),
        missing=len(answer.missing),
        items=[asdict(_kept(item)) for item in items],
    )
    standing.claim_for_school()
    return standing


def _required_days(item: Item) -> Iterable[date]:
    for one in item.occurrences:
        if one.asked.can_be_overdue and one.due_on and one.opens_on:
            yield one.due_on


def _kept(item: Item) -> StandingItem:
    asked = [one for one in item.occurrences if not one.asked.is_prompt]
    opening = [one.opens_on for one in asked if one.opens_on]
    late_on = min(_required_days(item), default=None)
    return StandingItem(
        keys=[one.asked.key for one in item.occurrences],
        what=item.first.asked.words,
        opens_on=min(opening).isoformat() if opening else "",
        due_on=item.due_on.isoformat() if item.due_on else "",
        late_on=late_on.isoformat() if late_on else "",
        owners=[party.value for party in owners(item)],
    )
