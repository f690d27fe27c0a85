"""Schools, years, classes."""

from datetime import date

import factory

from schools.models import AcademicYear, ClassGroup, HalfTerm, School, Trust
from tests.factories.base import SchoolOwnedFactory


class TrustFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Trust

    name = factory.Sequence(lambda n: f"Fictional Trust {n}")
    slug = factory.Sequence(lambda n: f"trust-{n}")


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    name = factory.Sequence(lambda n: f"Fictional Primary {n}")
    slug = factory.Sequence(lambda n: f"school-{n}")
    la_number = "801"
    estab_number = "2000"
    go_live_on = date(2026, 9, 1)


class AcademicYearFactory(SchoolOwnedFactory):
    class Meta:
        model = AcademicYear

    school = factory.SubFactory(SchoolFactory)
    name = "2026/27"
    starts_on = date(2026, 9, 1)
    ends_on = date(2027, 8, 31)


class HalfTermFactory(SchoolOwnedFactory):
    class Meta:
        model = HalfTerm

    academic_year = factory.SubFactory(AcademicYearFactory)
    school = factory.SelfAttribute("academic_year.school")
    name = HalfTerm.Name.AUTUMN_1
    starts_on = date(2026, 9, 3)
    ends_on = date(2026, 10, 23)


class ClassGroupFactory(SchoolOwnedFactory):
    class Meta:
        model = ClassGroup

    academic_year = factory.SubFactory(AcademicYearFactory)
    school = factory.SelfAttribute("academic_year.school")
    name = "4B"
    year_group = 4
