"""Writes what is known of each child's SEN: status and needs, and by `record_rows` the stages."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from pupils.models import Need, Pupil, SenStatus
from reports.demo.chance import stream, uid
from reports.demo.children import Child
from reports.demo.days import Days, moment
from reports.demo.history import write_in_turn
from reports.demo.people_rows import PeopleRows, stamp
from reports.demo.record_rows import RecordRows
from reports.demo.schools import SchoolPlan
from reports.demo.shares import ON_SUPPORT, Kind, main_need, second_need
from reports.demo.stories import Story, StoryTeller
from reports.demo.wording import Writer
from stages.following import Period, wanted
from stages.ladder import OFF
from stages.models import StageRecord

CONCERN_ONLY = frozenset({Kind.WATCHED, Kind.WATCHED_OFF, Kind.STEPPED_BACK})
DOWN_SYNDROME_FROM = date(2024, 9, 1)  # when the code came into use (statutory.md 2.2)
Source = SenStatus.Source


class LadderRows:
    """A school's stage records, statuses and needs as rows."""

    def __init__(
        self,
        plan: SchoolPlan,
        days: Days,
        people: PeopleRows,
        writer: Writer,
        teller: StoryTeller,
    ) -> None:
        self.plan, self.days, self.people = plan, days, people
        self.writer, self.teller = writer, teller
        self.records = RecordRows(plan, days, people, writer, teller)

    def write(self, told: Sequence[tuple[Child, Story]], pupils: Sequence[Pupil]) -> None:
        """Write what is known of these children's SEN; the rows of a child follow one another."""
        statuses: list[list[SenStatus]] = []
        needs: list[Need] = []
        for (child, story), pupil in zip(told, pupils, strict=True):
            chance = stream(self.plan.seed, self.plan.slug, "needs", child.number)
            need = main_need(child.kind, child.year, chance)
            line = self.records.add(child, story, pupil, need)
            if story.turns or story.apart:
                statuses.append(list(self._statuses(child, story, pupil, line)))
                needs += self._needs(child, story, pupil, need, chance)
        self.records.write()
        write_in_turn(statuses)
        Need.objects.all().recorded_bulk_create(needs)

    def _statuses(
        self, child: Child, story: Story, pupil: Pupil, line: Sequence[StageRecord]
    ) -> Iterator[SenStatus]:
        """N, K and E as the stages and plans ask, in order of date."""
        periods = [
            Period(turn.starts_on, turn.ends_on, self._code(turn.stage)) for turn in story.turns
        ]
        moved = {record.starts_on: record for record in line}
        for place, period in enumerate(wanted(story.apart, periods)):
            source = self._source(story, period)
            row = SenStatus(
                uid=uid(self.plan.seed, self.plan.slug, "status", child.number, place),
                pupil=pupil,
                code=period.code,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                source=source,
                note=self._note(child, source, moved.get(period.starts_on)),
            )
            self._stamp_status(row, child, moved.get(period.starts_on))
            yield row

    def _code(self, stage: str) -> str:
        return "N" if stage == OFF else self.teller.spec.stage(stage).sen_code

    def _source(self, story: Story, period: Period) -> str:
        if period.code == SenStatus.Code.PLAN:
            return Source.EHC_PLAN
        return Source.IMPORT if period.starts_on == story.support_since else Source.STAGE_MOVE

    def _note(self, child: Child, source: str, record: StageRecord | None) -> str:
        if source == Source.EHC_PLAN:
            return "Final plan issued by the local authority"
        if source == Source.IMPORT:
            late = child.joined_on >= self.days.school_days[0]
            return f"Common Transfer File from {child.before}" if late else "Earlier register"
        return record.stage.title[:200] if record and record.stage else "Off the ladder"

    def _stamp_status(self, row: SenStatus, child: Child, record: StageRecord | None) -> None:
        if record:
            stamp(row, record.recorded_at, record.recorded_by)
            return
        arrived = max(child.joined_on, self.days.starts(self.days.first), row.starts_on)
        stamp(row, moment(arrived, 110 + child.number % 60), self.people.senco().user)

    def _needs(
        self, child: Child, story: Story, pupil: Pupil, need: str, chance: Random
    ) -> Iterator[Need]:
        """One need or two; for a concern often none yet, for a few on support none written down."""
        unknown = 0.45 if child.kind in CONCERN_ONLY else 0.03 if child.kind in ON_SUPPORT else 0
        if chance.random() < unknown or (need == "NSA" and child.kind not in ON_SUPPORT):
            return
        since = min(
            [*(turn.starts_on for turn in story.turns), *(row.starts_on for row in story.apart)]
        )
        off = story.turns[-1].starts_on if story.turns and story.turns[-1].stage == OFF else None
        yield self._need(child, pupil, need, 1, since, off, chance)
        other = second_need(need, chance)
        if other:
            later = min(
                since + timedelta(days=chance.randrange(30, 300)), self.days.at(self.days.last)
            )
            if off is None or later < off:
                yield self._need(child, pupil, other, 2, later, off, chance)

    def _need(
        self,
        child: Child,
        pupil: Pupil,
        code: str,
        rank: int,
        since: date,
        off: date | None,
        chance: Random,
    ) -> Need:
        since = max(since, DOWN_SYNDROME_FROM) if code == "DS" else since
        row = Need(
            uid=uid(self.plan.seed, self.plan.slug, "need", child.number, rank),
            pupil=pupil,
            type_id=code,
            rank=rank,
            starts_on=since,
            ends_on=off and max(off, since),
            identified_by=self._identified_by(child, code, since, chance),
        )
        seen = max(since, self.days.starts(self.days.first), child.joined_on)
        stamp(row, moment(seen, 130 + child.number % 60), self.people.senco().user)
        return row

    def _identified_by(self, child: Child, code: str, since: date, chance: Random) -> str:
        if since < child.joined_on:
            return child.before
        if code in ("ASD", "DS", "HI", "VI") or chance.random() < 0.3:
            return self.writer.agency(code).removeprefix("the ").capitalize()
        return str(chance.choice(["Class teacher and SENCO", "SENCO", "Class teacher"]))
