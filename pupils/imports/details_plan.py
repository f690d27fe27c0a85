"""What a file's names, dates and class would change."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from common.dates import this_academic_year
from common.years import YearGroup
from pupils.imports.changes import Draft, Table
from pupils.imports.incoming import IncomingPupil, squashed
from pupils.imports.known import Known
from pupils.models import ClassPlacement, Pupil

FIELDS = {
    "upn": "UPN",
    "former_upn": "Former UPN",
    "forename": "Forename",
    "middle_names": "Middle names",
    "surname": "Surname",
    "preferred_forename": "Preferred forename",
    "preferred_surname": "Preferred surname",
    "born_on": "Date of birth",
    "sex": "Sex",
    "year_group": "Year group",
    "home_language": "Home language",
    "is_eal": "English as an additional language",
    "has_pupil_premium": "Pupil premium",
    "has_free_meals": "Free school meals",
    "is_looked_after": "Looked after",
    "young_carer": "Young carer",
    "joined_on": "Joined",
}
"""Fields of a pupil that a file may set, named alike here and there. Leaving is never imported."""

_LEFT_TO_US = frozenset({"year_group", "has_free_meals", "is_looked_after"})
"""What another school's file cannot know better than we do."""


def stated(row: IncomingPupil) -> dict[str, Any]:
    """The fields the file says something about; a blank cell says nothing."""
    values = {name: getattr(row, name) for name in FIELDS}
    return {name: value for name, value in values.items() if value is not None and value != ""}


def plan_new_pupil(draft: Draft, row: IncomingPupil, year_group: int) -> None:
    """The record of a child who is new here; one who has left already comes in as a leaver."""
    values = stated(row) | {"year_group": year_group}
    if row.left_on:
        values["left_on"] = row.left_on
    draft.make(Table.PUPIL, **values)


def plan_fields(draft: Draft, row: IncomingPupil, here: Pupil, *, is_transfer: bool) -> None:
    """Field by field what differs. A leaving date is not a field: a person says who has left."""
    new: dict[str, Any] = {}
    for name, value in stated(row).items():
        before = getattr(here, name)
        if value != before and not (is_transfer and name in _LEFT_TO_US):
            new[name] = value
            draft.tell(FIELDS[name], _shown(name, before), _shown(name, value))
    if "upn" in new and here.upn and not here.former_upn:
        new.setdefault("former_upn", here.upn)
    if "year_group" in new:
        new |= {"year_begins": this_academic_year(), "next_year_group": None}
    if new:
        draft.change(Table.PUPIL, here.pk, **new)


def _shown(name: str, value: Any) -> Any:
    if name == "year_group":
        return YearGroup(value)
    if name == "young_carer":
        return Pupil.YoungCarer(value).label
    return value


def plan_class(
    draft: Draft, row: IncomingPupil, known: Known, here: Pupil | None, today: date
) -> None:
    """Into the class of the file: the class now ends today, and a class to come is kept."""
    key = squashed(row.class_name)
    if not key or known.year is None or row.left_on:
        return
    held = known.placements.get(here.pk, []) if here else []
    current = known.class_now(here.pk, today) if here else None
    group = known.classes.get(key)
    there = [current] if current else held
    if group and any(placement.class_group_id == group.pk for placement in there):
        return
    starts_on = today
    if here is None:
        starts_on = max(known.year.starts_on, row.joined_on or known.year.starts_on)
    elif current:
        draft.change(Table.PLACEMENT, current.pk, ends_on=today)
    ends_on = _next_start(held, starts_on)
    draft.make(Table.PLACEMENT, class_key=key, starts_on=starts_on, ends_on=ends_on)
    before = class_name(known, current)
    draft.tell("Class", before, group.name if group else row.class_name)


def _next_start(held: Sequence[ClassPlacement], starts_on: date) -> date | None:
    """The first day of a class already arranged for later."""
    return min((p.starts_on for p in held if p.starts_on > starts_on), default=None)


def class_name(known: Known, placement: ClassPlacement | None) -> str:
    """What a placement's class is called; empty for none."""
    if placement is None:
        return ""
    names = (g.name for g in known.classes.values() if g.pk == placement.class_group_id)
    return next(names, "another year's class")
