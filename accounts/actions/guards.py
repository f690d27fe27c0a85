"""What every change to people asks first: who may, and whom a school cannot do without."""

from datetime import date

from accounts.models import Membership, User
from accounts.roles import Role
from accounts.staff import may_give, memberships, roles_in_words
from common.dates import long_date
from common.errors import Refused
from schools.models import School


def hold_school(by: Membership) -> None:
    """Changes to people wait for each other: two SENCOs cannot end one another at once."""
    assert by.school_id is not None  # a trust manages nobody's roles
    School.objects.select_for_update().get(pk=by.school_id)


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


def refuse_last_senco(leaving: Membership) -> None:
    """A school without a SENCO could not run its register, nor make a new one."""
    if Role.SENCO not in leaving.roles:
        return
    others = memberships().holding(Role.SENCO).filter(ends_on__isnull=True, user__is_active=True)  # type: ignore[attr-defined]
    if not others.exclude(pk=leaving.pk).exists():
        raise Refused(
            f"{leaving.user.name} is the only SENCO. Give another person that role first."
        )
