"""Several children of the register at once: who was chosen, and what can be done for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import Membership
from accounts.permissions import Permission
from pupils.actions import RefusedForSome
from pupils.models import Pupil
from reports.register_filters import ticked_in

# As many at a time: each child's change is a version of its own in the child's history.
MOST = 250


class Act(NamedTuple):
    """Something that can be done for several children: its button, who may, its page."""

    words: str
    permission: Permission
    route: str


ACTS = (
    Act("Move", Permission.PLACE_BELOW_REGISTER, "reports:chosen_move"),
    Act("Key worker or TA", Permission.MANAGE_ACCESS, "reports:chosen_staff"),
    Act("Class", Permission.EDIT_PUPIL, "reports:chosen_class"),
    Act("Letters", Permission.WRITE_LETTERS, "reports:chosen_letters"),
    Act("Parents told", Permission.PRINT_LETTERS, "reports:chosen_told"),
    Act("Export", Permission.EXPORT_REGISTER, "reports:register_export"),
)


def acts_of(membership: Membership) -> list[Act]:
    """What this person may do for several children at once."""
    may = membership.permissions
    return [act for act in ACTS if act.permission in may]


@dataclass(frozen=True)
class Chosen:
    """The children of one change, by name, and how many more were chosen than can be changed."""

    pupils: Sequence[Pupil]
    too_many: int

    @property
    def words(self) -> str:
        """`12 children`."""
        return children(len(self.pupils))


def children(count: int) -> str:
    """`12 children`."""
    return "1 child" if count == 1 else f"{count} children"


def chosen(rows: QuerySet[Any], asked: QueryDict, membership: Membership) -> Chosen:
    """The children ticked, or with `all` every one of `rows`: those this person may change.

    Nobody where nothing was ticked: an empty choice never means everyone. Two queries at most.
    """
    if not (ticked_in(asked) or asked.get("all")):
        return Chosen([], 0)
    pupils = Pupil.objects.changeable_by(membership).filter(pk__in=rows.order_by().values("pk"))
    found = sorted(
        pupils[: MOST + 1], key=lambda pupil: (pupil.shown_surname, pupil.shown_forename, pupil.pk)
    )
    if len(found) > MOST:
        return Chosen([], pupils.count())
    return Chosen(found, 0)


def without(asked: QueryDict, chosen: Chosen, refusal: RefusedForSome) -> str:
    """What to ask for to leave out those who refuse: the rest, ticked one by one."""
    refusing = {pupil.pk for pupil, _ in refusal.problems}
    rest = asked.copy()
    rest.pop("all", None)
    rest.setlist("pupil", [str(p.pk) for p in chosen.pupils if p.pk not in refusing])
    return f"?{rest.urlencode()}" if rest.getlist("pupil") else ""
