"""On and off the roll: adding a pupil, classes, leavers and those who come back."""

from datetime import date

from django.db import IntegrityError, transaction

from common.dates import long_date, today
from common.errors import Refused
from pupils.actions.unchanged import hold_unchanged
from pupils.leaving import REASON, end_with_leaving
from pupils.models import ClassPlacement, Pupil
from schools.models import ClassGroup


@transaction.atomic
def add_pupil(*, pupil: Pupil, class_group: ClassGroup | None) -> Pupil:
    """Put a new pupil on roll, and into a class from the day they joined (today if not said).

    Raises `Refused` when somebody added a pupil with this UPN in the same instant.
    """
    try:
        with transaction.atomic():
            pupil.save()
    except IntegrityError as error:
        raise taken_upn(pupil, error) from error
    if class_group is not None:
        first = class_group.academic_year.starts_on
        place_in_class(
            pupil=pupil, class_group=class_group, on=max(pupil.joined_on or today(), first)
        )
    return pupil


def taken_upn(pupil: Pupil, error: IntegrityError) -> Refused:
    """The refusal of a UPN that another pupil got a moment before; any other fault is raised."""
    if "upn" not in str(error):
        raise error
    return Refused(f"Somebody has just given the UPN {pupil.upn} to another pupil here.")


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
    """Record that a pupil left; `on` is their last day. Classes, staff links and stage end.

    Needs, SEN status and everything written stay as they were. Raises `Refused` for a day in the
    future, before they joined, or for one who has left; `EditClash` for a changed record.
    """
    if pupil.left_on is not None:
        raise Refused(f"The pupil left on {long_date(pupil.left_on)} already.")
    if on > today():
        raise Refused(f"{long_date(on)} is in the future. Record a leaver when they have left.")
    if on < (pupil.joined_on or pupil.born_on):
        raise Refused(f"{long_date(on)} is before the pupil joined the school.")
    pupil.leaves(on, went_to)
    pupil.save_as_version(expected, reason=REASON)
    end_with_leaving(pupil, on)


@transaction.atomic
def restore_pupil(*, pupil: Pupil, expected: int) -> None:
    """Put a leaver back on roll. The classes and links that ended stay ended.

    Raises `Refused` for a pupil on roll, `EditClash` for a changed record.
    """
    if pupil.left_on is None:
        raise Refused("The pupil is on roll already.")
    pupil.left_on, pupil.left_for = None, ""
    pupil.save_as_version(expected, reason="Back on roll")
