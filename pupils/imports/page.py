"""What the page of one held file shows: its counts, and fifty rows of the part asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from accounts.models import Membership
from pupils.imports.changes import Change
from pupils.imports.choices import Choices
from pupils.imports.details_plan import FIELDS
from pupils.imports.differences import Difference
from pupils.imports.plan import Leaver, Plan, PlannedPupil
from pupils.imports.settling import may_take
from pupils.models import Pupil

PAGE = 50
HIDDEN = "A pupil whose record you may not see"
NAMES = frozenset(
    [FIELDS[name] for name in FIELDS if "name" in name] + [FIELDS["year_group"], "Class"]
)
"""What the MIS is the master of, and changes most: names, year and class."""


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


@dataclass(frozen=True)
class Seen:
    """Which of the pupils shown this person may see, by id, and what was decided so far."""

    pupils: dict[int, Pupil]
    choices: Choices
    takes: bool


def parts_of(plan: Plan) -> tuple[Part, ...]:
    """Everything in a plan, in the order in which it matters."""
    return (
        Part("problems", "Problems", plan.errors),
        Part("settle", "To settle", plan.asked),
        Part("leavers", "Leavers", plan.leavers),
        Part("new", "Joiners" if plan.is_refresh else "New", plan.created),
        Part("class", "Class and name", [p for p in plan.updated if _told(p, names=True)]),
        Part("other", "Other changes", [p for p in plan.updated if _told(p, names=False)]),
        Part("notes", "To know", plan.notes),
    )


def import_page(
    plan: Plan, choices: Choices, membership: Membership, asked: str, number: str
) -> ImportPage:
    """The part of the plan that the address asks for, or the one that matters first."""
    parts = parts_of(plan)
    full = [part for part in parts if part.rows]
    shown = next((part for part in parts if part.key == asked), (full or parts)[0])
    page = Paginator(shown.rows, PAGE).get_page(number)
    found = list(page.object_list)
    rows = Pupil.objects.visible_to(membership).filter(pk__in=_ids_of(found))
    seen = Seen({pupil.pk: pupil for pupil in rows}, choices, may_take(membership))
    return ImportPage(parts, shown, page, _DRAWN[shown.key](found, seen), sorted(seen.pupils))


def _ids_of(rows: Sequence[Any]) -> list[int]:
    about = (PlannedPupil, Leaver, Difference)
    ids = [row.pupil_id for row in rows if isinstance(row, about)]
    return [pk for pk in ids if isinstance(pk, int)]


def _told(planned: PlannedPupil, *, names: bool) -> list[Change]:
    return [change for change in planned.changes if (change.what in NAMES) == names]


def _problems(rows: Sequence[Any], seen: Seen) -> list[dict[str, Any]]:
    return [{"row": p.row, "column": p.column, "problem": p.problem} for p in rows]


def _new(rows: Sequence[Any], seen: Seen) -> list[dict[str, Any]]:
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


def _changed(names: bool) -> Callable[[Sequence[Any], Seen], list[dict[str, Any]]]:
    """Only who may see a pupil is told what was recorded before (access blocks)."""

    def drawn(rows: Sequence[Any], seen: Seen) -> list[dict[str, Any]]:
        return [
            {"row": p.row, "name": p.name, "changes": _told(p, names=names)}
            if p.pupil_id in seen.pupils
            else {"row": p.row, "name": HIDDEN, "changes": ()}
            for p in rows
        ]

    return drawn


def _leavers(rows: Sequence[Any], seen: Seen) -> list[dict[str, Any]]:
    """Who may have left, by surname; a pupil one may not see is for somebody else to decide."""
    lines = [
        {
            "pk": leaver.pupil_id,
            "name": seen.pupils[leaver.pupil_id].name,
            "sort": seen.pupils[leaver.pupil_id].shown_surname.casefold(),
            "year": seen.pupils[leaver.pupil_id].get_year_group_display(),
            "stated": leaver.stated,
            "on": leaver.on,
        }
        for leaver in rows
        if leaver.pupil_id in seen.pupils
    ]
    return sorted(lines, key=lambda line: (line["sort"], line["name"]))


def _settle(rows: Sequence[Any], seen: Seen) -> list[dict[str, Any]]:
    return [
        {
            "field": f"choice-{d.pupil_id}-{d.part}",
            "pk": d.pupil_id,
            "name": seen.pupils[d.pupil_id].name,
            "part": d.name,
            "is_status": d.part == "status",
            "ours": d.ours,
            "theirs": d.theirs,
            "why_not": d.why_not or ("" if seen.takes else "The SENCO can take the MIS's."),
            "chosen": seen.choices.settled.get((d.pupil_id, d.part), ""),
        }
        for d in rows
        if d.pupil_id in seen.pupils
    ]


_DRAWN: dict[str, Callable[[Sequence[Any], Seen], list[dict[str, Any]]]] = {
    "problems": _problems,
    "notes": _problems,
    "new": _new,
    "class": _changed(names=True),
    "other": _changed(names=False),
    "leavers": _leavers,
    "settle": _settle,
}
