"""Moves on the ladder: onto a stage, and off."""

from datetime import date
from typing import Unpack

from django.db import transaction

from accounts.models import Membership
from common.errors import Refused
from pupils.actions import change_sen_status
from pupils.models import Pupil, SenStatus
from stages.actions.line import (
    Decision,
    locked_standpoint,
    refuse_decision,
    stage_in_use,
    with_what_is_missing,
)
from stages.following import restate_sen_status
from stages.guiding import guide_of
from stages.models import Stage, StageRecord
from stages.rules import (
    PLAN,
    NotAllowed,
    Standpoint,
    may_place,
    refuse_before_last,
    refuse_day,
    refuse_leaver,
    refuse_stage,
)


@transaction.atomic
def place(
    *,
    pupil: Pupil,
    stage: Stage,
    on: date,
    by: Membership,
    expected: str | None = None,
    route_words: str = "",
    **decision: Unpack[Decision],
) -> StageRecord:
    """Put a pupil at a stage from a day; the record before ends that day and status follows.

    `expected` is `token_of` the record the person saw. Stages that run together are recorded at
    their first. Placing at the universal stage is leaving the ladder. What the engine says is
    missing before the move is kept with it, and needs `went_on_because`. Raises `EditClash` when
    somebody moved the pupil meanwhile, `NotAllowed` and `Refused` with one sentence.
    """
    target = stage_in_use(stage)
    if target.overlay:
        raise Refused(f"{target.title} sits beside the ladder: start it beside the stage instead.")
    point = locked_standpoint(pupil, expected)
    return _move(point, None if target.universal else target, on, by, route_words, decision)


@transaction.atomic
def leave(
    *,
    pupil: Pupil,
    on: date,
    by: Membership,
    expected: str | None = None,
    route_words: str = "",
    **decision: Unpack[Decision],
) -> StageRecord:
    """Take a pupil off the ladder from a day; the record of the decision has no stage.

    Raises as `place` does.
    """
    point = locked_standpoint(pupil, expected)
    return _move(point, None, on, by, route_words, decision)


def _move(
    point: Standpoint,
    stage: Stage | None,
    on: date,
    by: Membership,
    route_words: str,
    decision: Decision,
) -> StageRecord:
    _refuse(point, stage, on, by)
    guide = guide_of(point.pupil, on)
    gaps = guide.missing_to(stage, route_words) if guide else ()
    decision = with_what_is_missing(decision, gaps)
    refuse_decision(decision)
    _end_head(point, on)
    record = StageRecord(
        pupil=point.pupil,
        stage=stage,
        starts_on=on,
        route_words=route_words,
        recorded_by=by.user,
        **decision,
    )
    record._change_reason = decision["reason"]
    record.save()
    _follow(point, stage, on)
    return record


def _refuse(point: Standpoint, stage: Stage | None, on: date, by: Membership) -> None:
    refuse_leaver(point)
    refuse_day(point, on)
    refuse_before_last(point, on)
    if not may_place(by, point, stage):
        where = stage.title if stage else "off the ladder"
        raise NotAllowed(f"Only the SENCO can move {point.who} here: {where}.")
    refuse_stage(point, stage, on)


def _end_head(point: Standpoint, on: date) -> None:
    if point.head:
        point.head.ends_on = on
        point.head.save_as_version(point.head.version, reason="Ended by the next move")


def _follow(point: Standpoint, stage: Stage | None, on: date) -> None:
    """K at a stage on the register, N elsewhere; a plan in force keeps its E.

    Under a plan only the days before it can change: those of a move dated before the plan began.
    """
    note = stage.title[:200] if stage else "Off the ladder"
    if point.code_now == PLAN:
        restate_sen_status(point.pupil, note=note)
        return
    change_sen_status(
        pupil=point.pupil,
        code=point.code_after(stage),
        on=on,
        source=SenStatus.Source.STAGE_MOVE.value,
        note=note,
    )
