"""The night of 1 September: stored year groups catch up with the date, last year's classes close.

Nothing waits for it. Whose children are whose is decided by date (`pupils/models/year_groups.py`);
this writes down what has become so, once, whenever a worker next comes by. A child who was to leave
is left alone: a person confirms that, or says that the child stays.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from common.dates import today
from common.years import academic_year_of
from jobs.actions import start_job
from jobs.models import Job
from pupils.models import ClassPlacement, Pupil
from schools.models import School

TASK = "pupils.tasks.run_year_turn"
REASON = "A new academic year"


def behind(day: date) -> QuerySet[Pupil]:
    """Children on roll, and staying, whose stored year group is of an earlier academic year."""
    stays = Q(leaves_on__isnull=True) | Q(leaves_on__gte=day)
    rows: QuerySet[Pupil] = Pupil.objects.on_roll().filter(stays)
    return rows.filter(year_begins__lt=academic_year_of(day))


def left_open(day: date) -> QuerySet[ClassPlacement]:
    """Placements that outlast a class whose academic year is over."""
    rows: QuerySet[ClassPlacement] = ClassPlacement.objects.filter(
        class_group__academic_year__ends_on__lt=day
    )
    last_day = F("class_group__academic_year__ends_on") + timedelta(days=1)
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last_day))


def is_due(day: date) -> bool:
    """Whether anything has still to catch up. Two queries."""
    return behind(day).exists() or left_open(day).exists()


@transaction.atomic
def ask_for_turn(school: School) -> Job | None:
    """Ask for the work, once a day at most; `None` when it is asked for already or not due.

    Two beats at once wait for each other at the school's row.
    """
    School.objects.select_for_update().get(pk=school.pk)
    day = today()
    on = day.isoformat()
    if Job.objects.filter(task=TASK, payload__on=on).exists() or not is_due(day):
        return None
    return start_job(task=TASK, title="Moving year groups up", payload={"on": on})


def turn_year(job: Job) -> dict[str, Any]:
    """The work of the job: six queries for a school of 420, and none twice.

    It goes by today, not by the day it was asked for: a worker may come late, or a clock go back.
    """
    day = today()
    moved = list(behind(day).locked().order_by("pk"))  # type: ignore[attr-defined]
    for pupil in moved:
        pupil.is_in_year(pupil.year_on(day), day)
    fields = ("year_group", "year_begins", "next_year_group")
    Pupil.objects.recorded_bulk_update(moved, fields, reason=REASON)
    return {"moved": len(moved), "closed": _close_classes(day)}


def _close_classes(day: date) -> int:
    rows = left_open(day).select_related("class_group__academic_year").order_by("pk")
    found = list(rows.select_for_update(of=("self",)))
    for row in found:
        last_day = row.class_group.academic_year.ends_on
        row.ends_on = max(row.starts_on, last_day + timedelta(days=1))
    ClassPlacement.objects.recorded_bulk_update(found, ("ends_on",), reason=REASON)
    return len(found)
