"""The demo's first school has lived with its ladder: a second version, a third in the making.

Both are made by the editor's own actions, then dated as if they had been made on those days.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from accounts.models import Membership
from reports.demo.days import Days, moment
from stages.actions import change_draft, edit_part, publish_draft
from stages.drafting import bench, draft_in, plain
from stages.editing import Draft, Names
from stages.editing.asked import Asked
from stages.editing.order import add_stage
from stages.editing.parts import Part, StageAbout, StagePlace, StageTime
from stages.editing.retiring import retire
from stages.editing.ways import Way
from stages.models import LadderVersion, Stage

CHANGED_LADDER = "send-overview"
WHY = (
    "Parents asked in the summer survey to meet more often once a child is on SEN support. "
    "Agreed with the governors on 9 July; Stage 1 now lasts as long as half a term."
)


class StagesInTime:
    """The stages of every version, by the day on which a child was placed."""

    def __init__(self) -> None:
        rows = Stage.objects.filter(ladder_version__published_at__isnull=False)
        self._newest_first: list[tuple[date, dict[str, Stage]]] = []
        for stage in rows.select_related("ladder_version").order_by("-ladder_version__number"):
            since = stage.ladder_version.published_at.date()
            if not self._newest_first or self._newest_first[-1][0] != since:
                self._newest_first.append((since, {}))
            self._newest_first[-1][1][stage.key] = stage

    def at(self, key: str, day: date) -> Stage | None:
        """The stage as the version in use on a day had it; the first version's before it."""
        for since, stages in self._newest_first:
            if since <= day:
                return stages.get(key)
        return self._newest_first[-1][1].get(key)


def write_versions(days: Days, senco: Membership, office: Membership) -> None:
    """A version of this September, and the draft that the SENCO and the office are writing."""
    first_weeks = days.after(days.starts(days.begins), 8)
    _edit(senco, Asked("s3-parents"), words="Meeting with parents, half-termly", every="half_term")
    _edit(senco, StageTime("stage-1"), unit="half_terms", n=1)
    _publish(senco, moment(first_weeks, 500))
    _edit(senco, Asked("s2-six-weekly"), words="Review 4 weekly in school", n=4)
    _edit(senco, StageAbout("stage-1"), name="Cause for concern")
    _put_assessment_beside(senco)
    _edit(office, StageAbout("stage-2"), provision="Targeted support in class")
    begun = max(first_weeks, days.at(days.last - 6))
    _date_draft(moment(begun, 470), moment(max(begun, days.at(days.last - 1)), 65))


def _edit(by: Membership, part: Part, **changes: Any) -> None:
    desk = bench()
    assert desk is not None  # the school has just taken its ladder
    given = part.read(desk.spec) | changes
    edit_part(part=part, given=given, expected=part.token(desk.spec), by=by)


def _publish(by: Membership, at: datetime) -> None:
    desk = bench()
    assert desk is not None
    version = publish_draft(expected=desk.token, by=by, reason=WHY).version
    version.begun_at = version.changed_at = version.published_at = at
    version.save()


def _put_assessment_beside(by: Membership) -> None:
    """Statutory assessment is no stage any more: it sits beside the stage a child is at."""

    def change(draft: Draft, names: Names) -> Draft:
        ladder, key = add_stage(
            draft.ladder, label="", name="EHC needs assessment", after="stage-4", names=names
        )
        part = StagePlace(key)
        given = part.read(ladder) | {"sort": "overlay", "on_register": False}
        return retire(replace(draft, ladder=part.write(ladder, given, names)), "stage-5")

    change_draft(place="stages", by=by, change=change)
    _edit(by, Way("stage-4"), words="The EHCP is successful", direction="forward", to="stage-6")


def _date_draft(begun: datetime, changed: datetime) -> None:
    row = LadderVersion.objects.drafts().get()
    draft = draft_in(row)
    *earlier, last = draft.touched
    dated = [replace(touch, at=begun.isoformat()) for touch in earlier]
    touched = (*dated, replace(last, at=changed.isoformat()))
    row.content = plain(replace(draft, touched=touched))
    row.begun_at, row.changed_at = begun, changed
    row.save()
