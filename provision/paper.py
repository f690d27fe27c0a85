"""A plan as it is read: one shape for the page, the print and what is frozen.

Gathered once, in as many queries whatever the plan holds; who may read which section is decided by
the rows that are handed in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from common.dates import long_date, today
from common.figures import figure
from provision.models import Plan, PlanSection, ProgressNote, Strategy, Target
from provision.sections import IN_LINES, Sort

NOTES_SHOWN = 3


@dataclass(frozen=True)
class Meter:
    """A target's figures: where it began, where it is, where it should come to.

    `share` is the part of the way gone, of 100; `words` say the same for who cannot see it.
    """

    share: int
    words: str


@dataclass(frozen=True)
class TargetPaper:
    """One target: its row, its number on the paper, how it goes, and what helps with it."""

    row: Target
    number: int
    notes: Sequence[ProgressNote]
    more_notes: int
    meter: Meter | None
    strategies: Sequence[Strategy]

    @property
    def is_late(self) -> bool:
        """Whether its day is over and nobody said how it went."""
        return self.row.by_on is not None and self.row.by_on < today() and not self.row.outcome

    @property
    def stands_at(self) -> Decimal | None:
        """Its newest figure, from the notes of progress; else the one it started from."""
        return next((n.value for n in self.notes if n.value is not None), self.row.value_from)


@dataclass(frozen=True)
class SectionPaper:
    """One section with what is in it: words or lines, targets, or what helps in the whole plan."""

    row: PlanSection
    targets: Sequence[TargetPaper] = ()
    strategies: Sequence[Strategy] = ()

    @property
    def anchor(self) -> str:
        """Its place on the paper."""
        return f"section-{self.row.key}"

    @property
    def sort(self) -> Sort:
        """What sort of content it has."""
        return Sort(self.row.sort)

    @property
    def has_lines(self) -> bool:
        """Whether it is a list."""
        return self.sort in IN_LINES

    @property
    def has_targets(self) -> bool:
        """Whether it holds the targets."""
        return self.sort is Sort.TARGETS

    @property
    def has_strategies(self) -> bool:
        """Whether it holds what helps."""
        return self.sort is Sort.STRATEGIES

    @property
    def is_words(self) -> bool:
        """Whether it is written as one text."""
        return not (self.has_targets or self.has_strategies)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Of a section of facts: (label, value) of each line; without a colon no label."""
        pairs = [line.partition(":") for line in self.row.lines]
        return [(a.strip(), b.strip()) if colon else ("", a.strip()) for a, colon, b in pairs]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not (self.row.text.strip() or self.targets or self.strategies)


@dataclass(frozen=True)
class PlanPaper:
    """A plan with its sections, in order, as far as they were handed in."""

    plan: Plan
    sections: Sequence[SectionPaper]
    by_key: dict[str, SectionPaper] = field(default_factory=dict)

    @property
    def avoid(self) -> str:
        """What to avoid, on one line; empty where the plan does not say."""
        found = [part.row.lines for part in self.sections if part.sort is Sort.AVOID]
        return "; ".join(line.rstrip(".") for lines in found for line in lines)

    @property
    def targets(self) -> Sequence[TargetPaper]:
        """Its targets, in order."""
        return next((part.targets for part in self.sections if part.has_targets), ())


def paper_of(plan: Plan, sections: Iterable[PlanSection]) -> PlanPaper:
    """A plan with these of its sections; three queries."""
    targets = list(
        Target.objects.standing().filter(plan=plan).select_related("area").order_by("place", "pk")
    )
    helps = Strategy.objects.standing().filter(plan=plan).order_by("place", "pk")
    notes: dict[int, list[ProgressNote]] = {}
    rows = ProgressNote.objects.standing().filter(target__in=targets)
    for note in rows.select_related("written_by").order_by("-on", "-pk"):
        notes.setdefault(note.target_id, []).append(note)
    return put_together(plan, sections, targets, list(helps), notes)


def put_together(
    plan: Plan,
    sections: Iterable[PlanSection],
    targets: Sequence[Target],
    strategies: Sequence[Strategy],
    notes: dict[int, list[ProgressNote]],
) -> PlanPaper:
    """A plan from its rows; what helps with a target stands with it where targets are shown."""
    known = {target.pk for target in targets}
    told = [
        TargetPaper(
            row=row,
            number=number,
            notes=notes.get(row.pk, [])[:NOTES_SHOWN],
            more_notes=max(0, len(notes.get(row.pk, [])) - NOTES_SHOWN),
            meter=meter_of(row, notes.get(row.pk, [])),
            strategies=[one for one in strategies if one.target_id == row.pk],
        )
        for number, row in enumerate(targets, start=1)
    ]
    whole = [one for one in strategies if one.target_id not in known]
    parts = []
    for row in sections:
        targets_here = told if row.sort == Sort.TARGETS else ()
        parts.append(SectionPaper(row, targets_here, whole if row.sort == Sort.STRATEGIES else ()))
    return PlanPaper(plan, parts, {part.row.key: part for part in parts})


def meter_of(target: Target, notes: Sequence[ProgressNote]) -> Meter | None:
    """How far a target has come, newest note first; `None` without a figure aimed for."""
    if target.value_aim is None:
        return None
    now = next((note.value for note in notes if note.value is not None), target.value_from)
    if now is None:
        return None
    start = target.value_from if target.value_from is not None else Decimal(0)
    way = target.value_aim - start
    share = 100 if way == 0 and now == target.value_aim else 0
    if way != 0:
        share = max(0, min(100, round(100 * (now - start) / way)))
    unit = f" {target.unit}" if target.unit else ""
    began = f", began at {figure(start)}" if target.value_from is not None else ""
    return Meter(share, f"{figure(now)} of {figure(target.value_aim)}{unit}{began}")


def holds_words(plan: Plan) -> str:
    """From when to when a plan holds: `from 4 January 2027`."""
    begins = long_date(plan.starts_on)
    return f"{begins} to {long_date(plan.ends_on)}" if plan.ends_on else f"from {begins}"


def state_of(plan: Plan, day: date) -> tuple[str, str]:
    """The chip of a plan: its colour and its words."""
    if plan.withdrawn_at is not None:
        return "off", "Taken back"
    if plan.ends_on is not None and plan.ends_on <= day:
        return "off", f"Ended {long_date(plan.ends_on)}"
    if plan.starts_on > day:
        return "info", f"Begins {long_date(plan.starts_on)}"
    if plan.review_by is None:
        return "info", "No day for its review"
    if plan.review_by < day:
        days = (day - plan.review_by).days
        return "late", f"Review {days} day{'' if days == 1 else 's'} late"
    return "due", f"Review by {long_date(plan.review_by)}"
