"""The days a school sets for meetings of a kind."""

from datetime import date

from django.db import transaction

from common.dates import long_date
from common.errors import Refused
from pupils.models import MeetingDay
from schools.models import ClassGroup, School
from schools.tenancy import acting, touch_everyone


@transaction.atomic
def set_meeting_day(
    *, kind: str, kind_name: str, on: date, class_group: ClassGroup | None
) -> MeetingDay:
    """Set a day for meetings of a kind, of every class or of one.

    Raises `Refused` when it is set already, or is outside the year of the class.
    """
    actor = acting()
    assert actor is not None  # school_scope is entered
    School.objects.select_for_update().get(pk=actor.school_id)
    if class_group is not None:
        _refuse_other_year(class_group, on)
    if MeetingDay.objects.filter(kind=kind, on=on).for_class(class_group).exists():
        raise Refused(f"{long_date(on)} is set for this kind of meeting already.")
    day: MeetingDay = MeetingDay.objects.create(
        kind=kind, kind_name=kind_name, on=on, class_group=class_group
    )
    touch_everyone()  # what the ladder asks at every such meeting is due by it
    return day


@transaction.atomic
def unset_meeting_day(*, day: MeetingDay) -> None:
    """Take a day off the list; its history stays, and so do the meetings held on it."""
    MeetingDay.objects.select_for_update(of=("self",)).get(pk=day.pk).delete()
    touch_everyone()


def _refuse_other_year(class_group: ClassGroup, on: date) -> None:
    year = class_group.academic_year
    if not year.starts_on <= on <= year.ends_on:
        raise Refused(f"{long_date(on)} is not in the year of {class_group.name} ({year.name}).")
