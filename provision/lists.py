"""Plans as lines of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from provision.models import Target
from provision.paper import holds_words, state_of


@dataclass(frozen=True)
class PlanLine:
    """One plan: what it is called, from when to when, where it stands, and its targets."""

    pk: int
    name: str
    when: str
    chip: tuple[str, str]
    targets: str
    is_over: bool
    may_follow: bool


def plan_lines(plans: Any, day: date) -> list[PlanLine]:
    """Plans as lines, the newest first; one query."""
    standing = Q(targets__withdrawn_at__isnull=True)
    rows: Iterable[Any] = plans.annotate(
        set=Count("targets", filter=standing),
        met=Count("targets", filter=standing & Q(targets__outcome=Target.Outcome.MET)),
    ).order_by("-starts_on", "-pk")
    return [_line(row, day) for row in rows]


def _line(row: Any, day: date) -> PlanLine:
    over = row.withdrawn_at is not None or (row.ends_on is not None and row.ends_on <= day)
    return PlanLine(
        pk=row.pk,
        name=row.name,
        when=holds_words(row),
        chip=state_of(row, day),
        targets=_targets(row.set, row.met),
        is_over=over,
        may_follow=not over and row.ends_on is None,
    )


def _targets(number: int, met: int) -> str:
    if not number:
        return "no targets yet"
    words = f"{number} target{'' if number == 1 else 's'}"
    return f"{words}, {met} met" if met else words
