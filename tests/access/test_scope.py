"""Scope: which pupils exist for whom (permissions.md), as exact sets."""

from datetime import date

import pytest

from accounts.models import Membership
from pupils.models import Pupil
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.accounts import ClassAssignmentFactory
from tests.factories.pupils import AccessBlockFactory, ClassPlacementFactory
from tests.factories.schools import AcademicYearFactory, ClassGroupFactory

MONDAY = date(2026, 11, 23)

SEEN = {
    "senco": {"ayla", "ben", "kept", "leaver"},
    "head": {"ayla", "ben", "kept", "leaver"},
    "dsl": {"ayla", "ben", "kept", "leaver"},
    "office": {"ayla", "ben", "kept", "leaver"},
    "teacher_4b": {"ayla"},
    "teacher_5a": {"ben"},
    "year_leader": {"ben"},
    "ta": {"ayla"},
    "gone": set(),
}


def seen(cast: Cast, membership: Membership, day: date = MONDAY) -> set[str]:
    """The children of the cast a person sees on a day."""
    with school_scope(cast.school):
        rows = set(Pupil.objects.visible_to(membership, day=day))
    return {name for name, pupil in cast.children.items() if pupil in rows}


@pytest.mark.parametrize(("person", "children"), SEEN.items())
def test_each_role_sees_exactly_its_pupils(cast: Cast, person: str, children: set[str]) -> None:
    """Whole-school roles see everyone, leavers included; others their classes and links today."""
    assert seen(cast, cast.staff[person]) == children


def test_block_takes_a_child_from_any_role(cast: Cast) -> None:
    """An access block holds whatever the role: staff are parents too."""
    AccessBlockFactory(user=cast.senco.user, pupil=cast.ben)
    assert seen(cast, cast.senco) == {"ayla", "kept", "leaver"}


def test_assignment_counts_only_while_it_holds(cast: Cast) -> None:
    """Cover ends on a day, and sight ends with it."""
    ClassAssignmentFactory(
        membership=cast.teacher_5a,
        class_group=cast.class_4b,
        kind="cover",
        starts_on=date(2026, 11, 16),
        ends_on=date(2026, 11, 23),
    )
    assert seen(cast, cast.teacher_5a, date(2026, 11, 22)) == {"ayla", "ben", "kept"}
    assert seen(cast, cast.teacher_5a, date(2026, 11, 23)) == {"ben"}


def test_next_years_teacher_previews_from_the_day_set(cast: Cast) -> None:
    """July handover: next year's class may be read from its preview day, and not changed."""
    next_year = AcademicYearFactory(
        school=cast.school,
        name="2027/28",
        starts_on=date(2027, 9, 1),
        ends_on=date(2028, 8, 31),
    )
    class_5b = ClassGroupFactory(academic_year=next_year, name="5B", year_group=5)
    ClassPlacementFactory(pupil=cast.leaver, class_group=class_5b, starts_on=date(2027, 9, 1))
    with school_scope(cast.school):
        placed = cast.ayla.class_placements.get()
        placed.ends_on = date(2027, 9, 1)
        placed.save()
    ClassPlacementFactory(pupil=cast.ayla, class_group=class_5b, starts_on=date(2027, 9, 1))
    ClassAssignmentFactory(
        membership=cast.teacher_5a,
        class_group=class_5b,
        starts_on=date(2027, 9, 1),
        may_see_from=date(2027, 7, 1),
    )
    assert seen(cast, cast.teacher_5a, date(2027, 6, 30)) == {"ben"}
    assert seen(cast, cast.teacher_5a, date(2027, 7, 1)) == {"ben", "ayla"}
    with school_scope(cast.school):
        rows = Pupil.objects.changeable_by(cast.teacher_5a, day=date(2027, 7, 1))
        assert set(rows) == {cast.ben}


def test_last_years_teacher_keeps_a_short_tail_to_read(cast: Cast) -> None:
    """The old class can be read until the tail ends, and not changed."""
    with school_scope(cast.school):
        placed = cast.ayla.class_placements.get()
        placed.ends_on = date(2027, 9, 1)
        placed.save()
        assignment = cast.teacher_4b.class_assignments.get()
        assignment.ends_on, assignment.may_see_until = date(2027, 9, 1), date(2027, 9, 15)
        assignment.save()
    assert seen(cast, cast.teacher_4b, date(2027, 9, 14)) == {"ayla"}
    assert seen(cast, cast.teacher_4b, date(2027, 9, 15)) == set()
    with school_scope(cast.school):
        rows = Pupil.objects.changeable_by(cast.teacher_4b, day=date(2027, 9, 14))
        assert not rows.exists()


def test_a_membership_of_another_school_sees_nobody_here(cast: Cast, other: Cast) -> None:
    """Scope names the school itself, beside both fences."""
    assert seen(cast, other.senco) == set()


def test_no_role_or_an_unknown_one_sees_nobody(cast: Cast) -> None:
    """A role that is no more gives nothing, from the next request."""
    Membership.objects.filter(pk=cast.senco.pk).update(roles=frozenset())
    assert seen(cast, Membership.objects.get(pk=cast.senco.pk)) == set()
