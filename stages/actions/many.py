"""One move for several children who stand at the same stage: for all of them, or for none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Unpack

from django.db import transaction

from accounts.models import Membership
from common.errors import Refused
from pupils.actions import RefusedForSome, change_sen_statuses
from pupils.models import Pupil, SenStatus
from stages.actions.line import (
    Decision,
    refuse_decision,
    token_of,
    with_what_is_missing,
)
from stages.actions.points import codes_on, standpoints_of
from stages.choices import Move, Ways, ways_in_use
from stages.following import Period, restate_many
from stages.guiding import guides_of
from stages.models import Stage, StageRecord
from stages.rules import (
    PLAN,
    NotAllowed,
    Standpoint,
    refuse_before_last,
    refuse_codes,
    refuse_day,
    refuse_leaver,
    refuse_where,
)

NOWHERE = "none"  # where a child without a record stands
CHANGED = "Somebody else moved this child after the page was opened: look again."


class Way(NamedTuple):
    """From which stage (`NOWHERE`: off the ladder) by which of its moves."""

    origin: str
    move: str


@dataclass(frozen=True)
class Sorted:
    """Of several children: who can take a way, with the move it is for each, and who not, why."""

    ready: Sequence[tuple[Standpoint, Move]]
    left_out: Sequence[tuple[Pupil, str]]


def origin_of(point: Standpoint) -> str:
    """The key of where a child stands, as a `Way` names it."""
    return point.stage.key if point.stage else NOWHERE


def sort_out(points: Sequence[Standpoint], ways: Ways, way: Way, by: Membership) -> Sorted:
    """Who can take a way today, and who is left out and why; no query."""
    ready: list[tuple[Standpoint, Move]] = []
    left: list[tuple[Pupil, str]] = []
    for point in points:
        try:
            ready.append((point, _move_of(point, ways, way, by)))
        except Refused as refusal:
            left.append((point.pupil, str(refusal)))
    return Sorted(ready, left)


def _move_of(point: Standpoint, ways: Ways, way: Way, by: Membership) -> Move:
    refuse_leaver(point)
    if origin_of(point) != way.origin:
        where = f"at {point.stage.title}" if point.stage else "not on the ladder"
        raise Refused(f"{point.who} is {where}.")
    move = next((one for one in ways.moves(point, by) if one.value == way.move), None)
    if move is None:
        raise Refused(f"This way is not open from where {point.who} is.")
    if not move.is_allowed:
        raise NotAllowed(f"Only the SENCO can move {point.who} here: {move.where}.")
    refuse_where(point, move.stage)
    refuse_codes(point, move.stage, point.today, point.code_now)
    return move


@transaction.atomic
def move_many(
    *,
    pupils: Sequence[Pupil],
    way: Way,
    on: date,
    by: Membership,
    seen: Mapping[int, str],
    why_without: Mapping[int, str],
    **decision: Unpack[Decision],
) -> list[StageRecord]:
    """Move children who stand at one stage by one of its ways; one record each, status follows.

    `seen` are the tokens of the records the page showed, `why_without` what is said of one child
    about what it lacks; `went_on_because` serves the others. The number of queries does not grow
    with theirs. Raises `RefusedForSome`.
    """
    ways = ways_in_use()
    if ways is None:
        raise Refused("Choose a ladder first.")
    ids = [pupil.pk for pupil in pupils]
    held = list(Pupil.objects.locked().filter(pk__in=ids).order_by("pk"))
    points = standpoints_of(held, ways.stages)
    sorted_out = sort_out(points, ways, way, by)
    kept, problems = _decisions(sorted_out, on, seen, why_without, decision)
    problems = [*sorted_out.left_out, *problems]
    if problems:
        raise RefusedForSome(problems)
    if not kept:
        raise Refused("Nobody is left to be moved.")
    return _record(kept, on, by)


Kept = tuple[Standpoint, Move, Decision]


def _decisions(
    sorted_out: Sorted,
    on: date,
    seen: Mapping[int, str],
    why_without: Mapping[int, str],
    decision: Decision,
) -> tuple[list[Kept], list[tuple[Pupil, str]]]:
    """Each child's decision, with what it lacks on the day; and who refuses it, and why."""
    children = [point.pupil for point, _ in sorted_out.ready]
    guides, codes = guides_of(children, on), codes_on(children, on)
    kept: list[Kept] = []
    problems = []
    for point, move in sorted_out.ready:
        pk = point.pupil.pk
        guide = guides.get(pk)
        why = why_without.get(pk) or decision.get("went_on_because", "")
        own: Decision = {**decision, "went_on_because": why}
        try:
            if seen.get(pk) != token_of(point.head):
                raise Refused(CHANGED)
            refuse_day(point, on)
            refuse_before_last(point, on)
            refuse_codes(point, move.stage, on, codes.get(pk, "N"))
            own = with_what_is_missing(own, guide.missing(move) if guide else ())
            refuse_decision(own)
        except Refused as refusal:
            problems.append((point.pupil, str(refusal)))
        kept.append((point, move, own))
    return kept, problems


def _record(kept: Sequence[Kept], on: date, by: Membership) -> list[StageRecord]:
    heads = [point.head for point, _, _ in kept if point.head]
    for head in heads:
        head.ends_on = on
    rows = StageRecord.objects.all()
    rows.recorded_bulk_update(heads, ["ends_on"], reason="Ended by the next move")
    _, move, decision = kept[0]
    stage = _recorded_at(move.stage)
    made = [
        StageRecord(
            pupil=point.pupil,
            stage=stage,
            starts_on=on,
            route_words=move.words,
            recorded_by=by.user,
            **own,
        )
        for point, _, own in kept
    ]
    records: list[StageRecord] = rows.recorded_bulk_create(made, reason=decision["reason"])
    _follow([point for point, _, _ in kept], stage, on)
    return records


def _recorded_at(stage: Stage | None) -> Stage | None:
    """The first of the stages that run together with it."""
    if stage is None or not stage.together:
        return stage
    group = Stage.objects.filter(ladder_version=stage.ladder_version_id, together=stage.together)
    first: Stage = group.earliest("order")
    return first


def _follow(points: Sequence[Standpoint], stage: Stage | None, on: date) -> None:
    """SEN status follows, as after a single move (`stages.actions.moves`)."""
    note = stage.title[:200] if stage else "Off the ladder"
    planned = [point.pupil for point in points if point.code_now == PLAN]
    others = [point.pupil for point in points if point.code_now != PLAN]
    change_sen_statuses(
        pupils=others,
        code=stage.sen_code if stage else "N",
        on=on,
        source=SenStatus.Source.STAGE_MOVE.value,
        note=note,
    )
    if planned:
        restate_many(_asked(planned), note=note)


def _asked(pupils: Sequence[Pupil]) -> list[tuple[Pupil, list[SenStatus], list[Period]]]:
    """Each pupil with its statuses, held, and what its stage records ask for; two queries."""
    statuses: dict[int, list[SenStatus]] = {}
    for row in SenStatus.objects.filter(pupil__in=pupils).locked().order_by("starts_on", "pk"):
        statuses.setdefault(row.pupil_id, []).append(row)
    periods: dict[int, list[Period]] = {}
    line: Any = StageRecord.objects.main_line().filter(pupil__in=pupils).select_related("stage")
    for record in line.order_by("starts_on", "pk"):
        code = record.stage.sen_code if record.stage else "N"
        period = Period(record.starts_on, record.ends_on, code)
        periods.setdefault(record.pupil_id, []).append(period)
    return [(p, statuses.get(p.pk, []), periods.get(p.pk, [])) for p in pupils]
