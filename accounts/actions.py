"""Changes to who works in a school, what they are, and whose class is whose.

All act in the school one is acting in, for `by`: the membership of the person who asks. History
keeps each change with who made it (model.md; permissions.md, "people and roles").
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from accounts.models import ClassAssignment, Membership, User
from accounts.roles import Role
from accounts.staff import may_give, may_have_class, memberships, roles_in_words, version_of
from common.dates import long_date
from common.errors import Refused
from schools.models import ClassGroup, School
from schools.records import EditClash
from schools.settings import Name, setting


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
    _hold_school(by)
    _refuse_roles(by, roles)
    address = email.strip().lower()
    user = User.objects.filter(email__iexact=address).first()
    if user and not user.is_active:
        raise Refused(f"Sign-in is closed for {address}. Ask whoever runs the system to open it.")
    if user:
        _refuse_if_here(user, starts_on)
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
    _hold_school(by)
    current = _changeable(by, membership)
    if version_of(current) != expected:
        raise EditClash(current)
    if not roles:
        raise Refused("Choose at least one role. To stop someone's access, end their time here.")
    _refuse_roles(by, roles ^ current.roles)
    if Role.SENCO not in roles:
        _refuse_last_senco(current)
    current.roles, current.job_title = roles, job_title
    current.save()


@transaction.atomic
def end_person(*, by: Membership, membership: Membership, last_day: date) -> None:
    """A person's last day here, and of every class and year of theirs. Their records stay.

    Raises `Refused` for oneself, the last SENCO, someone whose roles `by` may not take away, or a
    day before they began.
    """
    _hold_school(by)
    current = _changeable(by, membership)
    _refuse_roles(by, current.roles)
    ends_on = last_day + timedelta(days=1)
    if ends_on < current.starts_on:
        raise Refused(f"They began on {long_date(current.starts_on)}: the last day is after that.")
    _refuse_last_senco(current)
    current.ends_on = ends_on
    current.save()
    for row in ClassAssignment.objects.filter(membership=current).exclude(ends_on__lt=ends_on):
        row.ends_on, row.may_see_from, row.may_see_until = max(ends_on, row.starts_on), None, None
        row.save()


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
        ends_on = row.class_group.academic_year.ends_on + timedelta(days=1)
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


def _overlap(one: Any, two: Any) -> bool:
    """Whether two dated rows share a day."""
    ends = [row.ends_on or date.max for row in (one, two)]
    return max(one.starts_on, two.starts_on) < min(ends)


def _hold_school(by: Membership) -> None:
    """Changes to people wait for each other: two SENCOs cannot end one another at once."""
    assert by.school_id is not None  # a trust manages nobody's roles
    School.objects.select_for_update().get(pk=by.school_id)


def _changeable(by: Membership, membership: Membership) -> Membership:
    """The membership as it is now. Raises `Refused` when it is one's own."""
    current = memberships().get(pk=membership.pk)
    if current.user_id == by.user_id:
        raise Refused("Nobody changes what they may do themselves. Ask a colleague to do it.")
    return current


def _refuse_roles(by: Membership, roles: frozenset[Role]) -> None:
    beyond = roles - may_give(by)
    if beyond:
        raise Refused(
            f"You cannot give or take away this role: {roles_in_words(beyond)}."
            " Ask the SENCO or the head."
        )


def _refuse_if_here(user: User, starts_on: date) -> None:
    for row in memberships().filter(user=user):
        if row.ends_on is None:
            raise Refused(f"{user.name} ({user.email}) works here already.")
        if row.ends_on > starts_on:
            ended = long_date(row.ends_on)
            raise Refused(f"{user.name} works here until then: they can begin again on {ended}.")


def _refuse_last_senco(leaving: Membership) -> None:
    """A school without a SENCO could not run its register, nor make a new one."""
    if Role.SENCO not in leaving.roles:
        return
    others = memberships().holding(Role.SENCO).filter(ends_on__isnull=True, user__is_active=True)  # type: ignore[attr-defined]
    if not others.exclude(pk=leaving.pk).exists():
        raise Refused(
            f"{leaving.user.name} is the only SENCO. Give another person that role first."
        )
