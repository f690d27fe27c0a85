"""The things pages are about: how to make one of each, for a child or for a school.

To add a kind: a function that makes the thing inside the school's scope, under its name.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from jobs.models import Job
from pupils.models import Pupil
from stages.models import Stage, StageRecord
from tests.cast import Cast, marker

SINCE = date(2025, 9, 8)


def stage_record(cast: Cast, pupil: Pupil) -> StageRecord:
    """The child at the third stage, for a reason that names the child."""
    return _record(cast, pupil, Stage.objects.filter(overlay=False).order_by("order")[2])


def overlay(cast: Cast, pupil: Pupil) -> StageRecord:
    """Something beside the child's stage."""
    return _record(cast, pupil, Stage.objects.order_by("order").last(), beside=True)


def _record(cast: Cast, pupil: Pupil, stage: Any, **fields: Any) -> StageRecord:
    mark = marker(cast.school, pupil.forename.lower())
    made: StageRecord = StageRecord.objects.create(
        pupil=pupil,
        stage=stage,
        starts_on=SINCE,
        reason=f"{mark} reason",
        decided_by=f"{mark} meeting",
        recorded_by=cast.senco.user,
        **fields,
    )
    return made


def job(cast: Cast) -> Job:
    """Work the SENCO asked for."""
    made: Job = Job.objects.create(task="nothing", title="Import", started_by=cast.senco.user)
    return made


OF_A_CHILD: dict[str, Callable[[Cast, Pupil], Any]] = {
    "pupil": lambda cast, pupil: pupil,
    "contact": lambda cast, pupil: pupil.contacts.get(),
    "need": lambda cast, pupil: pupil.needs.get(),
    "stage_record": stage_record,
    "overlay": overlay,
}

OF_THE_SCHOOL: dict[str, Callable[[Cast], Any]] = {
    "job": job,
    "class": lambda cast: cast.class_4b,
    "member": lambda cast: cast.ta,
}
