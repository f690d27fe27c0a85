"""Whom a concern is about: the children one works with, by class, and a search for any other."""

from itertools import groupby

from accounts.models import Membership
from common.dates import today
from pupils.models import ClassPlacement, Pupil

MOST_FOUND = 20
SHORTEST = 2
OTHERS = "Others I work with"


def own_classes(reader: Membership) -> list[tuple[str, list[Pupil]]]:
    """The children a person works with, class by class, by surname; two queries."""
    day = today()
    rows = Pupil.objects.changeable_by(reader, day=day) & Pupil.objects.own_of(reader, day=day)
    pupils = _sorted(rows)
    placed = ClassPlacement.objects.on(day).filter(pupil__in=[pupil.pk for pupil in pupils])
    names = dict(placed.values_list("pupil_id", "class_group__name")) if pupils else {}
    pupils.sort(key=lambda pupil: names.get(pupil.pk, "~"))
    return [
        (name or OTHERS, list(group))
        for name, group in groupby(pupils, key=lambda pupil: names.get(pupil.pk, ""))
    ]


def children_found(reader: Membership, words: str) -> list[Pupil]:
    """The first children of a name whose record this person may change; one query."""
    if len(words) < SHORTEST:
        return []
    rows = Pupil.objects.changeable_by(reader).on_roll().matching(words)
    return _sorted(rows.order_by("surname", "forename", "pk")[:MOST_FOUND])


def _sorted(rows: object) -> list[Pupil]:
    found: list[Pupil] = list(rows)  # type: ignore[call-overload]
    found.sort(key=lambda pupil: (pupil.shown_surname.casefold(), pupil.shown_forename))
    return found
