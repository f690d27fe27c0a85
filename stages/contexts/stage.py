"""What the pages about a child's stage show, gathered once in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date
from pupils.models import Pupil
from stages.contexts.lines import RouteLine, ladder_in_use, route_lines
from stages.facts import with_class
from stages.ladder import LadderSpec, StageSpec
from stages.letters import with_letter_due
from stages.models import StageRecord, StayDecision
from stages.models.decided import Decided
from stages.plain_words import how_long


@dataclass(frozen=True)
class RecordLine:
    """One stage record as the page tells it; the shape of `components/timeline.html`."""

    pk: int
    version: int
    title: str
    when: str
    text: str
    said: str
    facts: list[tuple[str, str]]
    struck: bool
    is_open: bool
    beside: bool
    stays: bool = False
    label: str = ""
    tone: int = 0


@dataclass(frozen=True)
class StagePage:
    """A child's stage: where, since when, what it gives, the ways on, the record.

    `records` are all there are, the newest first, withdrawn ones too; of each `letter_due` says
    whether the parents should have a letter about it. `stays` are the decisions to stay that count,
    the newest first.
    """

    ladder: LadderSpec | None
    stage: StageSpec | None
    record: StageRecord | None
    records: Sequence[StageRecord]
    timeframe: str
    overlays: Sequence[RecordLine]
    stays: Sequence[RecordLine]
    support: Sequence[tuple[str, Sequence[str]]]
    routes: Sequence[RouteLine]
    history: Sequence[RecordLine]
    may_move: bool
    may_correct: bool

    @property
    def is_retired(self) -> bool:
        """Whether the child's stage is no longer on the ladder in use."""
        return self.record is not None and self.stage is None

    @property
    def changed_sides(self) -> bool:
        """Whether the ladder in use has the stage on the other side of the register."""
        then = self.record.stage if self.record else None
        return bool(then and self.stage and then.on_register != self.stage.on_register)


def stage_page(pupil: Pupil, membership: Membership, on: date) -> StagePage:
    """What there is to know of a child's stage without asking the engine; three queries."""
    ladder = ladder_in_use()
    rows = with_class(StageRecord.objects.filter(pupil=pupil))
    rows = with_letter_due(rows, membership)
    rows = rows.select_related("stage", "recorded_by", "withdrawn_by")
    stays = StayDecision.objects.select_related("recorded_by", "withdrawn_by")
    rows = rows.prefetch_related(Prefetch("stays", stays.order_by("decided_on", "pk")))
    records = sorted(rows, key=_newest_first, reverse=True)
    record = next((row for row in records if _is_current(row, on)), None)
    stage = _stage_of(ladder, record)
    return StagePage(
        ladder=ladder,
        stage=stage,
        record=record,
        records=records,
        timeframe=how_long(stage) if stage else "",
        overlays=[_line(row) for row in records if row.beside and _holds(row, on)],
        stays=_standing_stays(record) if record else [],
        support=_support(ladder, stage) if ladder and stage else [],
        routes=route_lines(ladder, stage) if ladder else [],
        history=_history(records),
        may_move=_may_move(pupil, membership),
        may_correct=membership.can(Permission.PLACE_ANYWHERE),
    )


def _newest_first(record: StageRecord) -> tuple[date, int]:
    return record.starts_on, record.pk


def _holds(record: StageRecord, on: date) -> bool:
    return not record.is_withdrawn and record.holds_on(on)


def _is_current(record: StageRecord, on: date) -> bool:
    return _holds(record, on) and not record.beside and record.stage is not None


def _stage_of(ladder: LadderSpec | None, record: StageRecord | None) -> StageSpec | None:
    """The record's stage as the ladder in use has it; `None` where it was retired."""
    if ladder is None or record is None or record.stage is None:
        return None
    return next((stage for stage in ladder.stages if stage.key == record.stage.key), None)


