"""Keys carry the school: a row cannot point into another school, whoever writes it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import ClassAssignment
from pupils.models import ClassPlacement, Contact, StaffLink
from schools.models import ClassGroup
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.schools.raw import check_keys_now, postgres_only, run

pytestmark = [pytest.mark.django_db, postgres_only]


def refused(act: Any) -> None:
    """Check that the keys refuse what was done."""

    def act_and_check() -> None:
        act()
        check_keys_now()

    with pytest.raises(IntegrityError, match="same_school"), transaction.atomic():
        act_and_check()


def test_a_pupil_of_another_school_cannot_be_pointed_at(cast: Cast, other: Cast) -> None:
    """Foreign keys ignore row-level security, so the key itself holds the school."""
    with school_scope(cast.school):
        refused(lambda: Contact.objects.create(pupil_id=other.ayla.pk, surname="Madeup"))


def test_neither_by_raw_sql(cast: Cast, other: Cast) -> None:
    """What goes past Django meets the same key."""
    with school_scope(cast.school):
        refused(lambda: run("UPDATE pupils_accessblock SET pupil_id = %s", other.ayla.pk))


def test_a_class_of_another_school_cannot_be_pointed_at(cast: Cast, other: Cast) -> None:
    """A placement into next door's class is refused."""
    with school_scope(cast.school):
        refused(
            lambda: ClassPlacement.objects.create(
                pupil=cast.leaver, class_group_id=other.class_4b.pk, starts_on="2026-09-01"
            )
        )


def test_a_year_of_another_school_cannot_be_pointed_at(cast: Cast, other: Cast) -> None:
    """A class belongs to a year of its own school."""
    with school_scope(cast.school):
        refused(
            lambda: ClassGroup.objects.create(
                academic_year_id=other.class_4b.academic_year_id, name="9Z"
            )
        )


def test_a_membership_of_another_school_cannot_be_assigned(cast: Cast, other: Cast) -> None:
    """Memberships have no row policy, and their keys hold all the same."""
    with school_scope(cast.school):
        refused(
            lambda: ClassAssignment.objects.create(
                membership_id=other.senco.pk, class_group=cast.class_4b, starts_on="2026-09-01"
            )
        )
        refused(
            lambda: StaffLink.objects.create(
                membership_id=other.ta.pk, pupil=cast.ayla, kind="named", starts_on="2026-09-01"
            )
        )
