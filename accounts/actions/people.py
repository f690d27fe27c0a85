"""Changes to who works in a school, and what they are.

All act in the school one is acting in, for `by`: the membership of the person who asks. History
keeps each change with who made it (model.md; permissions.md, "people and roles").
"""

from datetime import date, timedelta

from django.db import transaction

from accounts.actions.guards import (
    changeable,
    hold_school,
    refuse_if_here,
    refuse_last_senco,
    refuse_roles,
)
from accounts.models import ClassAssignment, Membership, User
from accounts.roles import Role
from accounts.staff import version_of
from common.dates import long_date
from common.errors import Refused
from schools.records import EditClash


@transaction.atomic
def add_person(
    *,
    by: Membership,
    email: str,
    name: str,
    roles: frozenset[Role],
    starts_on: date,
    job_title: str = "",
) -> Membership:
    """A person works in this school from a day. Somebody known by that e-mail elsewhere is linked.

    A new person has no password until they choose one. Raises `Refused` for someone who works here
    already, or for a role `by` may not give.
    """
    hold_school(by)
    refuse_roles(by, roles)
    address = email.strip().lower()
    user = User.objects.filter(email__iexact=address).first()
    if user and not user.is_active:
        raise Refused(f"Sign-in is closed for {address}. Ask whoever runs the system to open it.")
    if user:
        refuse_if_here(user, starts_on)
    user = user or User.objects.create_user(address, name=name)
    return Membership.objects.create(
        user=user, school_id=by.school_id, roles=roles, starts_on=starts_on, job_title=job_title
    )


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
    if Role.SENCO not in roles:
        refuse_last_senco(current)
    current.roles, current.job_title = roles, job_title
    current.save()


@transaction.atomic
def end_person(*, by: Membership, membership: Membership, last_day: date) -> None:
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
    refuse_last_senco(current)
    current.ends_on = ends_on
    current.save()
    for row in ClassAssignment.objects.filter(membership=current).exclude(ends_on__lt=ends_on):
        row.ends_on, row.may_see_from, row.may_see_until = max(ends_on, row.starts_on), None, None
        row.save()
