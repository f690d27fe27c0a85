"""What all changes of a child's stage record share: the lock, the clash, the decision."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Required, TypedDict

from django.db.models import OuterRef, Subquery

from common.dates import long_date, today
from common.errors import Refused
from pupils.models import Pupil, SenStatus
from schools.records import EditClash
from stages.models import LadderVersion, Stage, StageRecord, StayDecision
from stages.rules import Standpoint


class Decision(TypedDict, total=False):
    """Why, by whom, and how the parent was told; kept on the stage record."""

    reason: Required[str]
    decided_at: str
    decided_by: str
    took_part: str
    parent_told_how: str
    parent_told_on: date | None
    missing: str
    went_on_because: str
    on_list: bool | None


def token_of(record: StageRecord | None) -> str:
    """What a page remembers of the record it showed, so that a clash is noticed on saving."""
    return f"{record.pk}.{record.version}" if record else "none"


def head_of(pupil: Pupil) -> StageRecord | None:
    """The pupil's open record on the main line, leaving the ladder included."""
    line = StageRecord.objects.main_line().filter(pupil=pupil).still_open()
    record: StageRecord | None = with_last_stay(line).select_related("stage").first()
    return record


def with_last_stay(rows: Any) -> Any:
    """Stage records, each with the day it was last decided to stay, as `stayed_on`."""
    last = StayDecision.objects.standing().filter(record=OuterRef("pk")).order_by("-decided_on")
    return rows.annotate(stayed_on=Subquery(last.values("decided_on")[:1]))


def standpoint_of(pupil: Pupil) -> Standpoint:
    """Where a pupil stands now; three queries."""
    code, head = SenStatus.objects.code_of(pupil.pk, today()), head_of(pupil)
    now = as_it_is_now(head.stage) if head and head.stage else None
    return Standpoint(pupil, head, code, today(), now)


def as_it_is_now(stage: Stage) -> Stage | None:
    """The stage as the ladder in use has it: the one with its key; `None` where it was retired."""
    in_use = LadderVersion.objects.in_use().values("pk")
    found: Stage | None = Stage.objects.filter(ladder_version__in=in_use, key=stage.key).first()
    return found


def locked_standpoint(pupil: Pupil, expected: str | None) -> Standpoint:
    """Where a pupil stands, held until the transaction ends.

    Raises `EditClash` when the record is no longer the one `expected` remembers.
    """
    fresh = Pupil.objects.locked().get(pk=pupil.pk)
    point = standpoint_of(fresh)
    if expected is not None and token_of(point.head) != expected:
        raise _clash(point)
    return point


def _clash(point: Standpoint) -> EditClash | Refused:
    """With the record as it is now; where none is open, with the one written last."""
    rows = StageRecord.objects.filter(pupil=point.pupil).select_related("stage")
    last = point.head or rows.order_by("-recorded_at", "-pk").first()
    return EditClash(last) if last else Refused("This page is out of date: open it again.")


def stage_in_use(stage: Stage) -> Stage:
    """The stage a placement here is recorded at: the first of those that run together.

    Raises `Refused` for a stage of another school, or of a version no longer in use.
    """
    version = LadderVersion.objects.in_use().first()
    if version is None or stage.ladder_version_id != version.pk:
        raise Refused("That stage is not on this school's ladder.")
    if not stage.together:
        return stage
    group = Stage.objects.filter(ladder_version=version, together=stage.together)
    first: Stage = group.earliest("order")
    return first


def with_what_is_missing(decision: Decision, gaps: Sequence[str]) -> Decision:
    """The decision with what the engine says is missing before what was said to be.

    Where nothing is missing nothing is kept of why it went on.
    """
    missing = "; ".join([*gaps, *filter(None, [decision.get("missing", "")])])
    why = decision.get("went_on_because", "").strip() if missing else ""
    return {**decision, "missing": missing, "went_on_because": why}


def refuse_decision(decision: Decision) -> None:
    """Refuse a decision without a reason, or a telling without its day."""
    if not decision["reason"].strip():
        raise Refused("Say why: a stage record always keeps the reason.")
    told, on = decision.get("parent_told_how", "not_yet"), decision.get("parent_told_on")
    if (told == StageRecord.Told.NOT_YET) != (on is None):
        raise Refused("Say both how and when the parent was told, or that they are not yet told.")
    if on and on > today():
        raise Refused(f"The parent cannot have been told on {long_date(on)}: it is in the future.")
    if decision.get("missing") and not decision.get("went_on_because"):
        raise Refused(f"Say why it goes on without what is missing: {decision['missing']}.")


def decision_of(record: StageRecord) -> dict[str, Any]:
    """The decision a record keeps, to carry into what takes its place."""
    return {name: getattr(record, name) for name in Decision.__annotations__}
