"""What the page of one held file shows: its counts, and fifty rows of the part asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from accounts.models import Membership
from pupils.imports.plan import Plan, PlannedPupil
from pupils.models import Pupil

PAGE = 50
HIDDEN = "A pupil whose record you may not see"


@dataclass(frozen=True)
class Part:
    """One part of a plan: its name in the address, its words, and everything in it."""

    key: str
    label: str
    rows: Sequence[Any]


@dataclass(frozen=True)
class ImportPage:
    """The parts of a plan, the one that is shown, and the pupils it shows."""

    parts: tuple[Part, ...]
    shown: Part
    page: Page
    rows: list[dict[str, Any]]
    pupil_ids: list[int]


def import_page(plan: Plan, membership: Membership, asked: str, number: str) -> ImportPage:
    """The part of the plan that the address asks for, or the one that matters first."""
    parts = (
        Part("problems", "Problems", plan.errors),
        Part("notes", "To know", plan.warnings),
        Part("new", "New", plan.created),
        Part("changed", "Changed", plan.updated),
        Part("absent", "Not in the file", plan.absent),
    )
    full = [part for part in parts if part.rows]
    shown = next((part for part in parts if part.key == asked), (full or parts)[0])
    page = Paginator(shown.rows, PAGE).get_page(number)
    found = list(page.object_list)
    ids = _ids_of(found)
    seen = set(Pupil.objects.visible_to(membership).filter(pk__in=ids).values_list("pk", flat=True))
    rows = _DRAWN[shown.key](found, seen)
    return ImportPage(parts, shown, page, rows, sorted(seen))


def _ids_of(rows: Sequence[Any]) -> list[int]:
    ids = [row.pupil_id if isinstance(row, PlannedPupil) else row for row in rows]
    return [pk for pk in ids if isinstance(pk, int)]


def _problems(rows: Sequence[Any], seen: set[int]) -> list[dict[str, Any]]:
    return [{"row": p.row, "column": p.column, "problem": p.problem} for p in rows]


def _new(rows: Sequence[Any], seen: set[int]) -> list[dict[str, Any]]:
    return [
        {
            "row": p.row,
            "name": p.name,
            "year": p.year,
            "class_name": p.class_name,
            "said": [
                f"{c.what}: {c.after}" for c in p.changes if c.what in {"SEN status", "Needs"}
            ],
        }
        for p in rows
    ]


def _changed(rows: Sequence[Any], seen: set[int]) -> list[dict[str, Any]]:
    """Only who may see a pupil is told what was recorded before (access blocks)."""
    return [
        {"row": p.row, "name": p.name, "changes": p.changes}
        if p.pupil_id in seen
        else {"row": p.row, "name": HIDDEN, "changes": ()}
        for p in rows
    ]


def _absent(rows: Sequence[Any], seen: set[int]) -> list[dict[str, Any]]:
    pupils = Pupil.objects.filter(pk__in=seen).order_by("surname", "forename")
    return [{"pk": pupil.pk, "name": pupil.name} for pupil in pupils]


_DRAWN: dict[str, Callable[[Sequence[Any], set[int]], list[dict[str, Any]]]] = {
    "problems": _problems,
    "notes": _problems,
    "new": _new,
    "changed": _changed,
    "absent": _absent,
}
