"""Corrections of the stage record: what was wrong is withdrawn with a reason, never erased."""

from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date
from common.errors import Refused
from pupils.models import Pupil
from schools.records import EditClash
from stages.actions.line import (
    Decision,
    decision_of,
    locked_standpoint,
    refuse_decision,
    stage_in_use,
)
from stages.actions.staying import carry_stays
from stages.following import restate_sen_status
from stages.models import Stage, StageRecord
from stages.rules import NotAllowed, Standpoint, refuse_code, refuse_day


class Correction(TypedDict, total=False):
    """What a correction may change; what is left out stays as it was."""

    stage: Stage | None
    starts_on: date
    reason: str
    decided_at: str
    decided_by: str
    took_part: str
    parent_told_how: str
    parent_told_on: date | None
    on_list: bool | None


@transaction.atomic
def correct_record(
    *,
    record: StageRecord,
    expected: int,
    because: str,
    by: Membership,
    **changes: Unpack[Correction],
) -> StageRecord:
    """Put a corrected record in the place of a wrong one, which stays, withdrawn.

    The record before it ends where the corrected one begins, and SEN status follows. Raises
    `EditClash` when somebody changed it meanwhile, `NotAllowed` and `Refused` with one sentence.
    """
    point, current = _open_for_correction(record, expected, because, by)
    given: dict[str, Any] = dict(changes)
    stage, starts_on = _corrected_stage(current, given), given.pop("starts_on", current.starts_on)
    before = _before(current)
    refuse_day(point, starts_on)
    _refuse_beyond_neighbours(point, current, before, stage, starts_on)
    refuse_code(_as_corrected(point, current), stage, starts_on)
    decision = decision_of(current) | given | _untold(current, stage, given)
    refuse_decision(decision)  # type: ignore[arg-type]  # a record's own decision has a reason
    _withdraw(current, because, by)
    _let_end(before, starts_on, because)
    corrected = StageRecord(
        pupil=point.pupil,
        stage=stage,
        starts_on=starts_on,
        ends_on=current.ends_on,
        route_words=current.route_words,
        recorded_by=by.user,
        replaces=current,
        **decision,
    )
    corrected._change_reason = because
    corrected.save()
    carry_stays(current, corrected, because, by)
    restate_sen_status(point.pupil, note=f"Stage record corrected: {because}")
    return corrected


@transaction.atomic
def withdraw_record(
    *, record: StageRecord, expected: int, because: str, by: Membership
) -> StageRecord:
    """Take back a record made in error; the one before it goes on in its place.

    Raises as `correct_record` does.
    """
    point, current = _open_for_correction(record, expected, because, by)
    before = None if current.beside else _before(current)
    if before and current.ends_on is None:
        refuse_code(point, before.stage, current.starts_on)
    _withdraw(current, because, by)
    carry_stays(current, None, because, by)
    if before and before.ends_on == current.starts_on:
        _let_end(before, current.ends_on, because)
    restate_sen_status(point.pupil, note=f"Stage record withdrawn: {because}")
    return current


@transaction.atomic
def back_date(
    *,
    pupil: Pupil,
    stage: Stage,
    starts_on: date,
    ends_on: date,
    by: Membership,
    **decision: Unpack[Decision],
) -> StageRecord:
    """Record a time at a stage that is over, before or between the records there are.

    It is history: what was missing at the time is not asked of the engine now.

    Raises `NotAllowed` and `Refused` with one sentence.
    """
    _refuse_uncorrecting(by)
    target = stage_in_use(stage)
    if target.overlay or target.universal:
        raise Refused(f"{target.title} is not a stage a child is placed on.")
    point = locked_standpoint(pupil, None)
    refuse_day(point, starts_on)
    refuse_day(point, ends_on)
    refuse_decision(decision)
    if ends_on <= starts_on:
        raise Refused("The last day must come after the first.")
    _refuse_overlap(point, starts_on, ends_on)
    record = StageRecord(
        pupil=point.pupil,
        stage=target,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=by.user,
        **decision,
    )
    record._change_reason = decision["reason"]
    record.save()
    restate_sen_status(point.pupil, note=f"Earlier stage recorded: {target.title}")
    return record


