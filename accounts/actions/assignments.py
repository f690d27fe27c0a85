"""Whose class, or year group, is whose, and for how long."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from accounts.models import ClassAssignment, Membership
from accounts.staff import may_have_class
from common.dates import long_date
from common.errors import Refused
from schools.models import ClassGroup
from schools.records import EditClash
from schools.settings import Name, setting


@transaction.atomic
def assign(
    *,
    membership: Membership,
    kind: str,
    starts_on: date,
    class_group: ClassGroup | None = None,
    year_group: int | None = None,
    ends_on: date | None = None,
    may_see_from: date | None = None,
) -> ClassAssignment:
    """A class, or for a year leader a year group, is somebody's from a day until `ends_on`.

    Without an end a class is theirs until its academic year is over; teachers and TAs may then read
    for the tail the school sets. Raises `Refused` for what makes no sense.
    """
    row = ClassAssignment(
        membership=membership, kind=kind, class_group=class_group, year_group=year_group
    )
    return _save_assignment(row, starts_on, ends_on, may_see_from)


@transaction.atomic
def change_assignment(
    *,
    assignment: ClassAssignment,
    expected: int,
    starts_on: date,
    ends_on: date | None,
    may_see_from: date | None,
) -> ClassAssignment:
    """Other days for an assignment.

    Raises `EditClash` when somebody else saved first, `Refused` for what makes no sense.
    """
    current = ClassAssignment.objects.locked().get(pk=assignment.pk)
    if current.version != expected:
        raise EditClash(current)
    current.version = expected + 1
    return _save_assignment(current, starts_on, ends_on, may_see_from)


@transaction.atomic
def take_back_assignment(*, assignment: ClassAssignment) -> None:
    """An assignment that never was: it ends on the day it began, and history keeps it."""
    row = ClassAssignment.objects.locked().get(pk=assignment.pk)
    row.ends_on, row.may_see_from, row.may_see_until = row.starts_on, None, None
    row.version += 1
    row._change_reason = "Entered by mistake"
    row.save()


def _save_assignment(
    row: ClassAssignment, starts_on: date, ends_on: date | None, may_see_from: date | None
) -> ClassAssignment:
    if row.class_group and ends_on is None:
        over = row.class_group.academic_year.ends_on + timedelta(days=1)
        ends_on = min(over, row.membership.ends_on or over)
    row.starts_on, row.ends_on, row.may_see_from = starts_on, ends_on, may_see_from
    row.may_see_until = None
    if ends_on and row.class_group and row.kind != ClassAssignment.Kind.COVER:
        row.may_see_until = ends_on + timedelta(days=int(setting(Name.TAIL_DAYS, ends_on)))
    _refuse_assignment(row)
    row.save()
    return row


def _refuse_assignment(row: ClassAssignment) -> None:
    """One sentence for an assignment whose days or person make no sense."""
    name = row.membership.user.name
    if not may_have_class(row.membership):
        raise Refused(f"{name} has no role here that works with pupils: give them one first.")
    if row.ends_on and row.ends_on < row.starts_on:
        raise Refused(f"The last day comes before the first, {long_date(row.starts_on)}.")
    here_until = row.membership.ends_on
    if row.starts_on < row.membership.starts_on or (here_until and row.starts_on >= here_until):
        raise Refused(f"{name} does not work here on {long_date(row.starts_on)}.")
    if here_until and row.ends_on and row.ends_on > here_until:
        last = long_date(here_until - timedelta(days=1))
        raise Refused(f"{name} works here until {last}: choose a last day no later than that.")
    _refuse_outside_year(row)
    if row.may_see_from and row.may_see_from > row.starts_on:
        raise Refused("The preview opens on or before the first day.")
    same = ClassAssignment.objects.filter(
        membership=row.membership,
        class_group=row.class_group,
        year_group=row.year_group,
        kind=row.kind,
    ).exclude(pk=row.pk)
    if any(_overlap(row, other) for other in same):
        raise Refused(f"{name} has that class in the same role in that time already.")


def _refuse_outside_year(row: ClassAssignment) -> None:
    """A class is there for its academic year only."""
    if row.class_group is None or row.ends_on is None:
        return
    year = row.class_group.academic_year
    if row.starts_on < year.starts_on or row.ends_on > year.ends_on + timedelta(days=1):
        raise Refused(
            f"{row.class_group.name} is a class of {year.name}: choose days from "
            f"{long_date(year.starts_on)} to {long_date(year.ends_on)}."
        )


def _overlap(one: Any, two: Any) -> bool:
    """Whether two dated rows share a day."""
    ends = [row.ends_on or date.max for row in (one, two)]
    return max(one.starts_on, two.starts_on) < min(ends)
