"""What a child's plans say for today: the profile, the targets, what helps most, what to avoid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Subquery

from accounts.models import Membership
from common.dates import today
from provision.models import Plan, PlanSection, ProgressNote, Strategy, Target
from provision.paper import PlanPaper, SectionPaper, TargetPaper, put_together
from provision.sections import Sort
from pupils.models import Pupil

MOST_HELPS = 3
MOST_PROFILE = 4
OF_A_PROFILE = frozenset({Sort.TEXT, Sort.LINES, Sort.PUPIL_VOICE})


@dataclass(frozen=True)
class PlansNow:
    """A child's plans in use, as far as a reader may see them, put together for one page."""

    plans: Sequence[Plan] = ()
    profile: Sequence[SectionPaper] = ()
    targets: Sequence[TargetPaper] = ()
    helps: Sequence[Strategy] = ()
    more_helps: int = 0
    avoid: str = ""
    papers: Sequence[PlanPaper] = field(default=(), repr=False)

    @property
    def may_follow(self) -> Sequence[Plan]:
        """Those a next plan can be started from."""
        return [plan for plan in self.plans if plan.ends_on is None]


def plans_now(pupil: Pupil, reader: Membership) -> PlansNow:
    """What a child's plans say today; three queries, one where there is none."""
    current = Plan.objects.visible_to(reader).current().filter(pupil=pupil, starts_on__lte=today())
    sections = PlanSection.objects.visible_to(reader).filter(plan__in=current)
    rows = list(sections.select_related("plan", "written_by").order_by("plan_id", "place"))
    if not rows:
        return PlansNow()
    plans = {row.plan_id: row.plan for row in rows}
    papers = _papers(plans, rows)
    papers.sort(key=lambda paper: (not paper.avoid, -paper.plan.starts_on.toordinal()))
    helps = _once(one for paper in papers for part in paper.sections for one in part.strategies)
    return PlansNow(
        plans=[paper.plan for paper in papers],
        profile=_profile(papers),
        targets=[one for paper in papers for one in paper.targets if not one.row.outcome],
        helps=helps[:MOST_HELPS],
        more_helps=max(0, len(helps) - MOST_HELPS),
        avoid=next((paper.avoid for paper in papers if paper.avoid), ""),
        papers=papers,
    )


def _papers(plans: dict[int, Plan], sections: Sequence[PlanSection]) -> list[PlanPaper]:
    targets = list(_targets(plans))
    helps = list(Strategy.objects.standing().filter(plan__in=plans).order_by("place", "pk"))
    notes = {row.pk: _newest(row) for row in targets}
    return [
        put_together(
            plan,
            [row for row in sections if row.plan_id == pk],
            [row for row in targets if row.plan_id == pk],
            [row for row in helps if row.plan_id == pk],
            notes,
        )
        for pk, plan in plans.items()
    ]


def _targets(plans: Iterable[int]) -> Any:
    """The targets of plans, each with its newest note and its newest figure, in one query."""
    notes = ProgressNote.objects.standing().filter(target=OuterRef("pk")).order_by("-on", "-pk")
    said = {f"note_{name}": Subquery(notes.values(name)[:1]) for name in ("on", "words", "value")}
    figures = notes.filter(value__isnull=False)
    rows = Target.objects.standing().filter(plan__in=plans)
    return rows.annotate(**said, figure=Subquery(figures.values("value")[:1])).order_by(
        "place", "pk"
    )


def _newest(row: Any) -> list[ProgressNote]:
    """The newest note of a target, and behind it the newest figure where that note has none."""
    if row.note_on is None:
        return []
    said = [ProgressNote(on=row.note_on, words=row.note_words, value=row.note_value)]
    if row.note_value is None and row.figure is not None:
        said.append(ProgressNote(on=row.note_on, value=row.figure))
    return said


def _profile(papers: Sequence[PlanPaper]) -> list[SectionPaper]:
    """The first sections that say who the child is, of the first plan that says anything."""
    for paper in papers:
        said = [part for part in paper.sections if part.sort in OF_A_PROFILE and not part.is_empty]
        if said:
            return said[:MOST_PROFILE]
    return []


def _once(rows: Any) -> list[Strategy]:
    """What helps, each thing once however many plans say it."""
    found: dict[str, Strategy] = {}
    for row in rows:
        found.setdefault(row.words.strip().casefold(), row)
    return list(found.values())
