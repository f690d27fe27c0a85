"""Changes to who works in a school, and what they are.

All act in the school one is acting in, for `by`: the membership of the person who asks. History
keeps each change with who made it (model.md; permissions.md, "people and roles").
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.actions.guards import (
    changeable,
    hold_school,
    refuse_last,
    refuse_roles,
)
from accounts.models import ClassAssignment, Membership, User
from accounts.roles import Role
from accounts.sessions import end_sessions_of
from accounts.staff import assignments, version_of
from common.dates import long_date, today
from common.errors import Refused
from schools.records import EditClash


@transaction.atomic
def edit_person(
    *,
    by: Membership,
    membership: Membership,
    expected: int,
    roles: frozenset[Role],
    job_title: str,
) -> None:
    """Give and take away roles, from this moment; `expected` is the version the form was opened on.

    Raises `Refused` for one's own membership, a role `by` may not give, or the last SENCO;
    `EditClash` when somebody else saved first.
    """
    hold_school(by)
    current = changeable(by, membership)
    if version_of(current) != expected:
        raise EditClash(current)
    if not roles:
        raise Refused("Choose at least one role. To stop someone's access, end their time here.")
    refuse_roles(by, roles ^ current.roles)
    refuse_last(current, roles, max(today(), current.starts_on))
    current.roles, current.job_title = roles, job_title
    current.save()


@transaction.atomic
def end_person(*, by: Membership, membership: Membership, last_day: date) -> Membership:
    """A person's last day here, and of every class and year of theirs. Their records stay.

    Raises `Refused` for oneself, the last SENCO, someone whose roles `by` may not take away, or a
    day before they began.
    """
    hold_school(by)
    current = changeable(by, membership)
    refuse_roles(by, current.roles)
    ends_on = last_day + timedelta(days=1)
    if ends_on < current.starts_on:
        raise Refused(f"They began on {long_date(current.starts_on)}: the last day is after that.")
    refuse_last(current, frozenset(), max(today(), ends_on))
    current.ends_on = ends_on
    current.save()
    for row in held_from(current, ends_on):
        row.ends_on, row.may_see_from, row.may_see_until = max(ends_on, row.starts_on), None, None
        row.save()
    end_sessions_of_leaver(current.user)
    return current


def held_from(membership: Membership, day: date) -> "QuerySet[ClassAssignment]":
    """The assignments a person would still have on a day or later, in the order they begin."""
    rows: QuerySet[ClassAssignment] = assignments(membership=membership).exclude(ends_on__lte=day)
    return rows.order_by("starts_on", "pk")


def end_sessions_of_leaver(user: User) -> None:
    """Sign a person out everywhere once they work nowhere, today or later."""
    here = Membership.objects.filter(user=user).exclude(ends_on__lte=today())
    if not here.exists():
        end_sessions_of(user)
