"""The people of a school, read for its pages: always of the school one is acting in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import ClassAssignment, Membership
from accounts.permissions import MAY_GIVE, Permission
from accounts.roles import Role
from common.dates import long_date, today
from common.years import YearGroup
from schools.tenancy import acting

ONE_DAY = timedelta(days=1)


def memberships() -> QuerySet[Membership]:
    """Every membership of the acting school, past ones too, with its person."""
    actor = acting()
    rows = Membership.objects.select_related("user")
    return rows.filter(school_id=actor.school_id) if actor else rows.none()


def working_on(day: date) -> QuerySet[Membership]:
    """Those who work here on a day or will, by name."""
    return memberships().exclude(ends_on__lte=day).order_by("user__name", "pk")


def colleague(reader: Membership, pk: int) -> Membership:
    """Somebody else who works here or will. 404 for nobody such; 403 for oneself.

    Nobody changes what they may do themselves.
    """
    person: Membership = get_object_or_404(working_on(today()), pk=pk)
    if person.user_id == reader.user_id:
        raise PermissionDenied
    return person


def schools_of(user: Any) -> list[Membership]:
    """The memberships a person holds today in schools, by the school's name."""
    rows = Membership.objects.on(today()).filter(user=user, school__isnull=False)
    return list(rows.select_related("school").order_by("school__name"))


def may_give(membership: Membership) -> frozenset[Role]:
    """The roles a person may give to others, and take away."""
    given: frozenset[Role] = frozenset()
    return given.union(*(MAY_GIVE.get(role, given) for role in membership.roles))


def may_have_class(membership: Membership) -> bool:
    """Whether a class could be theirs: whether some role of theirs opens a pupil's page."""
    return membership.can(Permission.VIEW_PUPIL)


def version_of(membership: Membership) -> int:
    """A number that grows with every change of a membership: its newest history row."""
    newest = membership.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return int(newest or 0)


def roles_in_words(roles: Iterable[Role]) -> str:
    """The roles in the order they are listed: `SENCO, Class teacher`."""
    held = set(roles)
    return ", ".join(role.label for role in Role if role in held)


def last_day(ends_on: date | None) -> date | None:
    """The last day of a dated row, as people say it: the day before `ends_on`."""
    return ends_on - ONE_DAY if ends_on else None


@dataclass(frozen=True)
class Duty:
    """A class or a year that is somebody's, in words."""

    pk: int
    person: str
    what: str
    kind: str
    when: str
    state: str


def duties(rows: Iterable[ClassAssignment], day: date) -> list[Duty]:
    """Assignments in words, those that hold first; ones taken back on their first day are left out.

    `state` is "now", "ahead" or "past".
    """
    found = [
        Duty(
            pk=row.pk,
            person=row.membership.user.name,
            what=what_of(row),
            kind=str(row.get_kind_display()),
            when=when_of(row, day),
            state=_state(row, day),
        )
        for row in rows
        if row.ends_on is None or row.ends_on > row.starts_on
    ]
    return sorted(found, key=lambda duty: ("now", "ahead", "past").index(duty.state))


def assignments(**where: Any) -> QuerySet[ClassAssignment]:
    """Assignments of the acting school with what their words need, newest first."""
    rows: QuerySet[ClassAssignment] = ClassAssignment.objects.filter(**where).select_related(
        "membership__user", "class_group__academic_year"
    )
    return rows.order_by("-starts_on", "membership__user__name", "pk")


def what_of(row: ClassAssignment) -> str:
    """`4B, 2026/27`, or for a whole year group `Year 5`."""
    if row.class_group is None:
        return year_of(row)
    return f"{row.class_group.name}, {row.class_group.academic_year.name}"


def year_of(row: ClassAssignment) -> str:
    """`Year 5`; nothing for a class."""
    return "" if row.year_group is None else str(YearGroup(row.year_group).label)


def when_of(row: Any, day: date) -> str:
    """`Since 1 September 2026`, `From 1 September 2027`, `1 May 2026 to 22 May 2026`."""
    if row.ends_on is None:
        return f"{'Since' if row.starts_on <= day else 'From'} {long_date(row.starts_on)}"
    return f"{long_date(row.starts_on)} to {long_date(row.ends_on - ONE_DAY)}"


def _state(row: Any, day: date) -> str:
    if row.holds_on(day):
        return "now"
    return "ahead" if row.starts_on > day else "past"


@dataclass(frozen=True)
class Change:
    """One change of a membership in words: what became so, when, and by whom."""

    what: str
    when: datetime
    by: str


def changes_of(membership: Membership) -> list[Change]:
    """The changes of a membership, newest first; two queries."""
    rows = list(membership.history.select_related("history_user").order_by("history_id"))
    pairs = zip([None, *rows], rows, strict=False)
    return [
        Change(
            what=_what_changed(before, row),
            when=row.history_date,
            by=row.history_user.name if row.history_user else "The system",
        )
        for before, row in pairs
    ][::-1]


def _what_changed(before: Any, row: Any) -> str:
    if before is None:
        return f"Added as {roles_in_words(row.roles)}, from {long_date(row.starts_on)}"
    found = []
    if row.roles != before.roles:
        found.append(f"Roles: {roles_in_words(row.roles)}")
    if row.job_title != before.job_title:
        found.append(f"Job title: {row.job_title or 'none'}")
    if row.ends_on != before.ends_on:
        end = last_day(row.ends_on)
        found.append(f"Last day: {long_date(end) if end else 'none'}")
    return "; ".join(found) or "Saved without a change"
