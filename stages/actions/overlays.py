"""What sits beside a stage: outside agencies, an application in progress."""

from datetime import date
from typing import Unpack

from django.db import transaction

from accounts.models import Membership
from common.dates import long_date
from common.errors import Refused
from pupils.models import Pupil
from stages.actions.line import (
    Decision,
    as_it_is_now,
    locked_standpoint,
    refuse_decision,
    stage_in_use,
)
from stages.models import Stage, StageRecord
from stages.rules import NotAllowed, may_place, refuse_day, refuse_leaver


@transaction.atomic
def start_overlay(
    *,
    pupil: Pupil,
    stage: Stage,
    on: date,
    by: Membership,
    agency: str = "",
    **decision: Unpack[Decision],
) -> StageRecord:
    """Begin something beside the pupil's stage; the main line and SEN status are untouched.

    Raises `NotAllowed` and `Refused` with one sentence.
    """
    target = stage_in_use(stage)
    if not target.overlay:
        raise Refused(f"{target.title} is a stage of the ladder: move the pupil there instead.")
    point = locked_standpoint(pupil, None)
    refuse_leaver(point)
    refuse_day(point, on)
    refuse_decision(decision)
    if not may_place(by, point, target):
        raise NotAllowed(f"Only the SENCO can start this for {point.who}: {target.title}.")
    beside = StageRecord.objects.overlays().filter(pupil=pupil, stage__key=target.key)
    if beside.filter(agency=agency).still_open().exists():
        raise Refused(f"{target.title} is beside {point.who}'s stage already.")
    record = StageRecord(
        pupil=pupil,
        stage=target,
        beside=True,
        agency=agency,
        starts_on=on,
        recorded_by=by.user,
        **decision,
    )
    record._change_reason = decision["reason"]
    record.save()
    return record


@transaction.atomic
def end_overlay(
    *, record: StageRecord, on: date, because: str, by: Membership, expected: int
) -> StageRecord:
    """End something beside a stage. Raises `EditClash`, `NotAllowed` and `Refused`."""
    if not because.strip():
        raise Refused("Say why it ends.")
    point = locked_standpoint(record.pupil, None)
    refuse_day(point, on)
    assert record.stage is not None  # held by a constraint
    if not may_place(by, point, as_it_is_now(record.stage) or record.stage):
        raise NotAllowed(f"Only the SENCO can end this for {point.who}: {record.stage.title}.")
    if on < record.starts_on:
        raise Refused(
            f"It began on {long_date(record.starts_on)}, so it cannot end on {long_date(on)}."
        )
    record.ends_on, record.ended_because = on, because
    record.save_as_version(expected, reason=because)
    return record
