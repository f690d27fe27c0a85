"""What a child's leaving ends: classes and staff links here, and what higher rooms add.

Rooms above this one keep dated rows of their own about a child (stage records). Each says in its
`AppConfig.ready` which of them end when a child leaves, so that whoever archives a child, a page,
a refresh or the rollover, ends all of them in one transaction (docs/decisions/leaving.md).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from pupils.models import ClassPlacement, Pupil, StaffLink

REASON = "Left the school"


@dataclass(frozen=True)
class Ending:
    """A dated row that leaving ends, the sentence that says so, and what else it is given."""

    row: Any
    words: str
    also: Mapping[str, Any] = field(default_factory=dict)


Finder = Callable[[Pupil, Q], Iterable[Ending]]
_finders: list[Finder] = []


def leaving_also_ends(finder: Finder) -> None:
    """Register what a higher room's rows end. `finder` takes the pupil and which rows last on."""
    if finder not in _finders:
        _finders.append(finder)


def what_leaving_ends(pupil: Pupil, on: date) -> list[Ending]:
    """Everything dated that lasts beyond a pupil's last day."""
    beyond = Q(ends_on__isnull=True) | Q(ends_on__gt=on + timedelta(days=1))
    return [ending for find in (_classes, _links, *_finders) for ending in find(pupil, beyond)]


def end_with_leaving(pupil: Pupil, on: date) -> None:
    """End all of it after the last day; each row as a new version with the reason."""
    for ending in what_leaving_ends(pupil, on):
        row = ending.row
        row.ends_on = max(row.starts_on, on + timedelta(days=1))
        for name, value in ending.also.items():
            setattr(row, name, value)
        row._change_reason = REASON
        row.save()


def _classes(pupil: Pupil, beyond: Q) -> Iterable[Ending]:
    rows = ClassPlacement.objects.filter(beyond, pupil=pupil).select_related("class_group")
    for row in rows.order_by("starts_on"):
        yield Ending(row, f"Being in class {row.class_group.name} ends.")


def _links(pupil: Pupil, beyond: Q) -> Iterable[Ending]:
    rows = StaffLink.objects.filter(beyond, pupil=pupil).select_related("membership__user")
    for row in rows.order_by("starts_on", "pk"):
        kind = str(row.get_kind_display())
        name = row.membership.user.name
        yield Ending(row, f"{name} is no longer linked ({kind[0].lower()}{kind[1:]}).")
