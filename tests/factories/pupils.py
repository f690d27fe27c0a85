"""Pupils and what is recorded about them. Every child is made up."""

from datetime import date

import factory

from pupils.models import (
    AccessBlock,
    ClassPlacement,
    Contact,
    Need,
    Pupil,
    SenStatus,
    StaffLink,
)
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.base import SchoolOwnedFactory
from tests.factories.schools import ClassGroupFactory, SchoolFactory


class PupilFactory(SchoolOwnedFactory):
    class Meta:
        model = Pupil

    school = factory.SubFactory(SchoolFactory)
    forename = factory.Sequence(lambda n: f"Child{n}")
    surname = factory.Sequence(lambda n: f"Madeup{n}")
    born_on = date(2018, 5, 14)
    sex = Pupil.Sex.FEMALE
    year_group = 4
    joined_on = date(2022, 9, 1)


class OfPupilFactory(SchoolOwnedFactory):
    """A row about a pupil: of the pupil's school."""

    class Meta:
        abstract = True

    pupil = factory.SubFactory(PupilFactory)
    school = factory.SelfAttribute("pupil.school")


class ClassPlacementFactory(OfPupilFactory):
    class Meta:
        model = ClassPlacement

    class_group = factory.SubFactory(ClassGroupFactory)
    starts_on = date(2026, 9, 1)


class ContactFactory(OfPupilFactory):
    class Meta:
        model = Contact

    forename = "Sam"
    surname = "Madeup"
    relationship = Contact.Relationship.MOTHER
    has_parental_responsibility = True


class NeedFactory(OfPupilFactory):
    class Meta:
        model = Need

    type_id = "SLCN"
    rank = 1
    starts_on = date(2025, 9, 1)


class SenStatusFactory(OfPupilFactory):
    class Meta:
        model = SenStatus

    code = SenStatus.Code.SUPPORT
    starts_on = date(2025, 9, 1)
    source = SenStatus.Source.IMPORT


class StaffLinkFactory(OfPupilFactory):
    class Meta:
        model = StaffLink

    membership = factory.SubFactory(MembershipFactory)
    kind = StaffLink.Kind.KEY_WORKER
    starts_on = date(2026, 9, 1)


class AccessBlockFactory(OfPupilFactory):
    class Meta:
        model = AccessBlock

    user = factory.SubFactory(UserFactory)
    why = "A relative"
    starts_on = date(2026, 9, 1)
