"""Many schools in one database, each with classes, their teachers, and children at stages."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from accounts.models import Membership
from accounts.roles import Role
from schools.actions import save_half_terms
from schools.models import AcademicYear, ClassGroup
from schools.tenancy import school_scope
from schools.usual_dates import usual_half_terms
from tests.factories.accounts import ClassAssignmentFactory, MembershipFactory
from tests.factories.big import fill_school
from tests.factories.schools import SchoolFactory
from tests.factories.stages import give_ladder


def schools(how_many: int, *, pupils: int, on_register: int) -> Iterator[Membership]:
    """Make so many schools, one after the other; gives the SENCO of each."""
    for n in range(how_many):
        made: Any = SchoolFactory(slug=f"many-{n}", name=f"Fictional School {n}")
        senco: Any = MembershipFactory(school=made, roles=frozenset({Role.SENCO}))
        MembershipFactory(school=made, roles=frozenset({Role.HEAD}))
        give_ladder(senco)
        fill_school(senco, pupils=pupils, on_register=on_register)
        with school_scope(made, by=senco.user):
            year = AcademicYear.objects.get()
            save_half_terms(year=year, half_terms=usual_half_terms(year.starts_on.year))
        _give_teachers(senco)
        yield senco


def _give_teachers(senco: Membership) -> None:
    assert senco.school is not None
    with school_scope(senco.school):
        classes = list(ClassGroup.objects.order_by("pk"))
    for group in classes:
        teacher = MembershipFactory(school=senco.school, roles=frozenset({Role.TEACHER}))
        ClassAssignmentFactory(
            membership=teacher, class_group=group, starts_on=date(2026, 9, 1), school=senco.school
        )
