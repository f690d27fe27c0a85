"""A plan as it was issued: a frozen value, kept with its digest, and shown and printed from it.

Plain data throughout, so that it is the same before and after it was kept. Who may not see a part
of it gets a copy without it (`FrozenPlan.copy_for`): nothing is hidden by a template.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

from provision.sections import IN_LINES, Sort


class Copy(StrEnum):
    """Whose copy of a plan; each holds only the sections its template gives it."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the stored value."""
        copy = str.__new__(cls, value)
        copy._value_ = value
        copy.label = label
        return copy

    WHOLE = "whole", "Whole plan, for the file"
    PARENT = "parent", "Parents' copy"
    LARGE = "large", "Parents' copy, large print"
    EASY = "easy", "Parents' copy, easy to read"
    TA = "ta", "SEN TA's copy"
    CLASS = "class", "Class inclusion file"


SIGN = ("Parent or carer", "Child", "Class teacher", "SENCO")
OF_PARENTS = frozenset({Copy.PARENT, Copy.LARGE, Copy.EASY})
# Whom each is given to, as ladders name them (003, "Copies to").
GIVEN_TO = {
    **dict.fromkeys((Copy.PARENT, Copy.LARGE, Copy.EASY), "Parents"),
    Copy.TA: "SEN TA",
    Copy.CLASS: "Class inclusion file",
}


@dataclass(frozen=True)
class FrozenStrategy:
    """What adults do that helps; `source` says where it comes from, in words."""

    words: str
    who: str = ""
    how_often: str = ""
    source: str = ""

    @property
    def how(self) -> str:
        """Who and how often, on one line."""
        return ", ".join(part for part in (self.who, self.how_often) if part)


