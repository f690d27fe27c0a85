"""The list of a school's people: who works here, or did, and how their sign-in stands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.factors import FACTORS
from accounts.models import Membership
from accounts.staff import (
    ONE_DAY,
    assignments,
    memberships,
    roles_in_words,
    when_of,
    working_on,
    year_of,
)
from common.dates import long_date


@dataclass(frozen=True)
class Colleague:
    """One line of the list of people."""

    pk: int
    name: str
    email: str
    title: str
    roles: str
    classes: str
    when: str
    signed_in: str
    chip: tuple[str, str]
    is_reader: bool


def colleagues(reader: Membership, day: date, *, left: bool, search: str = "") -> list[Colleague]:
    """Those who work here (or, with `left`, who did), as the list shows them; three queries.

    `search` keeps those whose name, address, title or role holds every word of it.
    """
    rows = memberships().filter(ends_on__lte=day) if left else working_on(day)
    found = [row for row in rows.order_by("user__name", "pk") if _holds(row, search)]
    enrolled = set(
        Authenticator.objects.filter(
            type__in=FACTORS, user_id__in=[row.user_id for row in found]
        ).values_list("user_id", flat=True)
    )
    classes = _classes_of(found, day)
    return [
        Colleague(
            pk=row.pk,
            name=row.user.name,
            email=row.user.email,
            title="" if row.job_title.casefold() == roles.casefold() else row.job_title,
            roles=roles,
            classes=", ".join(classes[row.pk]),
            when=when_of(row, day),
            signed_in=_last_seen(row, day),
            chip=_sign_in_chip(row, row.user_id in enrolled, day),
            is_reader=row.pk == reader.pk,
        )
        for row, roles in ((row, roles_in_words(row.roles)) for row in found)
    ]


def _holds(row: Membership, search: str) -> bool:
    told = (
        f"{row.user.name} {row.user.email} {row.job_title} {roles_in_words(row.roles)}".casefold()
    )
    return all(word in told for word in search.casefold().split())


def _last_seen(row: Membership, day: date) -> str:
    """When they last signed in, anywhere: `Today`, `20 November 2026`, or nothing for never."""
    if row.user.last_login is None:
        return ""
    on = timezone.localdate(row.user.last_login)
    return "Today" if on == day else long_date(on)


def _classes_of(rows: list[Membership], day: date) -> dict[int, list[str]]:
    held: dict[int, list[str]] = defaultdict(list)
    for row in assignments(membership__in=rows).on(day):  # type: ignore[attr-defined]
        name = row.class_group.name if row.class_group else year_of(row)
        held[row.membership_id].append(name)
    return held


def _sign_in_chip(row: Membership, enrolled: bool, day: date) -> tuple[str, str]:
    if not row.user.is_active:
        return "off", "Sign-in closed"
    if row.ends_on and row.ends_on <= day:
        return "off", f"Left {long_date(row.ends_on - ONE_DAY)}"
    if row.starts_on > day:
        return "info", f"From {long_date(row.starts_on)}"
    if row.user.last_login is None:
        return "due", "Not signed in yet"
    return ("done", "Second factor") if enrolled else ("due", "No second factor")