def _support(ladder: LadderSpec, stage: StageSpec) -> list[tuple[str, Sequence[str]]]:
    found: list[tuple[str, Sequence[str]]] = []
    for each in ladder.group_of(stage.key):
        found += [(part.title, support) for part, support in ladder.support_at(each.key) if support]
    return found


def _may_move(pupil: Pupil, membership: Membership) -> bool:
    may = {Permission.PLACE_ANYWHERE, Permission.PLACE_BELOW_REGISTER} & membership.permissions
    return bool(may) and not pupil.has_left


def _standing_stays(record: StageRecord) -> list[RecordLine]:
    rows = [stay for stay in record.stays.all() if not stay.is_withdrawn]
    return [_line_of_stay(stay, record) for stay in reversed(rows)]


def _history(records: Sequence[StageRecord]) -> list[RecordLine]:
    """Every record and decision to stay, the newest first."""
    found = [(record.starts_on, record.pk, 0, _line(record)) for record in records]
    found += [
        (stay.decided_on, record.pk, stay.pk, _line_of_stay(stay, record))
        for record in records
        for stay in record.stays.all()
    ]
    return [line for *_, line in sorted(found, key=lambda each: each[:3], reverse=True)]


def _line_of_stay(stay: StayDecision, record: StageRecord) -> RecordLine:
    where = record.stage.title if record.stage else "Off the ladder"
    return RecordLine(
        pk=stay.pk,
        version=stay.version,
        title=f"Stays at {where}",
        when=f"decided on {long_date(stay.decided_on)}",
        text=stay.reason,
        said=f"Recorded by {stay.recorded_by.name}.",
        facts=_facts(stay),
        struck=stay.is_withdrawn,
        is_open=False,
        beside=False,
        stays=True,
    )


def _line(record: StageRecord) -> RecordLine:
    title = record.stage.title if record.stage else "Off the ladder"
    return RecordLine(
        pk=record.pk,
        version=record.version,
        title=f"{title}: {record.agency}" if record.agency else title,
        when=_when(record),
        text=record.reason,
        said=_said(record),
        facts=_facts_of_record(record),
        struck=record.is_withdrawn,
        is_open=not record.is_withdrawn and record.ends_on is None,
        beside=record.beside,
    )


def _when(record: StageRecord) -> str:
    start = long_date(record.starts_on)
    return f"{start} to {long_date(record.ends_on)}" if record.ends_on else f"from {start}"


def _said(record: StageRecord) -> str:
    recorded = f"Recorded by {record.recorded_by.name}"
    if record.was_back_dated:
        recorded += f" on {long_date(timezone.localdate(record.recorded_at))}"
    return f"{recorded}."


def _facts_of_record(record: StageRecord) -> list[tuple[str, str]]:
    more = [(_list_of(record), _on_list(record)), ("Ended because", record.ended_because)]
    return [*_facts(record), *((label, value) for label, value in more if value)]


def _facts(record: Decided) -> list[tuple[str, str]]:
    told_on = f", {long_date(record.parent_told_on)}" if record.parent_told_on else ""
    facts = [
        ("Way", record.route_words),
        ("Decided at", record.decided_at),
        ("Decided by", record.decided_by),
        ("Took part", record.took_part),
        ("Parent told", f"{record.get_parent_told_how_display()}{told_on}"),
        ("Missing", record.missing),
        ("Went on because", record.went_on_because),
        ("Withdrawn", _withdrawn(record)),
    ]
    return [(label, value) for label, value in facts if value]


def _list_of(record: StageRecord) -> str:
    return record.stage.list_name if record.stage else ""


def _on_list(record: StageRecord) -> str:
    if record.on_list is None:
        return ""
    return "Added" if record.on_list else "Not added"


def _withdrawn(record: Decided) -> str:
    if record.withdrawn_at is None or record.withdrawn_by is None:
        return ""
    day = long_date(timezone.localdate(record.withdrawn_at))
    return f"by {record.withdrawn_by.name} on {day}: {record.withdrawn_because}"