@dataclass(frozen=True)
class FrozenTarget:
    """One target; `figures` are its figures in words, `by` its day in words."""

    what: str
    area: str = ""
    baseline: str = ""
    measure: str = ""
    figures: str = ""
    by: str = ""
    who: str = ""
    how_often: str = ""
    strategies: tuple[FrozenStrategy, ...] = ()

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What stands beside it, as (label, value), without what is empty."""
        helps = ", ".join(part for part in (self.who, self.how_often) if part)
        rows = [
            ("Where it starts", self.baseline),
            ("How we will know", self.measure),
            ("So far", self.figures),
            ("Who helps, how often", helps),
            ("By", self.by),
        ]
        return [(label, value) for label, value in rows if value]


@dataclass(frozen=True)
class FrozenVoice:
    """What the child or a parent said, or why there is nothing; `how` tells how it was gathered."""

    whose: str
    words: str
    when: str
    how: str = ""
    is_none: bool = False


@dataclass(frozen=True)
class FrozenSection:
    """One section with what is in it, and whose copies hold it."""

    key: str
    heading: str
    sort: str
    text: str = ""
    targets: tuple[FrozenTarget, ...] = ()
    strategies: tuple[FrozenStrategy, ...] = ()
    for_parent: bool = True
    on_ta_copy: bool = True
    on_class_copy: bool = True

    @property
    def lines(self) -> list[str]:
        """Its text, line by line, without empty ones."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    @property
    def has_lines(self) -> bool:
        """Whether it is a list."""
        return Sort(self.sort) in IN_LINES

    @property
    def signs(self) -> bool:
        """Whether people sign in it."""
        return self.sort == Sort.SIGNATURES

    @property
    def who_signs(self) -> list[str]:
        """Who signs in it: those named, or the usual four."""
        return self.lines or list(SIGN)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Of a section of facts: (label, value) of each line; without a colon no label."""
        pairs = [line.partition(":") for line in self.lines]
        return [(a.strip(), b.strip()) if colon else ("", a.strip()) for a, colon, b in pairs]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not (self.lines or self.targets or self.strategies or self.signs)

    def is_on(self, copy: Copy) -> bool:
        """Whether a copy holds it."""
        if copy in OF_PARENTS:
            return self.for_parent
        held = {Copy.WHOLE: True, Copy.TA: self.on_ta_copy, Copy.CLASS: self.on_class_copy}
        return held[copy]


@dataclass(frozen=True)
class FrozenPlan:
    """Everything an issued plan says. Days are in words; `number` counts the versions issued."""

    school: str
    school_lines: tuple[str, ...]
    child: str
    forename: str
    class_name: str
    born: str
    name: str
    is_proposal: bool
    number: int
    holds: str
    review_by: str
    issued: str
    issued_by: str
    sections: tuple[FrozenSection, ...]
    voices: tuple[FrozenVoice, ...] = ()
    changes: tuple[str, ...] = ()

    @property
    def shown(self) -> Sequence[FrozenSection]:
        """The sections with something in them, but for where people sign."""
        return [part for part in self.sections if not part.is_empty and not part.signs]

    @property
    def signed(self) -> Sequence[FrozenSection]:
        """Where people sign: last on the paper."""
        return [part for part in self.sections if part.signs]

    @property
    def targets(self) -> Sequence[FrozenTarget]:
        """Its targets, in order."""
        return [target for section in self.sections for target in section.targets]

    def content(self) -> dict[str, Any]:
        """The plan as it is kept."""
        kept: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return kept

    @property
    def sha256(self) -> str:
        """The digest of all that it says."""
        kept = json.dumps(self.content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(kept.encode()).hexdigest()

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Self:
        """The plan that was kept."""
        kept = dict(content)
        kept["sections"] = tuple(_section(row) for row in kept["sections"])
        kept["voices"] = tuple(FrozenVoice(**row) for row in kept["voices"])
        for name in ("school_lines", "changes"):
            kept[name] = tuple(kept[name])
        return cls(**kept)

    def copy_for(self, copy: Copy) -> "FrozenPlan":
        """The plan without the sections this copy does not hold; voices only where they may be."""
        voices = self.voices if copy in OF_PARENTS | {Copy.WHOLE} else ()
        sections = tuple(section for section in self.sections if section.is_on(copy))
        if copy is Copy.EASY:
            sections = tuple(_easy(section, self.forename) for section in sections)
        return replace(self, sections=sections, voices=voices)


QUESTIONS = {
    Sort.TARGETS: "What is {name} working on?",
    Sort.STRATEGIES: "What helps?",
    Sort.AVOID: "What makes it harder?",
    Sort.SIGNATURES: "Who has read this?",
}


def _easy(section: FrozenSection, name: str) -> FrozenSection:
    """A section for a reader who wants little text: a question above it, the target and its day."""
    heading = QUESTIONS.get(Sort(section.sort), section.heading).format(name=name)
    targets = tuple(
        FrozenTarget(
            what=target.what,
            measure=target.measure,
            by=target.by,
            strategies=tuple(FrozenStrategy(one.words) for one in target.strategies),
        )
        for target in section.targets
    )
    helps = tuple(FrozenStrategy(one.words) for one in section.strategies)
    return replace(section, heading=heading, targets=targets, strategies=helps)


def _section(row: Mapping[str, Any]) -> FrozenSection:
    kept = dict(row)
    kept["targets"] = tuple(
        FrozenTarget(**{**target, "strategies": _strategies(target["strategies"])})
        for target in kept["targets"]
    )
    kept["strategies"] = _strategies(kept["strategies"])
    return FrozenSection(**kept)


def _strategies(rows: Iterable[Mapping[str, Any]]) -> tuple[FrozenStrategy, ...]:
    return tuple(FrozenStrategy(**row) for row in rows)


def changes_between(before: FrozenPlan | None, after: FrozenPlan) -> tuple[str, ...]:
    """What a version says that the one before did not, a sentence each; none for the first."""
    if before is None:
        return ()
    said = [*_target_changes(before, after)]
    old = {section.key: section for section in before.sections}
    for section in after.sections:
        was = old.get(section.key)
        if was is None:
            said.append(f"New section: {section.heading}")
        elif was.text.strip() != section.text.strip() or was.strategies != section.strategies:
            said.append(f"Changed: {section.heading}")
    kept = {section.key for section in after.sections}
    said += [f"Taken out: {section.heading}" for key, section in old.items() if key not in kept]
    if before.review_by != after.review_by and after.review_by:
        said.append(f"Reviewed by {after.review_by}")
    return tuple(said)


def _target_changes(before: FrozenPlan, after: FrozenPlan) -> Iterable[str]:
    old = {target.what: target for target in before.targets}
    new = {target.what: target for target in after.targets}
    for what, target in new.items():
        if what not in old:
            yield f"New target: {what}"
        elif old[what] != target:
            yield f"Changed: the target “{what}”"
    yield from (f"No longer a target: {what}" for what in old if what not in new)
