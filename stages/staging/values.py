"""What the rules of a draft can go by: each value there is, how many children, a first guess."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from common.years import YearGroup
from stages.models import Stage
from stages.staging.children import Child
from stages.staging.rules import NO_NEED, NONE, PLAN
from stages.staging.sheet import Sheet, meant_by

CODES = {"K": "SEN support (K)", PLAN: "EHC plan (E)", NONE: "No SEN status (N)"}


class Value(NamedTuple):
    """A value, its words, how many children have it, and the key of the stage it may lead to."""

    key: str
    label: str
    children: int
    guess: str


def first_of_register(stages: Sequence[Stage]) -> str:
    """The stage at which SEN support begins; empty where the ladder has none."""
    return next((s.key for s in stages if s.on_register and not s.needs_ehc_plan), "")


def stage_of_plans(stages: Sequence[Stage]) -> str:
    """Where a child with an EHC plan is: the stage for it, else the last on the register."""
    for_plans = [stage.key for stage in stages if stage.needs_ehc_plan]
    on_register = [stage.key for stage in stages if stage.on_register]
    return (for_plans or on_register[-1:] or [""])[0]


def values_of(
    how: str, children: Iterable[Child], stages: Sequence[Stage], sheet: Sheet | None, column: str
) -> list[Value]:
    """Every value among the children, in an order people know."""
    if sheet:
        words = sheet.words(column)
        return [Value(word, word, count, meant_by(word, stages)) for word, count in words.items()]
    found = list(children)
    ways = {"status": _by_status, "need": _by_need, "year": _by_year}
    return ways[how](found, stages)


def _by_status(children: list[Child], stages: Sequence[Stage]) -> list[Value]:
    counts = Counter(child.code for child in children)
    guesses = {"K": first_of_register(stages), PLAN: stage_of_plans(stages)}
    return [
        Value(code, label, counts[code], guesses.get(code, ""))
        for code, label in CODES.items()
        if counts[code]
    ]


def _by_need(children: list[Child], stages: Sequence[Stage]) -> list[Value]:
    names = {child.need or NO_NEED: child.need_name for child in children}
    labels = {key: name or "No need recorded" for key, name in names.items()}
    return _supported(children, labels, [child.need or NO_NEED for child in children], stages)


def _by_year(children: list[Child], stages: Sequence[Stage]) -> list[Value]:
    years = sorted({child.year for child in children})
    labels = {str(year): str(YearGroup(year).label) for year in years}
    return _supported(children, labels, [str(child.year) for child in children], stages)


def _supported(
    children: list[Child], labels: dict[str, str], keys: list[str], stages: Sequence[Stage]
) -> list[Value]:
    """Values with the count of those who have K or E: the list a school has is theirs."""
    counts = Counter(key for key, child in zip(keys, children, strict=True) if child.code != NONE)
    guess = first_of_register(stages)
    return [
        Value(key, label, counts[key], guess if counts[key] else "")
        for key, label in labels.items()
    ]
