"""A school comes into being: itself, its first year, and the first person who works there."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from accounts.invitation_lines import roles_named
from accounts.models import Membership, User
from accounts.permissions import MAY_GIVE, SCHOOL_ROLES
from accounts.roles import Role
from common.dates import today
from common.errors import Refused
from common.years import academic_year_of
from schools.actions import open_school
from schools.models import School

YEARS_AROUND = 1
LONGEST_NAME = 120


@transaction.atomic
def open_school_with(
    *, name: str, email: str, person: str, roles: str = Role.SENCO, begins: int | None = None
) -> Membership:
    """A school with its academic year from September `begins`, and the person who sets it up.

    `roles` are words with commas between. Somebody known by that e-mail elsewhere is linked.
    Raises `Refused` with one sentence: a name or address in use, a bad e-mail, an unknown role.
    """
    school_name, person_name = _named(name, "school"), _named(person, "first person")
    held = _first_roles(roles)
    address = _address(email)
    year = _year(begins)
    _refuse_in_use(school_name)
    user = _person(address, person_name)
    senco = Role.SENCO in held
    contact: dict[str, Any] = {"senco_name": user.name, "senco_email": user.email} if senco else {}
    school = open_school(name=school_name, begins=year, **contact)
    return Membership.objects.create(user=user, school=school, roles=held, starts_on=today())


def _named(words: str, what: str) -> str:
    found = " ".join(words.split())
    if not found or len(found) > LONGEST_NAME:
        raise Refused(f"Give the {what} a name of 1 to {LONGEST_NAME} letters.")
    return found


def _first_roles(words: str) -> frozenset[Role]:
    """Roles of which one may give every other, so that the school can get all its people."""
    held, unknown = roles_named(words)
    if unknown:
        known = ", ".join(role.value for role in Role if role in SCHOOL_ROLES)
        raise Refused(f"“{unknown[0]}” is no role of a school: use {known}.")
    if not any(MAY_GIVE.get(role) == SCHOOL_ROLES for role in held):
        raise Refused(
            "The first person must be SENCO or head, since only they can give every role."
        )
    return held


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as fault:
        raise Refused(f"“{email}” is not an e-mail address.") from fault
    return address


def _year(begins: int | None) -> int:
    now = academic_year_of(today())
    year = now if begins is None else begins
    if abs(year - now) > YEARS_AROUND:
        raise Refused(
            f"A school begins with the academic year from September {now - YEARS_AROUND},"
            f" {now} or {now + YEARS_AROUND}."
        )
    return year


def _refuse_in_use(name: str) -> None:
    if not slugify(name):
        raise Refused("Give the school a name with letters or figures, for its address.")
    if School.objects.filter(name__iexact=name).exists():
        raise Refused(
            f"There is a school called {name} already: add what tells it apart, such as its town."
        )


def _person(address: str, name: str) -> User:
    """Somebody known by this e-mail already, or a new person who has yet to choose a password."""
    found: Any = User.objects.filter(email__iexact=address).first()
    if found is None:
        return User.objects.create_user(address, name=name)
    if not found.is_active:
        raise Refused(f"Sign-in is closed for {address}: open it first, or name somebody else.")
    known: User = found
    return known
