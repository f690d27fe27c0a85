"""The night of 1 September: stored year groups catch up with the date, last year's classes close.

Nothing waits for it. Whose children are whose is decided by date (`pupils/models/year_groups.py`);
this writes down what has become so, once, whenever a worker next comes by. A child who was to leave
is left alone: a person confirms that, or says that the child stays. Where nobody built the year,
the top year is expected to have left, too (docs/decisions/year-groups-by-date.md).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet

from common.dates import today
from common.years import BESIDE_THE_RUN, YearGroup, academic_year_of
from jobs.actions import start_job
from jobs.models import Job
from pupils.models import ClassPlacement, Pupil
from schools.models import ClassGroup, School
from schools.tenancy import acting

TASK = "pupils.tasks.run_year_turn"
REASON = "A new academic year"
# The last year group of the phases whose age range is the same everywhere.
TOP_OF = {
    School.Phase.INFANT: YearGroup.Y2,
    School.Phase.JUNIOR: YearGroup.Y6,
    School.Phase.PRIMARY: YearGroup.Y6,
}


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
    """The work of the job: eight queries for a school of 420, and none twice.

    It goes by today, not by the day it was asked for: a worker may come late, or a clock go back.
    """
    day = today()
    rows = list(behind(day).locked().order_by("pk"))  # type: ignore[attr-defined]
    leaving = _last_days(rows, day)
    for pupil in rows:
        last_day = leaving.get(pupil.pk)
        pupil.is_in_year(pupil.year_on(last_day or day), last_day or day)
        pupil.leaves_on = last_day or pupil.leaves_on
    fields = ("year_group", "year_begins", "next_year_group", "leaves_on")
    Pupil.objects.recorded_bulk_update(rows, fields, reason=REASON)
    return {"moved": len(rows) - len(leaving), "closed": _close_classes(day)}


def _last_days(rows: Iterable[Pupil], day: date) -> dict[int, date]:
    """The 31 August on which children whom nobody said to stay grew out of the school's years.

    Somebody spoke who placed them in a class of this year, or said where or when they go.
    """
    actor = acting()
    assert actor is not None  # a job runs within its school
    usual = TOP_OF.get(School.Phase(actor.school.phase))
    if usual is None:
        return {}
    top, begins = max(usual, _highest_class(day)), academic_year_of(day)
    silent = (row for row in rows if row.next_year_group is None and row.leaves_on is None)
    going = {row.pk: row.year_on(day) for row in silent}
    above = {pk: year for pk, year in going.items() if year > top and year not in BESIDE_THE_RUN}
    placed = ClassPlacement.objects.on(day).filter(pupil__in=above)
    here = placed.filter(class_group__academic_year__ends_on__gte=day)
    staying = set(here.values_list("pupil_id", flat=True))
    return {
        pk: date(begins + 1 - (year - top), 8, 31)
        for pk, year in above.items()
        if pk not in staying
    }


def _highest_class(day: date) -> int:
    """The highest year group with a class of its own, this year or last; 0 where there is none."""
    since = date(academic_year_of(day) - 1, 8, 1)
    rows = ClassGroup.objects.filter(academic_year__starts_on__range=(since, day))
    found = rows.exclude(year_group__in=BESIDE_THE_RUN).aggregate(top=Max("year_group"))
    return found["top"] or 0


def _close_classes(day: date) -> int:
    rows = left_open(day).select_related("class_group__academic_year").order_by("pk")
    found = list(rows.select_for_update(of=("self",)))
    for row in found:
        last_day = row.class_group.academic_year.ends_on
        row.ends_on = max(row.starts_on, last_day + timedelta(days=1))
    ClassPlacement.objects.recorded_bulk_update(found, ("ends_on",), reason=REASON)
    return len(found)