def _open_for_correction(
    record: StageRecord, expected: int, because: str, by: Membership
) -> tuple[Standpoint, StageRecord]:
    """Lock the pupil and the record. Raises `EditClash` when it is not the version seen."""
    _refuse_uncorrecting(by)
    if not because.strip():
        raise Refused("Say why the record is corrected.")
    point = locked_standpoint(record.pupil, None)
    current: StageRecord = StageRecord.objects.select_related("stage").get(pk=record.pk)
    if current.version != expected or current.is_withdrawn:
        raise EditClash(current)
    return point, current


def _refuse_uncorrecting(by: Membership) -> None:
    if not by.can(Permission.PLACE_ANYWHERE):
        raise NotAllowed("Only the SENCO can correct the stage record.")


def _corrected_stage(current: StageRecord, given: dict[str, Any]) -> Stage | None:
    stage: Stage | None = given.pop("stage", current.stage)
    if current.beside:
        raise Refused("What sits beside a stage is ended or withdrawn, not corrected.")
    if stage is None or (current.stage and stage.key == current.stage.key):
        return stage and current.stage  # as it was when the child was placed there
    target = stage_in_use(stage)
    if target.overlay:
        raise Refused(f"{target.title} sits beside the ladder: start it beside the stage instead.")
    return None if target.universal else target


def _untold(
    current: StageRecord, stage: Stage | None, given: dict[str, Any]
) -> dict[str, str | None]:
    """A letter that spoke of another stage has not told the parent of this one."""
    old = (current.parent_told_how, current.parent_told_on)
    kept = (given.get("parent_told_how", old[0]), given.get("parent_told_on", old[1])) == old
    keys = [each.key if each else "" for each in (stage, current.stage)]
    if not kept or old[0] != StageRecord.Told.LETTER or keys[0] == keys[1]:
        return {}
    return {"parent_told_how": StageRecord.Told.NOT_YET.value, "parent_told_on": None}


def _as_corrected(point: Standpoint, current: StageRecord) -> Standpoint:
    """A closed record says nothing about the status now, only about its own days."""
    return point if current.ends_on is None else Standpoint(point.pupil, None, "", point.today)


def _before(current: StageRecord) -> StageRecord | None:
    line = StageRecord.objects.main_line().filter(pupil=current.pupil).exclude(pk=current.pk)
    earlier = line.filter(starts_on__lte=current.starts_on, ends_on__lte=current.starts_on)
    record: StageRecord | None = (
        earlier.select_related("stage").order_by("-ends_on", "-starts_on", "-pk").first()
    )
    return record


def _refuse_beyond_neighbours(
    point: Standpoint,
    current: StageRecord,
    before: StageRecord | None,
    stage: Stage | None,
    starts_on: date,
) -> None:
    if before and starts_on < before.starts_on:
        raise Refused(
            f"The record before this one begins on {long_date(before.starts_on)}: "
            "correct that one first."
        )
    if current.ends_on and starts_on > current.ends_on:
        raise Refused(f"The record after this one begins on {long_date(current.ends_on)}.")
    if before and stage and before.stage and before.stage.key == stage.key:
        raise Refused(
            f"{point.who} was at {stage.title} just before: withdraw this record instead."
        )


def _refuse_overlap(point: Standpoint, starts_on: date, ends_on: date) -> None:
    line = StageRecord.objects.main_line().filter(pupil=point.pupil)
    after = line.exclude(ends_on__lte=starts_on).filter(starts_on__lt=ends_on)
    other = after.order_by("starts_on").first()
    if other:
        raise Refused(
            f"{point.who} has a record from {long_date(other.starts_on)}: "
            "two cannot hold on the same day."
        )


def _withdraw(current: StageRecord, because: str, by: Membership) -> None:
    current.withdrawn_at, current.withdrawn_by = timezone.now(), by.user
    current.withdrawn_because = because
    current.save_as_version(current.version, reason=because)


def _let_end(record: StageRecord | None, ends_on: date | None, because: str) -> None:
    if record and record.ends_on != ends_on:
        record.ends_on = ends_on
        record.save_as_version(record.version, reason=because)
