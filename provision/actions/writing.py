"""Writing in a plan: sections, targets, what helps. Each is versioned and signed by itself."""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from common.errors import Refused
from provision.actions.guards import held, refuse_clash, refuse_closed
from provision.models import Plan, PlanSection, Strategy, Target
from pupils.models import NeedArea

_OUT = "Taken out of the plan"
_A_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Source:
    """Where words come from: a document and its page, or whose words they are."""

    source: str = ""
    source_page: str = ""
    whose_words: str = ""


@dataclass(frozen=True)
class TargetWords:
    """What a target says, as a form gives it."""

    what: str = ""
    area: NeedArea | None = None
    baseline: str = ""
    measure: str = ""
    value_from: Decimal | None = None
    value_aim: Decimal | None = None
    unit: str = ""
    by_on: date | None = None
    who: str = ""
    how_often: str = ""


@dataclass(frozen=True)
class StrategyWords:
    """What helps, as a form gives it; `target` is of the same plan."""

    words: str = ""
    who: str = ""
    how_often: str = ""
    target: Target | None = None
    source: str = ""
    source_page: str = ""
    whose_words: str = ""


def says_something(words: str) -> bool:
    """Whether a text has a letter or a digit: signs and pictures alone say nothing to act on."""
    return bool(_A_WORD.search(words))


@transaction.atomic
def write_section(
    *, section: PlanSection, text: str, by: User, expected: int, source: Source | None = None
) -> PlanSection:
    """Keep what a section says.

    Raises `EditClash` with the section as it is now where somebody wrote meanwhile, and `Refused`
    where the plan is over. Writing what is there already changes nothing.
    """
    row: PlanSection = held(section)
    if _same(row, {"text": text} | (asdict(source) if source else {})):
        return row
    refuse_clash(row, expected)
    row.text = text
    if source:
        row.source, row.source_page = source.source, source.source_page
        row.whose_words = source.whose_words
    row.written_at, row.written_by = timezone.now(), by
    row.save()
    return row


@transaction.atomic
def save_target(*, plan: Plan, uid: UUID, words: TargetWords, by: User, expected: int) -> Target:
    """Keep a target; `expected` is 0 where none is kept under this `uid` yet.

    Raises as `write_section` does, and `Refused` where it does not say what.
    """
    row: Target = _kept(Target, plan, uid, words, says_something(words.what), by, expected)
    return row


@transaction.atomic
def save_strategy(
    *, plan: Plan, uid: UUID, words: StrategyWords, by: User, expected: int
) -> Strategy:
    """Keep what helps. Raises as `save_target` does."""
    if words.target is not None and words.target.plan_id != plan.pk:
        raise Refused("That target is of another plan.")
    row: Strategy = _kept(Strategy, plan, uid, words, says_something(words.words), by, expected)
    return row


def _kept(
    model: Any, plan: Plan, uid: UUID, words: Any, says: bool, by: User, expected: int
) -> Any:
    refuse_closed(Plan.objects.locked().select_related("pupil").get(pk=plan.pk))
    values = {name: getattr(words, name) for name in type(words).__dataclass_fields__}
    row = model.objects.locked().filter(uid=uid).first()
    if row is not None:
        if row.plan_id != plan.pk or row.withdrawn_at is not None:
            raise Refused("This was taken out of the plan meanwhile.")
        if _same(row, values):
            return row
        refuse_clash(row, expected)
    if not says:
        raise Refused("Say in words what it is.")
    if row is None:
        row = model(plan=plan, pupil=plan.pupil, uid=uid, place=_last_place(model, plan) + 1)
    for name, value in values.items():
        setattr(row, name, value)
    row.written_at, row.written_by = timezone.now(), by
    row.save()
    return row


@transaction.atomic
def say_outcome(
    *, target: Target, outcome: str, words: str, on: date, by: User, expected: int
) -> Target:
    """Say how a target went, or take that back (an empty `outcome`). Raises as above."""
    row: Target = held(target)
    refuse_clash(row, expected)
    row.outcome, row.outcome_words = outcome, words.strip()
    row.outcome_on = on if outcome else None
    row.written_at, row.written_by = timezone.now(), by
    row.save()
    return row


@transaction.atomic
def take_out(*, row: Target | Strategy, by: User) -> None:
    """Take a target, or something that helps, out of its plan; its history stays.

    What helps with that target alone goes with it. Raises `Refused` where the plan is over.
    """
    now, at = held(row), timezone.now()
    if isinstance(now, Target):
        for strategy in Strategy.objects.locked().standing().filter(target=now):
            _withdraw(strategy, by, at)
    _withdraw(now, by, at)


@transaction.atomic
def put_back(*, row: Target | Strategy, by: User) -> None:
    """Put back what was taken out, at its place, with what went out together with it."""
    now: Any = type(row).objects.locked().get(pk=row.pk)
    refuse_closed(now.plan)
    if isinstance(now, Target) and now.withdrawn_at is not None:
        together = Strategy.objects.locked().filter(target=now, withdrawn_at=now.withdrawn_at)
        for strategy in together:
            _stand_again(strategy)
    _stand_again(now)


@transaction.atomic
def move_up(*, row: Target | Strategy) -> None:
    """Let it change places with the one before it; the first stays the first."""
    now: Any = held(row)
    beside = type(row).objects.locked().standing().filter(plan_id=now.plan_id)
    before = beside.filter(place__lt=now.place).order_by("-place").first()
    if before is None:
        return
    now.place, before.place = before.place, now.place
    before.save()
    now.save()


def _withdraw(row: Any, by: User, at: datetime) -> None:
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_because = at, by, _OUT
    row._change_reason = _OUT
    row.save()


def _stand_again(row: Any) -> None:
    row.withdrawn_at = row.withdrawn_by = None
    row.withdrawn_because = ""
    row._change_reason = "Put back into the plan"
    row.save()


def _same(row: Any, values: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _last_place(model: Any, plan: Plan) -> int:
    return model.objects.filter(plan=plan).aggregate(last=Max("place"))["last"] or 0
