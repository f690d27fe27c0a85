"""Going live with a list that is there already: a draft, what is chosen in it, the yes."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.models import Pupil, SenStatus
from schools.actions import go_live
from schools.models import School
from stages.following import Period, restate_many
from stages.models import StageRecord, StagingChoice, StagingDraft
from stages.rules import NotAllowed
from stages.staging.draft import open_draft, plan_of, sheet_from, stages_to_place
from stages.staging.plan import Line
from stages.staging.rules import Rules

REASON = "On the school's list at go-live"
CHANGED = "Something changed here since you looked: this is what would happen now."


class Change(NamedTuple):
    """What somebody chose for one child: a stage by its key (none: left out), since a day."""

    pupil_id: int
    stage_key: str
    since: date | None


@transaction.atomic
def start_draft(
    *, how: str, by: Membership, content: bytes = b"", file_name: str = ""
) -> StagingDraft:
    """Begin to place the children on the school's list; a spreadsheet is read at once.

    Raises `Refused` when a draft is open, there is no ladder, or the file is of no use.
    """
    school = _hold_school(by)
    if (there := open_draft()) is not None:
        raise Refused(f"{there.started_by.name} has begun already: go on with that draft.")
    if not stages_to_place():
        raise Refused("Choose a ladder first: children are placed on its stages.")
    draft = StagingDraft(school=school, how=how, started_by=by.user)
    if how == StagingDraft.How.COLUMN:
        sheet_from(content, by, today())
        draft.file_name = PurePath(file_name).name[:120]
        draft.file.save("upload.bin", ContentFile(content), save=False)
    draft.save()
    return draft


@transaction.atomic
def set_rules(*, draft: StagingDraft, rules: Rules, by: Membership) -> None:
    """Say how a draft places children; what was chosen for a child by hand stays."""
    current = _opened(draft, by)
    current.rules = rules.as_json()
    current.save()


@transaction.atomic
def choose(*, draft: StagingDraft, changes: Sequence[Change], by: Membership) -> None:
    """Keep what was chosen for children by hand. Raises `Refused` when the draft is over."""
    current = _opened(draft, by)
    for change in changes:
        StagingChoice.objects.update_or_create(
            draft=current,
            pupil_id=change.pupil_id,
            defaults={
                "stage_key": change.stage_key,
                "since": change.since,
                "chosen_by": by.user,
            },
        )


@transaction.atomic
def put_aside(*, draft: StagingDraft, by: Membership) -> None:
    """Let go of a draft; nobody was placed by it."""
    _end(_opened(draft, by), StagingDraft.State.ASIDE, by)


@transaction.atomic
def confirm_draft(*, draft: StagingDraft, digest: str, on: date, by: Membership) -> int:
    """Place everyone the draft can place, exactly as shown; gives how many. All of it or nothing.

    It takes over a list that is there: what is missing before a stage is not asked of history.
    The school is live from `on` (unless it is already). Each child gets one record and its history;
    SEN status follows. Raises `NotAllowed`, and `Refused` when the draft is over or would do
    anything but what was shown.
    """
    school = _hold_school(by)
    current = _opened(draft, by)
    plan, _ = plan_of(current, by, today(), to_change=True)
    if plan.digest != digest:
        raise Refused(CHANGED)
    if not plan.placed:
        raise Refused("Nobody would be placed: give at least one child a stage.")
    records = [_record(line, by) for line in plan.placed]
    StageRecord.objects.all().recorded_bulk_create(records, reason=REASON)
    restate_many([_asked(line) for line in plan.placed], note=REASON)
    current.placed = len(records)
    _end(current, StagingDraft.State.PLACED, by)
    go_live(school=school, on=on)
    return len(records)


def _record(line: Line, by: Membership) -> StageRecord:
    return StageRecord(
        pupil=line.child.pupil,
        stage=line.stage,
        starts_on=line.since,
        reason=REASON,
        taken_over_on=today(),
        recorded_by=by.user,
    )


def _asked(line: Line) -> tuple[Pupil, list[SenStatus], list[Period]]:
    assert line.stage is not None  # a placed line has one
    period = Period(line.since, None, line.stage.sen_code)
    return line.child.pupil, list(line.child.statuses), [period]


def _hold_school(by: Membership) -> School:
    """Two people who go live at once wait for each other, and for a file being loaded."""
    assert by.school_id is not None
    return School.objects.select_for_update().get(pk=by.school_id)


def _opened(draft: StagingDraft, by: Membership) -> StagingDraft:
    if not by.can(Permission.PLACE_ANYWHERE):
        raise NotAllowed("Only the SENCO can place children on the ladder.")
    rows = StagingDraft.objects.select_for_update(of=("self",)).select_related("ended_by")
    current: StagingDraft = rows.get(pk=draft.pk)
    if current.is_open:
        return current
    who = current.ended_by.name if current.ended_by else ""
    what = "placed these children" if current.placed else "put this draft aside"
    raise Refused(f"{who} {what} already: nothing was changed now.")


def _end(draft: StagingDraft, state: str, by: Membership) -> None:
    """Close a draft, and let go of its file and of what was chosen in it."""
    draft.state, draft.ended_by, draft.ended_at = state, by.user, timezone.now()
    if draft.file.name:
        transaction.on_commit(partial(draft.file.storage.delete, draft.file.name))
        draft.file = ""
    draft.save()
    StagingChoice.objects.filter(draft=draft).delete()
