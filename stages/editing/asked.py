"""What a stage asks, as plain choices: one requirement is one part. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from stages.editing.drafts import Names
from stages.editing.order import swapped
from stages.editing.parts import (
    Given,
    Part,
    in_order,
    lines_of,
    parties,
    text_of,
    timeframe_of,
    with_stage,
)
from stages.editing.retiring import without_needs
from stages.ladder import LadderSpec, RequirementSpec
from stages.periods import Every, Frequency
from stages.vocabulary import Applies, Evidence, HeldFor, Strength

Items = tuple[RequirementSpec, ...]
EMPTY = RequirementSpec("new", Evidence.REVIEW, "")


@dataclass(frozen=True)
class Asked(Part):
    """One requirement: `key` names it, or none yet; `stage` whose it is (the ladder's for none)."""

    key: str = ""
    stage: str = ""

    @property
    def place(self) -> str:
        return f"asked/{self.key}" if self.key else f"{self.stage}/asked"

    def read(self, ladder: LadderSpec) -> dict[str, Any]:
        item = self.found(ladder)
        return {
            "what": f"{item.evidence.value}:{item.of}",
            "words": item.words,
            "whose": item.whose,
            "about": item.about,
            **_frequency_values(item.every),
            "by": [party.value for party in item.by],
            "with_whom": [party.value for party in item.with_whom],
            "given_to": text_of(item.given_to),
            "after_unit": item.after.unit.value if item.after else "",
            "after_n": item.after.n if item.after else None,
            "count": item.count,
            "strength": item.strength.value,
            "held_for": item.held_for.value,
            "applies": item.applies.value,
            "across_stages": item.across_stages,
            "stages": list(item.stages),
        }

    def seen(self, ladder: LadderSpec) -> Any:
        """A new one is shown nothing that could have changed, but for where it goes."""
        if self.key:
            return self.read(ladder)
        return ladder.stage(self.stage).key if self.stage else ""

    def found(self, ladder: LadderSpec) -> RequirementSpec:
        """The requirement, or an empty one for a new one. Raises `KeyError` where it is gone."""
        if not self.key:
            return EMPTY
        for item in asked_in(ladder):
            if item.key == self.key:
                return item
        raise KeyError(self.key)

    def write(self, ladder: LadderSpec, given: Given, names: Names) -> LadderSpec:
        if self.key:
            item = self.item(ladder, given)
            return _each_list(
                ladder, lambda items: among(items, item) if self.found(ladder) in items else items
            )
        key = names.new_requirement(f"{self.stage} {given['words']}".strip())
        item = replace(self.item(ladder, given), key=key)
        if not self.stage:
            return replace(ladder, requirements=(*ladder.requirements, item))
        own = ladder.stage(self.stage).requirements
        return with_stage(ladder, self.stage, requirements=(*own, item))

    def item(self, ladder: LadderSpec, given: Given) -> RequirementSpec:
        """The requirement these choices make. Raises `ValueError` in a sentence."""
        before = self.found(ladder)
        evidence, _, of = given["what"].partition(":")
        return RequirementSpec(
            key=before.key,
            evidence=Evidence(evidence),
            words=given["words"],
            of=of,
            whose=given["whose"],
            about=given["about"],
            by=in_order(before.by, parties(given["by"])),
            with_whom=in_order(before.with_whom, parties(given["with_whom"])),
            given_to=lines_of(given["given_to"]),
            every=frequency_of(given, before.every),
            after=timeframe_of(given["after_unit"], given["after_n"], ()),
            count=given["count"],
            strength=Strength(given["strength"]),
            held_for=HeldFor(given["held_for"]),
            applies=Applies(given["applies"]),
            across_stages=given["across_stages"],
            stages=in_order(before.stages, given["stages"]),
        )


def _frequency_values(often: Frequency) -> dict[str, Any]:
    counted = often.every in (Every.WEEKS, Every.TIMES_A_YEAR)
    return {
        "every": often.every.value,
        "n": often.n if counted else None,
        "months": [str(month) for month in often.months],
        "at_kind": often.of,
        "at_least": often.at_least,
    }


def frequency_of(given: Given, before: Frequency | None = None) -> Frequency:
    """How often, from plain choices. Raises `ValueError` in a sentence."""
    every = Every(given["every"])
    least = given["at_least"]
    if every is Every.MONTHS:
        months = in_order(before.months if before else (), map(int, given["months"]))
        return Frequency(every, months=months, at_least=least)
    if every is Every.AT_EVERY:
        return Frequency(every, of=given["at_kind"], at_least=least)
    counted = every in (Every.WEEKS, Every.TIMES_A_YEAR)
    return Frequency(every, (given["n"] or 0) if counted else 1, at_least=least)


def asked_in(ladder: LadderSpec) -> Items:
    """Every requirement of a ladder, the whole ladder's own first."""
    own = (item for stage in ladder.stages for item in stage.requirements)
    return (*ladder.requirements, *own)


def stage_of(ladder: LadderSpec, key: str) -> str:
    """The key of the stage that asks for this; empty where the whole ladder does."""
    for stage in ladder.stages:
        if any(item.key == key for item in stage.requirements):
            return stage.key
    return ""


def without_asked(ladder: LadderSpec, key: str) -> LadderSpec:
    """The ladder that no longer asks for this."""
    rest = _each_list(ladder, lambda items: tuple(item for item in items if item.key != key))
    return without_needs(rest, {key})


def move_asked(ladder: LadderSpec, key: str, step: int) -> LadderSpec:
    """The ladder with this asked one place earlier or later in its list."""

    def moved(items: Items) -> Items:
        places = [place for place, item in enumerate(items) if item.key == key]
        return swapped(items, places[0], step) if places else items

    return _each_list(ladder, moved)


def _each_list(ladder: LadderSpec, change: Callable[[Items], Items]) -> LadderSpec:
    return replace(
        ladder,
        requirements=change(ladder.requirements),
        stages=tuple(
            replace(stage, requirements=change(stage.requirements)) for stage in ladder.stages
        ),
    )


def among(items: Items, new: RequirementSpec) -> Items:
    """A list with this requirement in the place of the one with its key; at the end for a new."""
    if all(item.key != new.key for item in items):
        return (*items, new)
    return tuple(new if item.key == new.key else item for item in items)
