"""What the quality check reads, and what it answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_A_WORD = re.compile(r"[^\W_]")


def says_something(words: str) -> bool:
    """Whether a text has a letter or a digit: signs and pictures alone say nothing."""
    return bool(_A_WORD.search(words))


@dataclass(frozen=True)
class TargetText:
    """A target as its plan has it. `has_start` and `has_aim`: its figures are there."""

    key: str
    what: str
    baseline: str = ""
    measure: str = ""
    has_start: bool = False
    has_aim: bool = False
    by_on: date | None = None
    who: str = ""
    how_often: str = ""


@dataclass(frozen=True)
class StrategyText:
    """What helps; `target` is the key of the target it is for, if for one."""

    key: str
    words: str
    who: str = ""
    how_often: str = ""
    target: str = ""


@dataclass(frozen=True)
class SectionText:
    """A section somebody wrote, and whether parents read it."""

    key: str
    text: str
    for_parent: bool = True


@dataclass(frozen=True)
class PlanText:
    """A plan as the rules read it.

    `earlier` holds what the targets of the plans before it said, the newest plan first. The two
    voices are there when words were given or the reason why there are none was.
    """

    targets: tuple[TargetText, ...] = ()
    strategies: tuple[StrategyText, ...] = ()
    sections: tuple[SectionText, ...] = ()
    earlier: tuple[tuple[str, ...], ...] = ()
    has_pupil_voice: bool = False
    has_parent_voice: bool = False
    parents_read_targets: bool = True


@dataclass(frozen=True)
class Where:
    """A field of one part of a plan: `target`, `7`, `measure`; a plan as a whole has no key."""

    part: str
    key: str = ""
    field: str = ""

    def __str__(self) -> str:
        return " ".join(bit for bit in (self.part, self.key, self.field) if bit)


@dataclass(frozen=True)
class Hint:
    """One thing to look at. `start` and `end` bound `phrase` in the text of the field.

    Where something is missing, or the plan as a whole is meant, there is no phrase.
    """

    rule: str
    where: Where
    says: str
    source: str
    phrase: str = ""
    start: int = 0
    end: int = 0


def every_text(plan: PlanText) -> Iterator[tuple[Where, str]]:
    """Every text staff wrote in a plan, with its place."""
    for target in plan.targets:
        for field in ("what", "baseline", "measure", "how_often"):
            yield Where("target", target.key, field), getattr(target, field)
    for strategy in plan.strategies:
        for field in ("words", "how_often"):
            yield Where("strategy", strategy.key, field), getattr(strategy, field)
    for section in plan.sections:
        yield Where("section", section.key, "text"), section.text


def parents_read(plan: PlanText) -> list[tuple[Where, str]]:
    """The texts of a plan that its parents will read."""
    hidden = {section.key for section in plan.sections if not section.for_parent}
    return [
        (where, text)
        for where, text in every_text(plan)
        if (where.part == "section" and where.key not in hidden)
        or (where.part != "section" and plan.parents_read_targets)
    ]
