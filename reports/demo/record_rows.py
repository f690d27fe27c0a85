"""Writes the stage records of children: what was decided, by whom, and how the parent was told."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from accounts.models import Membership
from pupils.models import Pupil
from reports.demo.chance import one_of, stream, uid
from reports.demo.children import Child
from reports.demo.days import Days, moment
from reports.demo.history import not_before, write_in_turn
from reports.demo.ladder_versions import StagesInTime
from reports.demo.people_rows import PeopleRows, stamp
from reports.demo.schools import SchoolPlan
from reports.demo.shares import Kind
from reports.demo.stories import Aside, Story, StoryTeller, Turn
from reports.demo.wording import Writer, decided_at
from stages.models import StageRecord

Told = StageRecord.Told
HOW = {Told.MEETING: 40, Told.IN_PERSON: 22, Told.PHONE: 20, Told.EMAIL: 9, Told.LETTER: 9}
FORWARD = frozenset({"watch", "register", "deeper", "request"})
CORRECTED_EVERY, MISPLACED_EVERY = 40, 180


class RecordRows:
    """The stage records of one school; `add` a child, `write` what was added."""

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
        self.stages = StagesInTime()
        self._lines: list[list[StageRecord]] = []
        self._beside: list[StageRecord] = []
        self._withdrawn: list[tuple[StageRecord, StageRecord | None]] = []
        self._seen = self._unplaced = 0

    def add(self, child: Child, story: Story, pupil: Pupil, need: str) -> list[StageRecord]:
        """The records of a child's story, to be written; gives those on the main line."""
        chance = stream(self.plan.seed, self.plan.slug, "records", child.number)
        line: list[StageRecord] = []
        for turn in story.turns:
            before = line[-1] if line else None
            line.append(self._record(child, pupil, need, turn, before, chance))
        for aside in story.asides:
            self._beside.append(self._overlay(child, pupil, aside, chance))
        if line:
            self._lines.append(line)
            self._seen += 1
            if self._seen % CORRECTED_EVERY == 12:
                self._correct(child, line[0])
        elif child.kind is Kind.NONE and child.left_on is None:
            self._unplaced += 1
            if self._unplaced % MISPLACED_EVERY == 100:
                self._misplace(child, pupil, chance)
        return line

    def write(self) -> None:
        """Write all that was added since the last time."""
        for wrong, right in self._withdrawn:
            self._write_withdrawn(wrong, right)
        write_in_turn(self._lines)
        self._write_beside()
        self._lines, self._beside, self._withdrawn = [], [], []

    def _record(
        self,
        child: Child,
        pupil: Pupil,
        need: str,
        turn: Turn,
        before: StageRecord | None,
        chance: Random,
    ) -> StageRecord:
        stage = self.stages.at(turn.stage, turn.starts_on)
        teacher = self._teacher(child, turn)
        row = StageRecord(
            uid=uid(self.plan.seed, self.plan.slug, "record", child.number, turn.starts_on),
            pupil=pupil,
            stage=stage,
            starts_on=turn.starts_on,
            ends_on=turn.ends_on,
            route_words=turn.route_words,
            reason=self.writer.reason(child, need, turn),
            decided_at=decided_at(chance),
            on_list=chance.random() < 0.7 if stage and stage.list_name else None,
        )
        self._say_who(row, child, turn, teacher, chance)
        self._say_told(row, turn, chance)
        self._say_missing(row, child, turn, before, chance)
        self._say_recorded(row, turn, before, teacher, chance)
        return row

    def _teacher(self, child: Child, turn: Turn) -> Membership:
        begins = turn.starts_on.year - (turn.starts_on.month < 9)
        ago = self.days.begins - begins
        year = max(child.year - ago, self.plan.years[0])
        rooms = self.plan.rooms_for(year)
        room = rooms[child.place % len(rooms)].name if ago else child.room.name
        return self.people.teacher(begins, room)

    def _say_who(
        self, row: StageRecord, child: Child, turn: Turn, teacher: Membership, chance: Random
    ) -> None:
        adult = self.writer.spoken_to(child, turn)
        parent = f"{adult.forename} {adult.surname} ({adult.said_as_role})"
        senco = f"{self.people.senco().user.name} (SENCO)"
        first = f"{teacher.user.name} (class teacher)"
        row.decided_by = first if turn.event == "first" else f"{senco}, {first}, {parent}"
        there = [first, parent] if turn.event == "first" else [senco, first, parent]
        if turn.event in ("deeper", "request", "granted") and chance.random() < 0.5:
            there.append("educational psychologist")
        if turn.event != "first" and chance.random() < 0.4:
            there.append(child.name)
        row.took_part = ", ".join(there)[:300]

    def _say_told(self, row: StageRecord, turn: Turn, chance: Random) -> None:
        """Most parents are told within the week; some of the newest moves are still to be told."""
        recent = self.days.place_of(turn.starts_on) > self.days.last - 15
        waiting = turn.ends_on is None and chance.random() < (0.5 if recent else 0.025)
        if waiting:
            return
        row.parent_told_how = one_of(chance, HOW.items())
        row.parent_told_on = self.days.after(turn.starts_on, chance.choice([0, 0, 0, 1, 2, 4]))

    def _say_missing(
        self,
        row: StageRecord,
        child: Child,
        turn: Turn,
        before: StageRecord | None,
        chance: Random,
    ) -> None:
        if turn.event not in FORWARD or before is None or before.stage is None:
            return
        spec = self.teller.spec
        needs = [
            key
            for way in spec.routes_from(before.stage.key)
            if way.to == turn.stage
            for key in way.needs
        ]
        if not needs or chance.random() > 0.12:
            return
        asked = {item.key: item.words for item in spec.asked_at(before.stage.key)}
        key = chance.choice(needs)
        if key in asked:
            row.missing = asked[key]
            row.went_on_because = self.writer.said(child, "went_on")

    def _say_recorded(
        self,
        row: StageRecord,
        turn: Turn,
        before: StageRecord | None,
        teacher: Membership,
        chance: Random,
    ) -> None:
        """Teachers record what the ladder lets them place; the SENCO the rest, within the week."""
        by = teacher if self._teacher_may(turn, before) and chance.random() < 0.6 else None
        by = by or self.people.senco()
        day = max(turn.starts_on, row.parent_told_on or turn.starts_on)
        at = moment(day, chance.randrange(360, 560))
        row.recorded_at = not_before(at, before.recorded_at if before else None)
        row.recorded_by = by.user
        stamp(row, row.recorded_at, by.user, row.reason)

    def _teacher_may(self, turn: Turn, before: StageRecord | None) -> bool:
        here = self.stages.at(turn.stage, turn.starts_on)
        stages = [here, before.stage if before else None]
        return all("teacher" in stage.may_place for stage in stages if stage)

    def _overlay(self, child: Child, pupil: Pupil, aside: Aside, chance: Random) -> StageRecord:
        senco = self.people.senco()
        row = StageRecord(
            uid=uid(self.plan.seed, self.plan.slug, "overlay", child.number, aside.agency),
            pupil=pupil,
            stage=self.stages.at(self.teller.course.beside, aside.starts_on),
            beside=True,
            agency=aside.agency,
            starts_on=aside.starts_on,
            ends_on=aside.ends_on,
            reason=self.writer.overlay(child, aside.agency, over=False),
            decided_by=f"{senco.user.name} (SENCO)",
            decided_at="SENCO and class teacher",
            parent_told_how=Told.PHONE,
            parent_told_on=aside.starts_on,
            recorded_at=moment(aside.starts_on, chance.randrange(60, 500)),
            recorded_by=senco.user,
            ended_because=self.writer.overlay(child, aside.agency, over=True)
            if aside.ends_on
            else "",
        )
        stamp(row, row.recorded_at, senco.user, row.reason)
        return row

    def _write_beside(self) -> None:
        over = [(row, row.ends_on, row.ended_because) for row in self._beside if row.ends_on]
        for row, _, _ in over:
            row.ends_on, row.ended_because = None, ""
        StageRecord.objects.all().recorded_bulk_create(self._beside)
        for row, ends_on, because in over:
            row.ends_on, row.ended_because = ends_on, because
            row.version += 1
            stamp(row, moment(ends_on, 300), self.people.senco().user, because)
            row.save()

    def _correct(self, child: Child, right: Any) -> None:
        """The record was first entered for a later day; it was withdrawn and entered again."""
        wrong: Any = self._copy(right, right.starts_on + timedelta(days=5))
        if wrong.starts_on >= (right.ends_on or self.days.on):
            return
        wrong.withdrawn_because = self.writer.said(child, "wrong_day")
        at = moment(wrong.starts_on + timedelta(days=1), 200)
        right.recorded_at = right._history_date = max(at, right.recorded_at)
        wrong.recorded_at = wrong._history_date = right.recorded_at - timedelta(minutes=50)
        self._withdrawn.append((wrong, right))

    def _misplace(self, child: Child, pupil: Pupil, chance: Random) -> None:
        """A record that belonged on another child's page."""
        if not self.teller.course.watch:
            return
        stage = self.teller.course.watch[0]
        day = self.days.at(self.days.last - chance.randrange(20, 200))
        if day < child.joined_on:
            return
        turn = Turn(stage, day, None, "first")
        wrong = self._record(child, pupil, "SLCN", turn, None, chance)
        wrong.withdrawn_because = self.writer.said(child, "wrong_child")
        self._withdrawn.append((wrong, None))

    def _copy(self, row: StageRecord, starts_on: object) -> StageRecord:
        names = [field.attname for field in StageRecord._meta.concrete_fields]
        values = {name: getattr(row, name) for name in names if name not in ("id", "version")}
        copy = StageRecord(**(values | {"starts_on": starts_on, "ends_on": None}))
        copy.uid = uid("wrong", row.uid)
        stamp(copy, row.recorded_at, self.people.senco().user, row.reason)
        return copy

    def _write_withdrawn(self, wrong: StageRecord, right: StageRecord | None) -> None:
        because, wrong.withdrawn_because = wrong.withdrawn_because, ""
        StageRecord.objects.all().recorded_bulk_create([wrong])
        at: datetime = right.recorded_at if right else wrong.recorded_at + timedelta(hours=18)
        wrong.withdrawn_at, wrong.withdrawn_because = at, because
        wrong.withdrawn_by = self.people.senco().user
        wrong.version += 1
        stamp(wrong, at, self.people.senco().user, because)
        wrong.save()
        if right:
            right.replaces = wrong
