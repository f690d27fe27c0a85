"""Reading a plan as it stands into the value that is frozen."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from common.dates import long_date
from provision.frozen import (
    FrozenPlan,
    FrozenSection,
    FrozenStrategy,
    FrozenTarget,
    FrozenVoice,
    changes_between,
)
from provision.models import Plan, PlanSection, ProgressNote, Strategy, Target
from provision.paper import PlanPaper, SectionPaper, TargetPaper, put_together
from pupils.letters.page import school_lines
from pupils.models import ClassPlacement, Voice
from schools.models import School


def sections_now(plan: Plan) -> tuple[FrozenSection, ...]:
    """What a plan says now, section by section; four queries."""
    return sections_of_many([plan])[plan.pk]


def sections_of_many(plans: Collection[Plan]) -> dict[int, tuple[FrozenSection, ...]]:
    """What each of these plans says now; four queries, whatever their number."""
    sections = _by_plan(PlanSection.objects.filter(plan__in=plans).order_by("place", "pk"))
    rows = Target.objects.standing().filter(plan__in=plans).select_related("area")
    targets = _by_plan(rows.order_by("place", "pk"))
    helps = _by_plan(Strategy.objects.standing().filter(plan__in=plans).order_by("place", "pk"))
    notes: dict[int, list[ProgressNote]] = {}
    told = ProgressNote.objects.standing().filter(target__plan__in=plans)
    for note in told.order_by("-on", "-pk"):
        notes.setdefault(note.target_id, []).append(note)
    found = {}
    for plan in plans:
        own = (sections.get(plan.pk, []), targets.get(plan.pk, []), helps.get(plan.pk, []))
        paper: PlanPaper = put_together(plan, *own, notes)
        found[plan.pk] = tuple(_section(part) for part in paper.sections)
    return found


def _by_plan(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.plan_id, []).append(row)
    return found


def digest_of(sections: Sequence[FrozenSection]) -> str:
    """The digest of what a plan says. How its targets go is no change of it."""
    said = [
        asdict(replace(part, targets=tuple(replace(one, figures="") for one in part.targets)))
        for part in sections
    ]
    kept = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(kept.encode()).hexdigest()


def freeze(
    plan: Plan,
    *,
    school: School,
    sections: tuple[FrozenSection, ...],
    voices: Iterable[Voice],
    before: FrozenPlan | None,
    number: int,
    on: date,
    issued_by: str,
) -> FrozenPlan:
    """A plan with its sections as it is issued on a day, and what changed since the one before."""
    pupil = plan.pupil
    frozen = FrozenPlan(
        school=school.name,
        school_lines=school_lines(school),
        child=pupil.name,
        forename=pupil.shown_forename,
        class_name=_class_name(plan, on),
        born=long_date(pupil.born_on),
        name=plan.name,
        is_proposal=plan.is_proposal,
        number=number,
        holds=long_date(plan.starts_on),
        review_by=long_date(plan.review_by) if plan.review_by else "",
        issued=long_date(on),
        issued_by=issued_by,
        sections=sections,
        voices=tuple(_voice(voice) for voice in voices),
    )
    changes = changes_between(before, frozen)
    return FrozenPlan.from_content(frozen.content() | {"changes": list(changes)})


def _class_name(plan: Plan, on: date) -> str:
    rows = ClassPlacement.objects.on(on).filter(pupil=plan.pupil_id)
    return rows.values_list("class_group__name", flat=True).first() or ""


def _section(part: SectionPaper) -> FrozenSection:
    row = part.row
    return FrozenSection(
        key=row.key,
        heading=row.heading,
        sort=row.sort,
        text=row.text.strip(),
        targets=tuple(_target(target) for target in part.targets),
        strategies=tuple(_strategy(strategy) for strategy in part.strategies),
        for_parent=row.for_parent,
        on_ta_copy=row.on_ta_copy,
        on_class_copy=row.on_class_copy,
    )


def _target(target: TargetPaper) -> FrozenTarget:
    row = target.row
    return FrozenTarget(
        what=row.what,
        area=row.area.name if row.area else "",
        baseline=row.baseline,
        measure=row.measure,
        figures=target.meter.words if target.meter else "",
        by=long_date(row.by_on) if row.by_on else "",
        who=row.who,
        how_often=row.how_often,
        strategies=tuple(_strategy(strategy) for strategy in target.strategies),
    )


def _strategy(row: Strategy) -> FrozenStrategy:
    return FrozenStrategy(row.words, row.who, row.how_often, row.said_where)


def _voice(voice: Voice) -> FrozenVoice:
    how = "" if voice.why_none else f"{voice.get_how_display()}. {voice.get_hand_display()}"
    return FrozenVoice(voice.whose, voice.words, long_date(voice.on), how, voice.why_none)
