"""People, memberships and assignments."""

from datetime import date
from functools import cache

import factory
from django.contrib.auth.hashers import make_password

from accounts.models import ClassAssignment, Membership, User
from accounts.roles import Role
from tests.factories.base import SchoolOwnedFactory
from tests.factories.schools import ClassGroupFactory, SchoolFactory

PASSWORD = "a long fictional phrase"


@cache
def hashed_password() -> str:
    """The hash of the one test password, made once: hashing is slow by design."""
    return make_password(PASSWORD)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.test")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.LazyFunction(hashed_password)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    school = factory.SubFactory(SchoolFactory)
    roles = frozenset({Role.SENCO})
    starts_on = date(2024, 9, 1)


class ClassAssignmentFactory(SchoolOwnedFactory):
    class Meta:
        model = ClassAssignment

    membership = factory.SubFactory(MembershipFactory)
    school = factory.SelfAttribute("membership.school")
    class_group = factory.SubFactory(ClassGroupFactory)
    kind = ClassAssignment.Kind.TEACHER
    starts_on = date(2026, 9, 1)
