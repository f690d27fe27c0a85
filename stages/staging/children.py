"""The children a draft could place: gathered in a handful of queries, whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.models import Membership
from pupils.imports.sen_plan import NO_DATE
from pupils.models import ClassPlacement, Need, Pupil, SenStatus
from stages.models import StageRecord

NONE = SenStatus.Code.NONE.value


@dataclass(frozen=True)
class Child:
    """A child, and what a stage could go by. `placed_at` is where a record has the child already.

    `code_since` is `None` where the day the status began is not known.
    """

    pupil: Pupil
    statuses: tuple[SenStatus, ...] = ()
    code: str = NONE
    code_since: date | None = None
    need: str = ""
    need_name: str = ""
    class_name: str = ""
    placed_at: str = ""

    @property
    def pk(self) -> int:
        return int(self.pupil.pk)

    @property
    def year(self) -> int:
        return int(self.pupil.year_group)

    def code_on(self, day: date) -> str:
        """N, K or E on a day."""
        return next((row.code for row in self.statuses if row.holds_on(day)), NONE)


def children_of(
    membership: Membership, day: date, *, named: Collection[int] = (), to_change: bool = False
) -> list[Child]:
    """Who a person may place: on roll and at no stage yet, by surname; five queries.

    `named` are others to be spoken of all the same, such as a child who has left meanwhile. With
    `to_change` the pupils are held until the transaction ends.
    """
    seen = Pupil.objects.visible_to(membership, day=day)
    rows = seen.filter(Q(left_on__isnull=True) | Q(pk__in=named)).order_by("pk")
    pupils: list[Pupil] = list(rows.locked() if to_change else rows)
    placed = _placed()
    pupils = [pupil for pupil in pupils if pupil.pk not in placed or pupil.pk in named]
    statuses, needs, classes = _statuses(), _needs(day), _classes(day)
    found = [
        _child(pupil, statuses[pupil.pk], needs.get(pupil.pk), classes, placed, day)
        for pupil in pupils
    ]
    return sorted(found, key=_by_name)


def _child(
    pupil: Pupil,
    statuses: list[SenStatus],
    need: Need | None,
    classes: dict[int, str],
    placed: dict[int, str],
    day: date,
) -> Child:
    now = next((row for row in statuses if row.holds_on(day)), None)
    return Child(
        pupil=pupil,
        statuses=tuple(statuses),
        code=now.code if now else NONE,
        code_since=now.starts_on if now and now.note != NO_DATE else None,
        need=need.type_id if need else "",
        need_name=need.type.short_name if need else "",
        class_name=classes.get(pupil.pk, ""),
        placed_at=placed.get(pupil.pk, ""),
    )


def _by_name(child: Child) -> tuple[str, str, int]:
    pupil = child.pupil
    return pupil.shown_surname.casefold(), pupil.shown_forename.casefold(), child.pk


def _placed() -> dict[int, str]:
    """Children with a record on the main line, and where the last one put them."""
    rows = StageRecord.objects.main_line().select_related("stage").order_by("starts_on", "pk")
    return {row.pupil_id: row.stage.title if row.stage else "off the ladder" for row in rows}


def _statuses() -> dict[int, list[SenStatus]]:
    return _by_pupil(SenStatus.objects.order_by("starts_on", "pk"))


def _by_pupil(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.pupil_id].append(row)
    return found


def _needs(day: date) -> dict[int, Need]:
    """The main need of each child on a day: the one of the first rank."""
    rows = Need.objects.on(day).select_related("type").order_by("-rank")
    return {row.pupil_id: row for row in rows}


def _classes(day: date) -> dict[int, str]:
    rows = ClassPlacement.objects.on(day).select_related("class_group")
    return {row.pupil_id: row.class_group.name for row in rows}
