"""What every change to people asks first: who may, and whom a school cannot do without."""

from datetime import date

from accounts.models import Membership, User
from accounts.permissions import MAY_GIVE, SCHOOL_ROLES, Permission
from accounts.roles import Role
from accounts.staff import may_give, memberships, roles_in_words
from common.dates import long_date, today
from common.errors import Refused
from schools.models import School

GIVES_ALL = frozenset(role for role, given in MAY_GIVE.items() if given == SCHOOL_ROLES)


def hold_school(by: Membership) -> None:
    """Changes to people wait for each other; then `by` is what they are now, not when they asked.

    So of two people who end one another at once the second finds that their own time is over.
    Raises `Refused` for someone who may not manage people (any more).
    """
    assert by.school_id is not None  # a trust manages nobody's roles
    School.objects.select_for_update().get(pk=by.school_id)
    current = memberships().on(today()).filter(pk=by.pk).first()  # type: ignore[attr-defined]
    if current is None or not current.can(Permission.MANAGE_PEOPLE):
        raise Refused("You may not manage people here, or not any more. Nothing was changed.")
    by.roles = current.roles


def changeable(by: Membership, membership: Membership) -> Membership:
    """The membership as it is now. Raises `Refused` when it is one's own."""
    current = memberships().get(pk=membership.pk)
    if current.user_id == by.user_id:
        raise Refused("Nobody changes what they may do themselves. Ask a colleague to do it.")
    return current


def refuse_roles(by: Membership, roles: frozenset[Role]) -> None:
    """Nobody gives, or takes away, a role beyond those they may give."""
    beyond = roles - may_give(by)
    if beyond:
        raise Refused(
            f"You cannot give or take away this role: {roles_in_words(beyond)}."
            " Ask the SENCO or the head."
        )


def refuse_if_here(user: User, starts_on: date) -> None:
    """A person has one membership of a school at a time."""
    for row in memberships().filter(user=user):
        if row.ends_on is None:
            raise Refused(f"{user.name} ({user.email}) works here already.")
        if row.ends_on > starts_on:
            ended = long_date(row.ends_on)
            raise Refused(f"{user.name} works here until then: they can begin again on {ended}.")


def refuse_last(leaving: Membership, keeps: frozenset[Role], on: date) -> None:
    """Somebody stays whom the school cannot do without from a day, when one loses other roles.

    A school without a SENCO could not run its register; one without SENCO and head could not make
    either. Somebody who comes later, leaves again, or has no sign-in is nobody to count on.
    """
    lost = leaving.roles - keeps
    name = leaving.user.name
    if Role.SENCO in lost and not _others(leaving, on, frozenset({Role.SENCO})):
        raise Refused(f"{name} is the only SENCO. Give another person that role first.")
    if lost & GIVES_ALL and not keeps & GIVES_ALL and not _others(leaving, on, GIVES_ALL):
        raise Refused(
            f"{name} is the only one who can give every role."
            " Make another person SENCO or head first."
        )


def _others(leaving: Membership, on: date, roles: frozenset[Role]) -> bool:
    """Whether anyone else holds one of these roles on a day, with no end ahead."""
    rows = memberships().on(on).filter(ends_on__isnull=True).exclude(pk=leaving.pk)  # type: ignore[attr-defined]
    return any(row.roles & roles for row in rows.exclude(user_id=leaving.user_id))
