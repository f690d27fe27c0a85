"""Publishing the draft: it becomes the version in use, and no stage record changes with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.models import Pupil
from schools.tenancy import touch_everyone
from stages.actions.drafts import Faults, locked_bench, refuse_other_draft
from stages.actions.moves import place
from stages.checks import faults_of
from stages.ladder import LadderSpec
from stages.models import LadderVersion, Stage, StageRecord
from stages.rules import NotAllowed
from stages.storing import store_head, store_rows


@dataclass(frozen=True)
class Published:
    """The version now in use, and how many children were moved with it."""

    version: LadderVersion
    moved: int


@transaction.atomic
def publish_draft(
    *, expected: str, by: Membership, reason: str = "", moves: Mapping[str, str] | None = None
) -> Published:
    """Make the draft the version in use.

    Children stay where their records have them, whatever the new version says of their stage, and
    no SEN status changes, but for those of `moves` (from one stage's key to another's): they are
    moved today, each by a record of its own. Raises `Refused` where the draft is not the one the
    person saw (`expected`), cannot be used, or a move is refused, and `NotAllowed`.
    """
    desk = locked_bench()
    refuse_other_draft(desk, expected)
    if desk.row is None or not desk.has_changes:
        raise Refused("There is nothing to publish: the draft is as the ladder in use.")
    if faults := list(faults_of(desk.spec)):
        raise Faults(faults)
    refuse_no_register(desk.spec)
    row = desk.row
    row.content, row.published_at, row.published_by = None, timezone.now(), by.user
    row.version += 1
    row.reason = reason.strip()
    store_head(row, desk.spec)
    store_rows(row, desk.spec)
    touch_everyone()
    return Published(row, _move_children(row, moves or {}, by))


def refuse_no_register(spec: LadderSpec) -> None:
    """Refuse a ladder with no stage on the register while children are at one."""
    if any(stage.on_register for stage in spec.stages):
        return
    there = StageRecord.objects.current().filter(stage__on_register=True)
    if there.filter(pupil__in=Pupil.objects.on_roll()).exists():
        raise Refused("Children are on the register: keep a stage on it, or move them first.")


def children_at(key: str, by: Membership) -> Any:
    """The pupils on roll at a stage, whatever version placed them, that a person may change."""
    pupils = Pupil.objects.changeable_by(by).on_roll()
    records = StageRecord.objects.current().filter(stage__key=key, pupil__in=pupils)
    return records.select_related("pupil", "stage").order_by("pk")


def _move_children(version: LadderVersion, moves: Mapping[str, str], by: Membership) -> int:
    wanted = {key: to for key, to in moves.items() if to}
    if wanted and not by.can(Permission.PLACE_ANYWHERE):
        raise NotAllowed("Only the SENCO can move children with the new version.")
    stages = {stage.key: stage for stage in Stage.objects.filter(ladder_version=version)}
    if not set(wanted.values()) <= set(stages):
        raise Refused("That stage is not on the new version.")
    leaving = [
        (record, stages[to]) for key, to in wanted.items() for record in children_at(key, by)
    ]
    for record, stage in leaving:
        why = _why(record.stage, stages.get(record.stage.key))
        place(pupil=record.pupil, stage=stage, on=today(), by=by, reason=why, went_on_because=why)
    return len(leaving)


def _why(before: Stage, now: Stage | None) -> str:
    if now is None:
        return f"The school's ladder changed: {before.title} is no longer on it."
    side = "on the SEN register" if now.on_register else "below the SEN register"
    return f"The school's ladder changed: {now.title} is now {side}."
