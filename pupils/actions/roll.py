"""On and off the roll: adding a pupil, classes, leavers and those who come back."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from common.dates import long_date, today
from common.errors import Refused
from pupils.actions.unchanged import hold_unchanged
from pupils.models import ClassPlacement, Pupil, StaffLink
from schools.models import ClassGroup


@transaction.atomic
def add_pupil(*, pupil: Pupil, class_group: ClassGroup | None) -> Pupil:
    """Put a new pupil on roll, and into a class from the day they joined (today if not said)."""
    pupil.save()
    if class_group is not None:
        first = class_group.academic_year.starts_on
        place_in_class(
            pupil=pupil, class_group=class_group, on=max(pupil.joined_on or today(), first)
        )
    return pupil


@transaction.atomic
def place_in_class(
    *, pupil: Pupil, class_group: ClassGroup, on: date, expected: int | None = None
) -> ClassPlacement:
    """Move a pupil to a class from a day; the class before it ends that day.

    A class already arranged for later stays: the new one ends when it begins. `expected` is the
    mark of the placements the form was opened on. Raises `Refused`, or `EditClash`.
    """
    if expected is not None:
        hold_unchanged(ClassPlacement, pupil, expected)
    _check_class_day(pupil, class_group, on)
    rows = ClassPlacement.objects.filter(pupil=pupil)
    later = rows.filter(starts_on__gt=on).exclude(ends_on__lte=on).order_by("starts_on").first()
    before = rows.on(on).first()
    if before is not None:
        if before.class_group_id == class_group.pk:
            raise Refused(f"The pupil is in {class_group.name} on {long_date(on)} already.")
        before.ends_on = on
        before.save()
    return ClassPlacement.objects.create(
        pupil=pupil, class_group=class_group, starts_on=on, ends_on=later and later.starts_on
    )


def _check_class_day(pupil: Pupil, class_group: ClassGroup, on: date) -> None:
    year = class_group.academic_year
    if pupil.left_on is not None:
        raise Refused(f"The pupil left on {long_date(pupil.left_on)}. Put them back on roll first.")
    if not year.starts_on <= on <= year.ends_on:
        raise Refused(
            f"{class_group.name} is a class of {year.name}: choose a day from "
            f"{long_date(year.starts_on)} to {long_date(year.ends_on)}."
        )
    if pupil.joined_on is not None and on < pupil.joined_on:
        raise Refused(f"The pupil joined on {long_date(pupil.joined_on)}, after {long_date(on)}.")


@transaction.atomic
def archive_pupil(*, pupil: Pupil, on: date, went_to: str, expected: int) -> None:
    """Record that a pupil left; `on` is their last day. Their classes and staff links end.

    Needs, SEN status and everything written stay as they were. Raises `Refused` for a day in the
    future, before they joined, or for one who has left; `EditClash` for a changed record.
    """
    if pupil.left_on is not None:
        raise Refused(f"The pupil left on {long_date(pupil.left_on)} already.")
    if on > today():
        raise Refused(f"{long_date(on)} is in the future. Record a leaver when they have left.")
    if on < (pupil.joined_on or pupil.born_on):
        raise Refused(f"{long_date(on)} is before the pupil joined the school.")
    pupil.left_on, pupil.left_for = on, went_to
    pupil.save_as_version(expected, reason="Left the school")
    for row in what_leaving_ends(pupil, on):
        row.ends_on = max(row.starts_on, on + timedelta(days=1))
        row._change_reason = "Left the school"
        row.save()


def what_leaving_ends(pupil: Pupil, on: date) -> list[ClassPlacement | StaffLink]:
    """The class placements and staff links that last beyond a pupil's last day."""
    beyond = Q(ends_on__isnull=True) | Q(ends_on__gt=on + timedelta(days=1))
    placements = ClassPlacement.objects.filter(beyond, pupil=pupil)
    links = StaffLink.objects.filter(beyond, pupil=pupil)
    return [
        *placements.select_related("class_group").order_by("starts_on"),
        *links.select_related("membership__user").order_by("starts_on", "pk"),
    ]


@transaction.atomic
def restore_pupil(*, pupil: Pupil, expected: int) -> None:
    """Put a leaver back on roll. The classes and links that ended stay ended.

    Raises `Refused` for a pupil on roll, `EditClash` for a changed record.
    """
    if pupil.left_on is None:
        raise Refused("The pupil is on roll already.")
    pupil.left_on, pupil.left_for = None, ""
    pupil.save_as_version(expected, reason="Back on roll")
