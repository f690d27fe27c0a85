"""SEN status follows the stage record: K at a stage on the register, N at any other.

E is never given or taken here: only an EHC plan in force does that (model.md). Where no stage
record speaks (imported years before our first record) the status stays as it was recorded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pupils.models import Pupil, SenStatus
from stages.models import StageRecord

PLAN = SenStatus.Code.PLAN.value
NONE = SenStatus.Code.NONE.value


@dataclass(frozen=True)
class Period:
    """A status code from a day until the day it ended (open when there is none)."""

    starts_on: date
    ends_on: date | None
    code: str

    def holds_on(self, day: date) -> bool:
        """Whether the code holds on a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def wanted(recorded: Sequence[Period], stages: Sequence[Period]) -> list[Period]:
    """The statuses a pupil should have, in order of date.

    `recorded` is what was recorded apart from any stage, the latest to begin holding where two
    do; plans in force among it stay as they are, then comes the stage's code, then the rest.
    """
    cuts = _cuts([*recorded, *stages])
    found: list[Period] = []
    for start, end in zip(cuts, [*cuts[1:], None], strict=False):
        code = _code_on(start, recorded, stages)
        if found and found[-1].code == code:
            found[-1] = replace(found[-1], ends_on=end)
        elif code != NONE or found:
            found.append(Period(start, end, code))
    return found


def _cuts(periods: Iterable[Period]) -> list[date]:
    days: set[date] = set()
    for period in periods:
        if period.ends_on != period.starts_on:
            days |= {period.starts_on, *([period.ends_on] if period.ends_on else [])}
    return sorted(days)


def _code_on(day: date, recorded: Sequence[Period], stages: Sequence[Period]) -> str:
    codes = [period.code for period in recorded if period.holds_on(day)]
    if PLAN in codes:
        return PLAN
    before = codes[-1] if codes else NONE
    return next((period.code for period in stages if period.holds_on(day)), before)


@dataclass(frozen=True)
class Restated:
    """How a pupil's statuses must change: rows that end on another day, and periods to be added.

    Rows that no longer hold end on the day they began, so that nothing is erased; history keeps
    what they said.
    """

    ends: list[tuple[SenStatus, date | None]]
    new: list[Period]


def restated(rows: Sequence[SenStatus], stages: Sequence[Period]) -> Restated:
    """What brings statuses (in order of date) in line with what the stage records ask for."""
    periods = wanted(_apart_from_stages(rows), stages)
    target = {(p.starts_on, p.code): p for p in periods if p.code != PLAN}
    ours = [row for row in rows if row.code != PLAN]
    kept = {key: row for row in sorted(ours, key=_worth) if (key := _key(row)) in target}
    gone = [(row, row.starts_on) for row in ours if kept.get(_key(row)) is not row]
    stay = [(row, target[key].ends_on) for key, row in kept.items()]
    ends = [(row, day) for row, day in (*gone, *stay) if row.ends_on != day]
    return Restated(ends, [period for key, period in target.items() if key not in kept])


def restate_sen_status(pupil: Pupil, *, note: str) -> None:
    """Bring a pupil's status in line with stage records that were corrected."""
    rows = list(SenStatus.objects.filter(pupil=pupil).locked().order_by("starts_on", "pk"))
    change = restated(rows, stage_periods(pupil))
    for row, ends_on in change.ends:
        row.ends_on = ends_on
        row._change_reason = note
        row.save()
    for period in change.new:
        _status(pupil, period, note).save()


def restate_many(
    asked: Sequence[tuple[Pupil, list[SenStatus], list[Period]]], *, note: str
) -> None:
    """The same for many pupils that are held, in a number of queries that does not grow with them.

    Each pupil comes with the statuses there are and with what the stage records ask for.
    """
    changes = [(pupil, restated(rows, stages)) for pupil, rows, stages in asked]
    ends = [(row, day) for _, change in changes for row, day in change.ends]
    for shortens in (True, False):  # a period may only grow into room that is free by then
        rows = [row for row, day in ends if (day is not None) is shortens]
        for row, day in ends:
            if (day is not None) is shortens:
                row.ends_on = day
        SenStatus.objects.all().recorded_bulk_update(rows, ["ends_on"], reason=note)
    new = [_status(pupil, period, note) for pupil, change in changes for period in change.new]
    SenStatus.objects.all().recorded_bulk_create(new, reason=note)


def _apart_from_stages(rows: Sequence[SenStatus]) -> list[Period]:
    """What rows say that no stage move made; one that a stage move cut short runs on."""
    cut_on = {row.starts_on for row in rows if row.source == SenStatus.Source.STAGE_MOVE}
    found = []
    for row in rows:
        was_cut = row.ends_on in cut_on and row.code != PLAN
        if row.source != SenStatus.Source.STAGE_MOVE and (was_cut or row.ends_on != row.starts_on):
            found.append(Period(row.starts_on, None if was_cut else row.ends_on, row.code))
    return found


def _key(row: SenStatus) -> tuple[date, str]:
    return row.starts_on, row.code


def _worth(row: SenStatus) -> tuple[bool, bool]:
    """Of two rows that could say the same, the last in this order is kept."""
    return row.ends_on != row.starts_on, row.source != SenStatus.Source.STAGE_MOVE


def _status(pupil: Pupil, period: Period, note: str) -> SenStatus:
    return SenStatus(
        pupil=pupil,
        code=period.code,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        source=SenStatus.Source.STAGE_MOVE,
        note=note[:200],
    )


def stage_periods(pupil: Pupil) -> list[Period]:
    """What the pupil's stage records ask of the SEN status, period by period."""
    records = StageRecord.objects.main_line().filter(pupil=pupil).select_related("stage")
    return [
        Period(record.starts_on, record.ends_on, record.stage.sen_code if record.stage else NONE)
        for record in records.order_by("starts_on", "pk")
    ]
