"""Deciding that a child stays at its stage, and taking such a decision back."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Unpack

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
    locked_standpoint,
    refuse_decision,
    with_what_is_missing,
)
from stages.guiding import guide_of
from stages.models import StageRecord, StayDecision
from stages.rules import NotAllowed, Standpoint, may_place, refuse_day, refuse_leaver


@transaction.atomic
def decide_to_stay(
    *,
    pupil: Pupil,
    on: date,
    by: Membership,
    route_words: str,
    expected: str | None = None,
    **decision: Unpack[Decision],
) -> StayDecision:
    """Record that a child stays, by the ladder's way round with these words.

    The stage record goes on; the time the stage is meant for counts anew from that day. What is
    missing is kept and needs `went_on_because`. Raises `EditClash` when somebody moved the child
    meanwhile, `NotAllowed` and `Refused` with one sentence.
    """
    point = locked_standpoint(pupil, expected)
    record = _refuse(point, on, by)
    guide = guide_of(point.pupil, on)
    route = guide.way_round(route_words) if guide else None
    if guide is None or route is None:
        raise Refused(f"The ladder has no such way to stay at {point.ruling_stage}.")
    kept = with_what_is_missing(decision, guide.missing_on(route))
    refuse_decision(kept)
    fields: dict[str, Any] = {name: value for name, value in kept.items() if name != "on_list"}
    stay = StayDecision(
        pupil=point.pupil,
        record=record,
        decided_on=on,
        route_words=route.words,
        recorded_by=by.user,
        **fields,
    )
    stay._change_reason = decision["reason"]
    stay.save()
    return stay


def _refuse(point: Standpoint, on: date, by: Membership) -> StageRecord:
    """The record a child stays on; raises where nobody can decide that, or not this person."""
    refuse_leaver(point)
    refuse_day(point, on)
    if point.head is None or point.stage_now is None:
        raise Refused(f"{point.who} is at no stage of the ladder in use.")
    if not may_place(by, point, point.stage_now):
        raise NotAllowed(f"Only the SENCO can decide that {point.who} stays here.")
    if on < point.head.starts_on:
        raise Refused(
            f"{point.who} has been at {point.stage_now.title} since "
            f"{long_date(point.head.starts_on)}: the decision cannot be of an earlier day."
        )
    if StayDecision.objects.standing().filter(record=point.head, decided_on=on).exists():
        raise Refused(f"A decision to stay is recorded for {long_date(on)} already.")
    return point.head


@transaction.atomic
def withdraw_stay(
    *, stay: StayDecision, expected: int, because: str, by: Membership
) -> StayDecision:
    """Take back a decision made in error: the time at the stage counts as before it.

    Raises `EditClash`, `NotAllowed` and `Refused`.
    """
    if not by.can(Permission.PLACE_ANYWHERE):
        raise NotAllowed("Only the SENCO can correct the stage record.")
    if not because.strip():
        raise Refused("Say why the decision is taken back.")
    current: StayDecision = StayDecision.objects.locked().get(pk=stay.pk)
    if current.version != expected or current.is_withdrawn:
        raise EditClash(current)
    take_back([current], because.strip(), by)
    return current


def take_back(stays: Iterable[StayDecision], because: str, by: Membership) -> None:
    """Withdraw decisions that are held."""
    for stay in stays:
        stay.withdrawn_at, stay.withdrawn_by = timezone.now(), by.user
        stay.withdrawn_because = because
        stay._change_reason = because
        stay.save()


def carry_stays(
    wrong: StageRecord, right: StageRecord | None, because: str, by: Membership
) -> None:
    """Let decisions go with a record that is corrected; where it says another stage they fall."""
    stays = list(StayDecision.objects.standing().filter(record=wrong).locked())
    keys = [row.stage.key if row and row.stage else "" for row in (wrong, right)]
    if right is None or keys[0] != keys[1]:
        take_back(stays, because, by)
        return
    for stay in stays:
        if stay.decided_on < right.starts_on:
            raise Refused(
                f"It was decided on {long_date(stay.decided_on)} to stay: take that back first."
            )
        stay.record = right
        stay._change_reason = because
        stay.save()
