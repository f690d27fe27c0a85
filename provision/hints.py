"""What the rules say of a plan on its paper: read from its rows, hint by hint, place by place."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import DateField, Exists, ExpressionWrapper, OuterRef, QuerySet

from provision.models import Plan, Target
from provision.paper import PlanPaper
from provision.quality import (
    Hint,
    PlanText,
    SectionText,
    StrategyText,
    TargetText,
    check,
    parents_read,
    reading_age,
)
from provision.sections import VOICES, Sort
from pupils.models import Voice

HEARD_BEFORE = timedelta(weeks=6)  # a voice of so long before a plan begins is one about it
# How the fields of a plan are called on its paper; a text itself needs no name.
FIELDS = {
    "baseline": "Where it starts",
    "measure": "How we will know",
    "how_often": "How often",
    "who": "Who helps",
    "by_on": "By when",
}


@dataclass(frozen=True)
class HintLine:
    """A hint as the paper tells it: at which field, what, and whose rule it is."""

    field: str
    says: str
    source: str


@dataclass(frozen=True)
class Checked:
    """What the rules say of a plan, and the age at which parents can read it, if it is long."""

    hints: list[Hint]
    age: float | None

    @property
    def by_place(self) -> Mapping[str, list[HintLine]]:
        """The hints by the anchor of what they are about on the paper."""
        found: dict[str, list[HintLine]] = {}
        for hint in self.hints:
            place = "-".join(part for part in (hint.where.part, hint.where.key) if part)
            field = "" if hint.phrase else FIELDS.get(hint.where.field, "")
            says = hint.says
            if hint.rule == "reading_age":
                says = f"{says} “{_short(hint.phrase)}”"
            found.setdefault(place, []).append(HintLine(field, says, hint.source))
        return found


def _short(words: str) -> str:
    return words if len(words) <= 90 else f"{words[:89].rstrip()}…"


def with_voices(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Plans, and whether a voice was given as they began: `pupil_heard`, `parent_heard`."""
    since = ExpressionWrapper(OuterRef("starts_on") - HEARD_BEFORE, output_field=DateField())
    given = Voice.objects.given().filter(pupil=OuterRef("pupil"), on__gte=since)
    return plans.annotate(
        pupil_heard=Exists(given.filter(whose=Voice.Whose.PUPIL)),
        parent_heard=Exists(given.filter(whose=Voice.Whose.PARENT)),
    )


def checked(paper: PlanPaper, *, off: Collection[str] = ()) -> Checked:
    """Read a plan by the rules; `paper` holds all sections of one of `with_voices`.

    One query at most, for what the two plans before it aimed at.
    """
    plan = plan_text(paper)
    age = reading_age(text for _, text in parents_read(plan))
    return Checked(check(plan, off=off), age)


def plan_text(paper: PlanPaper) -> PlanText:
    """A plan as the rules read it."""
    voices = _voices(paper)
    strategies = [row for part in paper.sections for row in part.strategies]
    strategies += [row for one in paper.targets for row in one.strategies]
    return PlanText(
        targets=tuple(_target(one.row) for one in paper.targets if not one.row.outcome),
        strategies=tuple(
            StrategyText(
                key=str(row.pk),
                words=row.words,
                who=row.who,
                how_often=row.how_often,
                target=str(row.target_id or ""),
            )
            for row in strategies
        ),
        sections=tuple(
            SectionText(part.row.key, part.row.text, part.row.for_parent)
            for part in paper.sections
            if part.is_words and part.sort not in VOICES
        ),
        earlier=_earlier(paper),
        has_pupil_voice=Voice.Whose.PUPIL in voices,
        has_parent_voice=Voice.Whose.PARENT in voices,
        parents_read_targets=all(
            part.row.for_parent for part in paper.sections if part.has_targets
        ),
    )


def _target(row: Target) -> TargetText:
    return TargetText(
        key=str(row.pk),
        what=row.what,
        baseline=row.baseline,
        measure=row.measure,
        has_start=row.value_from is not None,
        has_aim=row.value_aim is not None,
        by_on=row.by_on,
        who=row.who,
        how_often=row.how_often,
    )


def _voices(paper: PlanPaper) -> set[str]:
    """Whose words are there: in the plan's own sections, or given around its beginning."""
    plan: Any = paper.plan
    own = {Sort.PUPIL_VOICE: Voice.Whose.PUPIL, Sort.PARENT_VOICE: Voice.Whose.PARENT}
    found: set[str] = {
        own[part.sort].value for part in paper.sections if part.sort in own and not part.is_empty
    }
    heard = {Voice.Whose.PUPIL: plan.pupil_heard, Voice.Whose.PARENT: plan.parent_heard}
    return found | {whose.value for whose, is_heard in heard.items() if is_heard}


def _earlier(paper: PlanPaper) -> tuple[tuple[str, ...], ...]:
    """What the targets of the two plans before said, the newer plan first; one query at most."""
    before = paper.plan.previous
    if before is None or before.previous_id is None:
        return ()
    plans = (before.pk, before.previous_id)
    said: dict[int, list[str]] = {pk: [] for pk in plans}
    rows = Target.objects.standing().filter(plan__in=plans)
    for plan, what in rows.values_list("plan_id", "what"):
        said[plan].append(what)
    return tuple(tuple(said[pk]) for pk in plans)
