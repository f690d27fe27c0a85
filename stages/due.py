"""What is due from one person: the items of children that their roles see to, by day."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from accounts.models import Membership
from accounts.roles import Role
from pupils.models import Pupil
from stages.models import Snooze, Standing
from stages.occurrences import State
from stages.owners import roles_of
from stages.standing import StandingItem
from stages.vocabulary import Party

SOON = timedelta(days=14)

# Whose items are those of the children they work with, and whose are those of every child.
OF_OWN_CHILDREN = frozenset({Role.TEACHER, Role.YEAR_LEADER, Role.TA})
OF_EVERY_CHILD = frozenset({Role.SENCO, Role.HEAD, Role.OFFICE})
NAMES = (
    "pupil__forename",
    "pupil__preferred_forename",
    "pupil__surname",
    "pupil__preferred_surname",
)


def kind_of(item: StandingItem) -> str:
    """The requirement that an item is counted under."""
    return item.keys[0]


@dataclass(frozen=True, slots=True)
class Due:
    """One item of one child, open on a day. `snoozed` is why it is out of one's own sight."""

    standing: int
    pupil: int
    name: str
    surname: str
    item: StandingItem
    is_late: bool
    is_soon: bool
    when: str
    snoozed: Snooze | None = None

    @property
    def kind(self) -> str:
        """What it is counted and put off under."""
        return kind_of(self.item)

    @property
    def chip(self) -> str:
        """The colour of its kind."""
        if self.is_late:
            return "late"
        return "due" if self.is_soon else "off"

    @property
    def order(self) -> tuple[str, str, str, str]:
        """By day, then by child."""
        return self.item.due_on, self.surname, self.name, self.item.what


@dataclass(frozen=True)
class DueFromMe:
    """What is due from a person: what is in sight, by day, and what they put off."""

    shown: Sequence[Due] = ()
    put_off: Sequence[Due] = ()

    @property
    def late(self) -> list[Due]:
        return [due for due in self.shown if due.is_late]

    @property
    def soon(self) -> list[Due]:
        """Due within 14 days, or by a day that has passed where it is not required."""
        return [due for due in self.shown if due.is_soon and not due.is_late]


@dataclass(frozen=True, slots=True)
class ChildItems:
    """What a standing holds of one child, with the child's name."""

    standing: int
    pupil: int
    name: str
    surname: str
    items: list[StandingItem]


def items_of_children(membership: Membership, day: date) -> list[ChildItems]:
    """What is asked of the children a person's roles see to things for; one query.

    Of every child for the SENCO, the head and the office; else of their own children.
    """
    if OF_EVERY_CHILD & membership.roles:
        pupils = Pupil.objects.visible_to(membership, day=day).on_roll()
    elif OF_OWN_CHILDREN & membership.roles:
        pupils = Pupil.objects.own_of(membership, day=day)
    else:
        return []
    rows = Standing.objects.filter(pupil__in=pupils, due_on__isnull=False)
    return [
        _child(*row) for row in rows.values_list("pk", "pupil_id", *NAMES, "items").order_by("pk")
    ]


def _child(standing: int, pupil: int, *row: Any) -> ChildItems:
    forename, preferred, surname, preferred_surname, items = row
    shown = preferred_surname or surname
    return ChildItems(
        standing,
        pupil,
        f"{preferred or forename} {shown}",
        shown,
        [StandingItem(**item) for item in items],
    )


def due_from(
    membership: Membership, children: Iterable[ChildItems], day: date, *, has_put_off: bool = True
) -> DueFromMe:
    """What of it is due from this person, by day; two queries at most.

    `has_put_off` is false where it is known that they put nothing off.
    """
    everywhere, near = membership.roles & OF_EVERY_CHILD, membership.roles & OF_OWN_CHILDREN
    own = _own_children(membership, day)
    mine: list[Due] = []
    for child in children:
        roles = everywhere | near if own is None or child.pupil in own else everywhere
        asked = (item for item in child.items if roles & roles_of(map(Party, item.owners)))
        mine.extend(filter(None, (due_of(child, item, day) for item in asked)))
    put_off = _put_off(membership, day) if mine and has_put_off else {}
    return _by_sight(mine, put_off) if mine else DueFromMe()


def _own_children(membership: Membership, day: date) -> Collection[int] | None:
    """The children whose teacher's things are this person's; `None` where all that are read are."""
    if not OF_EVERY_CHILD & membership.roles:
        return None
    if not OF_OWN_CHILDREN & membership.roles:
        return ()
    return set(Pupil.objects.own_of(membership, day=day).values_list("pk", flat=True))


def due_of(child: ChildItems, item: StandingItem, day: date) -> Due | None:
    """An item as a line, if it is open on a day and has a day it is due by."""
    state = item.state_on(day)
    if state is State.LATER or not item.due_on:
        return None
    is_late = state is State.OVERDUE
    due_on = date.fromisoformat(item.late_on if is_late else item.due_on)
    return Due(
        standing=child.standing,
        pupil=child.pupil,
        name=child.name,
        surname=child.surname,
        item=item,
        is_late=is_late,
        is_soon=due_on <= day + SOON,
        when=when_words(due_on, day, is_late=is_late),
    )


def when_words(due_on: date, day: date, *, is_late: bool) -> str:
    """`since 19 October`, `by Friday 4 December`, `today`; the year where it is another."""
    words = f"{due_on.day} {due_on:%B}"
    if due_on.year != day.year:
        words += f" {due_on.year}"
    if is_late:
        return f"since {words}"
    if due_on == day:
        return "today"
    return f"by {due_on:%A} {words}" if due_on > day else f"expected by {words}"


def _put_off(membership: Membership, day: date) -> dict[tuple[int, str], Snooze]:
    """What this person has out of sight on a day; one query."""
    return {(row.pupil_id, row.requirement): row for row in put_off_by(membership, day)}


def put_off_by(membership: Membership, day: date) -> Any:
    """A person's rows that put something off beyond a day."""
    return Snooze.objects.filter(user=membership.user_id, until__gt=day)


def _by_sight(mine: Iterable[Due], snoozes: dict[tuple[int, str], Snooze]) -> DueFromMe:
    shown, put_off = [], []
    for due in sorted(mine, key=lambda due: due.order):
        rows = (snoozes.get((due.pupil, key)) for key in due.item.keys)
        snoozed = next((row for row in rows if row), None)
        if snoozed is None:
            shown.append(due)
        else:
            put_off.append(replace(due, snoozed=snoozed))
    return DueFromMe(shown, put_off)
