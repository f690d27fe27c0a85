"""The one cast of every test, in words: two schools, who works there, and whose children are whose.

Every child's records carry a marker, so that a page can be searched for what its reader must not
see. The other school has the same shape, with markers of its own.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from accounts.models import ClassAssignment, Membership
from accounts.roles import Role
from pupils.models import Pupil
from schools.models import ClassGroup, School
from tests.factories.accounts import ClassAssignmentFactory, MembershipFactory, UserFactory
from tests.factories.base import many_rows
from tests.factories.pupils import (
    AccessBlockFactory,
    ClassPlacementFactory,
    ContactFactory,
    NeedFactory,
    PupilFactory,
    SenStatusFactory,
    StaffLinkFactory,
)
from tests.factories.schools import AcademicYearFactory, ClassGroupFactory, SchoolFactory


@dataclass(frozen=True)
class Cast:
    """One school's people and children.

    `ayla` is in 4B, `ben` in 5A; `kept` is in 4B too, but the teacher of 4B is kept from her;
    `leaver` has left. `ta` is linked to Ayla only; the year leader leads Year 5.
    """

    school: School
    class_4b: ClassGroup
    class_5a: ClassGroup
    senco: Membership
    head: Membership
    teacher_4b: Membership
    teacher_5a: Membership
    year_leader: Membership
    ta: Membership
    dsl: Membership
    office: Membership
    gone: Membership
    ayla: Pupil
    ben: Pupil
    kept: Pupil
    leaver: Pupil

    @property
    def staff(self) -> dict[str, Membership]:
        """Everyone with a membership, by their name in the cast."""
        return {name: row for name, row in vars(self).items() if isinstance(row, Membership)}

    @property
    def children(self) -> dict[str, Pupil]:
        """Every child, by name in the cast."""
        return {name: row for name, row in vars(self).items() if isinstance(row, Pupil)}


def marker(school: School, child: str) -> str:
    """The string that a child's records carry, and nothing else does."""
    return f"Zq{school.slug}{child}".lower().capitalize()


def make_cast(slug: str, name: str) -> Cast:
    """A school of the shape above."""
    school = SchoolFactory(slug=slug, name=name)
    year = AcademicYearFactory(school=school)
    classes = {
        "class_4b": ClassGroupFactory(academic_year=year, name="4B", year_group=4),
        "class_5a": ClassGroupFactory(academic_year=year, name="5A", year_group=5),
    }
    staff = _staff(school)
    with many_rows(school):
        children = _children(school, classes)
        _assign(staff, children, classes)
    everything: dict[str, Any] = {"school": school, **classes, **staff, **children}
    return Cast(**everything)


def _staff(school: School) -> dict[str, Membership]:
    roles = {
        "senco": Role.SENCO,
        "head": Role.HEAD,
        "teacher_4b": Role.TEACHER,
        "teacher_5a": Role.TEACHER,
        "year_leader": Role.YEAR_LEADER,
        "ta": Role.TA,
        "dsl": Role.DSL,
        "office": Role.OFFICE,
        "gone": Role.SENCO,
    }
    made = {}
    for name, role in roles.items():
        user = UserFactory(email=f"{name}@{school.slug}.test", name=name.replace("_", " ").title())
        ended = date(2026, 7, 31) if name == "gone" else None
        made[name] = MembershipFactory(
            user=user, school=school, roles=frozenset({role}), ends_on=ended
        )
    return made


def _children(school: School, classes: dict[str, ClassGroup]) -> dict[str, Pupil]:
    homes = {"ayla": "class_4b", "ben": "class_5a", "kept": "class_4b", "leaver": None}
    made = {}
    for child, home in homes.items():
        mark = marker(school, child)
        pupil = PupilFactory(
            school=school,
            forename=child.title(),
            surname=mark,
            year_group=5 if child == "ben" else 4,
            safeguarding_pointer=f"{mark} file",
            left_on=None if home else date(2026, 7, 22),
        )
        NeedFactory(pupil=pupil, identified_by=f"{mark} clinic")
        SenStatusFactory(pupil=pupil, note=f"{mark} note")
        ContactFactory(pupil=pupil, surname=mark, court_order_note=f"{mark} order")
        if home:
            ClassPlacementFactory(pupil=pupil, class_group=classes[home])
        made[child] = pupil
    return made


def _assign(
    staff: dict[str, Membership], children: dict[str, Pupil], classes: dict[str, ClassGroup]
) -> None:
    for name, home in (("teacher_4b", "class_4b"), ("teacher_5a", "class_5a")):
        ClassAssignmentFactory(membership=staff[name], class_group=classes[home])
    ClassAssignmentFactory(
        membership=staff["year_leader"],
        class_group=None,
        year_group=5,
        kind=ClassAssignment.Kind.YEAR_LEADER,
    )
    StaffLinkFactory(membership=staff["ta"], pupil=children["ayla"], kind="allocated_ta")
    AccessBlockFactory(user=staff["teacher_4b"].user, pupil=children["kept"])


@pytest.fixture
def cast(db: Any) -> Cast:
    """Northfield, the school most tests are about."""
    return make_cast("northfield", "Northfield Primary")


@pytest.fixture
def other(db: Any) -> Cast:
    """Southmere, the school next door, whose records Northfield must never see."""
    return make_cast("southmere", "Southmere Junior")
