"""Writes the plans of children whose stage asks for one, with targets and how they go; in bulk."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import User
from provision.actions import keep_template
from provision.banks import Bank, bank
from provision.models import Plan, PlanSection, PlanTemplate, ProgressNote, Strategy, Target
from provision.offered import templates_offered
from provision.sections import SectionSpec, Sort
from provision.terms import review_day
from pupils.models import ClassPlacement, Need, Pupil
from reports.demo import plan_words as said
from reports.demo.chance import stream, uid
from reports.demo.days import Days, moment
from reports.demo.people_rows import PeopleRows, stamp
from reports.demo.schools import SchoolPlan
from schools.dates import calendar_for
from stages.contexts.lines import ladder_in_use
from stages.models import StageRecord

TARGETS, HELPS = 3, 4
BEGUN = 15  # school days after the year began
WRITTEN = 0.85  # of the sections


class PlanRows:
    """The plans of one school."""

    def __init__(self, plan: SchoolPlan, days: Days, people: PeopleRows) -> None:
        self.plan, self.days, self.people = plan, days, people
        self.starts_on = days.at(days.place_of(date(days.begins, 9, 1)) + BEGUN)
        self.review_by = review_day(calendar_for(days.on), self.starts_on)
        self.rows: dict[type[Any], list[Any]] = {
            model: [] for model in (Plan, PlanSection, Target, Strategy, ProgressNote)
        }
        self._number = 0

    def write(self) -> None:
        """A plan of each kind a child's stage asks for, in the order of lasting identities."""
        if self.starts_on >= self.days.on:
            return
        asked = self._asked()
        kept: dict[str, PlanTemplate] = {}
        needs = dict(Need.objects.filter(rank=1, ends_on=None).values_list("pupil_id", "type_id"))
        teachers = self._teachers()
        there = StageRecord.objects.current().filter(beside=False, stage__isnull=False)
        rows = there.filter(pupil__left_on__isnull=True).select_related("pupil", "stage")
        senco = self.people.senco().user
        for record in rows.order_by("pupil__uid"):
            by, need = teachers.get(record.pupil_id, senco), needs.get(record.pupil_id, "")
            has_targets = False
            for template in asked.get(record.stage.key, ()):
                row = kept.get(template.address) or keep_template(template)
                kept[template.address] = row
                self._of_child(record.pupil, row, by, need, with_targets=not has_targets)
                has_targets |= any(part.sort is Sort.TARGETS for part in row.parts)
        for model, made in self.rows.items():
            model.objects.all().recorded_bulk_create(made)

    def _asked(self) -> dict[str, list[PlanTemplate]]:
        """The templates a stage asks for, by its key."""
        ladder = ladder_in_use()
        offered = {(row.evidence, row.key): row for row in templates_offered()}
        found: dict[str, list[PlanTemplate]] = {}
        if ladder is None:
            return found
        for stage in ladder.stages:
            wanted = {(item.evidence.value, item.of) for item in ladder.asked_at(stage.key)}
            found[stage.key] = [row for kind, row in offered.items() if kind in wanted]
        return found

    def _teachers(self) -> dict[int, User]:
        placed = ClassPlacement.objects.on(self.days.on).values_list(
            "pupil_id", "class_group__name"
        )
        return {pk: self.people.teacher(self.days.begins, room).user for pk, room in placed}

    def _of_child(
        self, pupil: Pupil, template: PlanTemplate, by: User, need: str, *, with_targets: bool
    ) -> None:
        chance = stream(self.plan.seed, self.plan.slug, "plan", pupil.uid, template.key)
        at = moment(self.starts_on, 480 + chance.randrange(60))
        plan = self._add(
            Plan(
                pupil=pupil,
                template=template,
                name=template.name,
                is_proposal=template.is_proposal,
                starts_on=self.starts_on,
                review_by=self.review_by,
                begun_at=at,
                begun_by=by,
            ),
            at,
            by,
        )
        held: Bank = bank().fitting(need)
        for place, part in enumerate(template.parts, start=1):
            self._section(plan, place, part, at, by, chance)
            if part.sort is Sort.TARGETS and with_targets:
                self._targets(plan, held, at, by, chance)
            elif part.sort is Sort.STRATEGIES:
                self._helps(plan, held, at, by, chance)

    def _section(
        self, plan: Plan, place: int, part: SectionSpec, at: Any, by: User, chance: Random
    ) -> None:
        text = _words(part, chance) if chance.random() < WRITTEN else ""
        signed = {"written_at": at, "written_by": by} if text else {}
        row = PlanSection(
            plan=plan, pupil=plan.pupil, place=place, text=text, **part.as_json(), **signed
        )
        self._add(row, at, by)

    def _targets(self, plan: Plan, held: Bank, at: Any, by: User, chance: Random) -> None:
        chosen = chance.sample(held.targets[:8], TARGETS)
        for place, row in enumerate(chosen, start=1):
            aim = Decimal(chance.choice((5, 8, 10, 20)))
            target = Target(
                plan=plan,
                pupil=plan.pupil,
                place=place,
                area_id=row.area,
                what=row.what,
                baseline=chance.choice(said.BASELINES),
                measure=row.measure,
                value_from=aim // 5,
                value_aim=aim,
                unit="times",
                by_on=self.review_by,
                who=chance.choice(said.HELPERS),
                how_often=row.how_often,
                written_at=at,
                written_by=by,
            )
            self._add(target, at, by)
            self._notes(target, by, chance)

    def _notes(self, target: Target, by: User, chance: Random) -> None:
        begins, last = self.days.place_of(self.starts_on), self.days.last
        now = target.value_from or Decimal(0)
        for _ in range(chance.randrange(3)):
            begins += 1 + chance.randrange(max(1, (last - begins) // 2))
            if begins > last:
                return
            now = min(target.value_aim or now, now + chance.randrange(1, 4))
            at = moment(self.days.at(begins), 430)
            note = ProgressNote(
                target=target,
                pupil=target.pupil,
                on=at.date(),
                value=now,
                words=chance.choice(said.NOTES),
                written_at=at,
                written_by=by,
            )
            self._add(note, at, by)

    def _helps(self, plan: Plan, held: Bank, at: Any, by: User, chance: Random) -> None:
        for place, row in enumerate(chance.sample(held.strategies[:12], HELPS), start=1):
            strategy = Strategy(
                plan=plan,
                pupil=plan.pupil,
                place=place,
                words=row.words,
                written_at=at,
                written_by=by,
            )
            self._add(strategy, at, by)

    def _add(self, row: Any, at: Any, by: User) -> Any:
        self._number += 1
        row.uid = uid(self.plan.seed, self.plan.slug, "plans", self._number)
        stamp(row, at, by)
        self.rows[type(row)].append(row)
        return row


def _words(part: SectionSpec, chance: Random) -> str:
    """What a section says; what is written as rows says nothing of its own."""
    if part.sort in (Sort.TARGETS, Sort.STRATEGIES):
        return ""
    always = said.ALWAYS.get(part.sort.value)
    chosen = said.BY_SORT.get(part.sort.value) or said.LINES.get(part.key, said.LINES["else"])
    return always or chance.choice(chosen)
