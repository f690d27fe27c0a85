"""Dated rows of one child never hold on the same day, whoever writes them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from pupils.models import ClassPlacement, SenStatus
from schools.tenancy import school_scope
from tests.cast import Cast

pytestmark = pytest.mark.smoke

SEPTEMBER, JANUARY, EASTER = date(2027, 9, 1), date(2028, 1, 5), date(2028, 4, 10)


@pytest.fixture
def placed(cast: Cast) -> ClassPlacement:
    """The leaver in 4B from September to January."""
    with school_scope(cast.school):
        row: ClassPlacement = ClassPlacement.objects.create(
            pupil=cast.leaver, class_group=cast.class_4b, starts_on=SEPTEMBER, ends_on=JANUARY
        )
        return row


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "refused"),
    [
        (JANUARY, None, False),
        (JANUARY, EASTER, False),
        (date(2027, 1, 1), SEPTEMBER, False),
        (date(2028, 1, 4), None, True),
        (date(2027, 10, 1), date(2027, 10, 2), True),
        (date(2027, 1, 1), None, True),
        (date(2027, 1, 1), date(2027, 9, 2), True),
        (SEPTEMBER, JANUARY, True),
        (SEPTEMBER, SEPTEMBER, False),
    ],
)
def test_a_child_is_in_one_class_a_day(
    cast: Cast, placed: ClassPlacement, starts_on: date, ends_on: date | None, refused: bool
) -> None:
    """A row holds from its first day until the day before its end; an empty one holds nowhere."""
    row = ClassPlacement(
        pupil=cast.leaver, class_group=cast.class_5a, starts_on=starts_on, ends_on=ends_on
    )
    with school_scope(cast.school):
        if refused:
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save()
        else:
            row.save()
        assert ClassPlacement.objects.filter(pupil=cast.leaver).count() == 2 - refused


def test_a_change_of_dates_cannot_overlap_either(cast: Cast, placed: ClassPlacement) -> None:
    """Stretching a row over its neighbour is refused."""
    with school_scope(cast.school):
        ClassPlacement.objects.create(
            pupil=cast.leaver, class_group=cast.class_5a, starts_on=JANUARY
        )
        placed.ends_on = EASTER
        with pytest.raises(IntegrityError), transaction.atomic():
            placed.save()


def test_another_child_is_another_matter(cast: Cast, placed: ClassPlacement) -> None:
    """Two children may be in a class on one day."""
    with school_scope(cast.school):
        ClassPlacement.objects.create(
            pupil=cast.leaver, class_group=cast.class_4b, starts_on=JANUARY
        )
        assert ClassPlacement.objects.filter(class_group=cast.class_4b).count() == 4


def test_a_child_has_one_sen_status_a_day(cast: Cast) -> None:
    """Two statuses on one day are refused, though only one is open."""
    with school_scope(cast.school), pytest.raises(IntegrityError), transaction.atomic():
        SenStatus.objects.create(
            pupil=cast.ayla,
            code="N",
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 2, 1),
            source="import",
        )
