"""The pills and headings of the register: each leads to the list it names."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from accounts.models import Membership
from accounts.permissions import Permission
from reports.columns import Column
from reports.due.columns import DUES, children_asked
from reports.register_filters import GAPS, LISTS, STATUSES, YEARS, Address, need_names
from schools.models import ClassGroup


def choice_pill(
    address: Address, name: str, label: str, options: dict[str, str], *, unasked: str = "all"
) -> dict[str, Any]:
    """A pill that opens to a choice; `unasked` is what is shown without one."""
    chosen = address.chosen(name)
    links = [(unasked.capitalize(), address.having(**{name: ""}), not chosen)]
    links += [(text, address.having(**{name: key}), key == chosen) for key, text in options.items()]
    return {
        "label": label,
        "value": options.get(chosen, chosen or unasked),
        "chosen": bool(chosen),
        "options": links,
        "key": name,
    }


def list_pill(address: Address) -> dict[str, Any]:
    """Which children are listed at all."""
    chosen = address.chosen("show")
    return {
        "label": "Show",
        "value": LISTS.get(chosen, LISTS[""]),
        "chosen": bool(chosen),
        "options": [(text, address.having(show=key), key == chosen) for key, text in LISTS.items()],
        "key": "show",
    }


def pills(address: Address, membership: Membership, day: date) -> list[dict[str, Any]]:
    """The pills of the register: one query, for this year's classes."""
    classes = ClassGroup.objects.filter(
        academic_year__starts_on__lte=day, academic_year__ends_on__gte=day
    ).order_by("year_group", "name")
    groups = {str(pk): name for pk, name in classes.values_list("pk", "name")}
    needs = need_names()
    found = [
        list_pill(address),
        *_due_pills(address, membership, day),
        choice_pill(address, "year", "Year", YEARS),
        choice_pill(address, "group", "Class", groups),
        choice_pill(address, "need", "Need", needs),
        choice_pill(address, "status", "Status", STATUSES),
        choice_pill(address, "gap", "Missing", {key: words for key, (words, _) in GAPS.items()}),
    ]
    if membership.sees_whole_school:
        return found
    return [pill for pill in found if pill["key"] not in {"year", "group"}]


def _due_pills(address: Address, membership: Membership, day: date) -> list[dict[str, Any]]:
    """What is due, and the one thing that is asked of all who are shown: one query more for that.

    For those who may see what a stage asks of a child.
    """
    if not membership.can(Permission.VIEW_STAGE):
        return []
    found = [choice_pill(address, "due", "Due", DUES)]
    if kind := address.chosen("asked"):
        words = children_asked(kind, address.chosen("due"), day)[1]
        off = [("All", address.having(asked=""), False)]
        found.append(
            {
                "label": "Asked",
                "value": words or "nothing",
                "chosen": True,
                "options": off,
                "key": "asked",
            }
        )
    return found


def headings(address: Address, columns: Sequence[Column]) -> list[dict[str, Any]]:
    """The headings of the table, each with the address that sorts by it."""
    sort = address.chosen("sort") or "child"
    shown = [("child", "Child", False), *((c.key, c.label, c.number) for c in columns)]
    return [
        {
            "label": label,
            "number": number,
            "url": address.having(sort=f"-{key}" if sort == key else key),
            "sort": {key: "ascending", f"-{key}": "descending"}.get(sort, ""),
        }
        for key, label, number in shown
    ]
