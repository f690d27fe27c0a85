"""The same change for several children at once: for all of them, or for none."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db import transaction

from accounts.models import Membership
from common.errors import Refused
from pupils.actions.refused import RefusedForSome
from pupils.actions.roll import place_in_class
from pupils.actions.staff import end_staff_link, link_staff
from pupils.models import Pupil, StaffLink
from schools.models import ClassGroup


@transaction.atomic
def for_all(pupils: Iterable[Pupil], change: Callable[[Pupil], object]) -> None:
    """Make a change for each child. Raises `RefusedForSome` with every child that refuses it."""
    problems = []
    for pupil in pupils:
        try:
            with transaction.atomic():
                change(pupil)
        except Refused as refusal:
            problems.append((pupil, str(refusal)))
    if problems:
        raise RefusedForSome(problems)


def link_staff_to_all(
    *,
    pupils: Iterable[Pupil],
    membership: Membership,
    kind: str,
    on: date,
    replaces: bool,
    last_day: date | None = None,
) -> None:
    """Link one member of staff to several children from a day, until a last one if there is one.

    With `replaces` others linked in the same way are no longer from that day. Raises
    `RefusedForSome`.
    """

    def link(pupil: Pupil) -> None:
        if replaces:
            others = StaffLink.objects.filter(pupil=pupil, kind=kind).still_open()
            for other in others.exclude(membership=membership):
                end_staff_link(link=other, on=on)
        link_staff(pupil=pupil, membership=membership, kind=kind, on=on, last_day=last_day)

    for_all(pupils, link)


def place_all_in_class(*, pupils: Iterable[Pupil], class_group: ClassGroup, on: date) -> None:
    """Move several children to a class from a day. Raises `RefusedForSome`."""
    for_all(pupils, lambda pupil: place_in_class(pupil=pupil, class_group=class_group, on=on))
