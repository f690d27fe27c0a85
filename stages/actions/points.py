"""Where several pupils stand, in the same few queries as for one."""

from collections.abc import Sequence
from datetime import date

from common.dates import today
from pupils.models import Pupil, SenStatus
from stages.actions.line import with_last_stay
from stages.models import Stage, StageRecord
from stages.rules import Standpoint


def standpoints_of(pupils: Sequence[Pupil], stages: Sequence[Stage]) -> list[Standpoint]:
    """Where each of these stands now, given the stages of the ladder in use; two queries."""
    day, in_use = today(), {stage.key: stage for stage in stages}
    codes = codes_on(pupils, day)
    line = StageRecord.objects.main_line().filter(pupil__in=pupils).still_open()
    heads = {row.pupil_id: row for row in with_last_stay(line).select_related("stage")}
    found = []
    for pupil in pupils:
        head: StageRecord | None = heads.get(pupil.pk)
        now = in_use.get(head.stage.key) if head and head.stage else None
        found.append(Standpoint(pupil, head, codes.get(pupil.pk, "N"), day, now))
    return found


def codes_on(pupils: Sequence[Pupil], day: date) -> dict[int, str]:
    """The SEN codes of these pupils on a day, by id; those without one are N. One query."""
    rows = SenStatus.objects.on(day).filter(pupil__in=pupils)
    return dict(rows.values_list("pupil_id", "code"))
