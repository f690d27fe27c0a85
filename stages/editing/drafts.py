"""A draft: the ladder as it will be, what was retired from it, and who last touched which part."""

import re
from dataclasses import dataclass, replace

from stages.ladder import OFF, Kind, LadderSpec, RequirementSpec, RouteSpec, StageSpec


@dataclass(frozen=True, slots=True)
class Retired:
    """A stage taken out, with all that went with it, so that it can be brought back whole.

    `after` is the key of the stage before it; `built_on_by` the stages whose support built on it;
    `asked_by` the requirements of the whole ladder that named it, `alone` those that named only it.
    """

    stage: StageSpec
    routes: tuple[RouteSpec, ...] = ()
    after: str = ""
    built_on_by: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()
    alone: tuple[RequirementSpec, ...] = ()
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Touch:
    """Who last changed a part of the draft, and when (ISO 8601)."""

    place: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A ladder in the making."""

    ladder: LadderSpec
    retired: tuple[Retired, ...] = ()
    touched: tuple[Touch, ...] = ()

    def touch(self, touch: Touch) -> "Draft":
        """The same draft, with one touch more; an earlier one of the same place is forgotten."""
        others = tuple(each for each in self.touched if each.place != touch.place)
        return replace(self, touched=(*others, touch))

    def touched_last(self, place: str) -> Touch | None:
        """The last touch of a place, or of the draft where that place was never touched."""
        same = [touch for touch in self.touched if touch.place == place]
        return same[-1] if same else self.touched[-1] if self.touched else None


@dataclass(frozen=True, slots=True)
class Names:
    """Keys that stand for something in some version, so that a new thing never takes one over."""

    stages: frozenset[str] = frozenset()
    requirements: frozenset[str] = frozenset()

    def new_stage(self, name: str) -> str:
        """A key for a new stage."""
        return _unused(name, "stage", self.stages | {OFF}, 40)

    def new_requirement(self, name: str) -> str:
        """A key for a new requirement."""
        return _unused(name, "asked", self.requirements, 60)

    def new_kind(self, name: str, taken: frozenset[str]) -> str:
        """A key for a new kind of its sort of record."""
        return _unused(name, "kind", taken, 40).replace("-", "_")


def names_in(draft: Draft) -> Names:
    """Every key a draft uses, what was retired from it included."""
    stages = [*draft.ladder.stages, *(each.stage for each in draft.retired)]
    asked = [item.key for stage in stages for item in stage.requirements]
    asked += [item.key for item in draft.ladder.requirements]
    asked += [item.key for each in draft.retired for item in each.alone]
    return Names(frozenset(stage.key for stage in stages), frozenset(asked))


def _unused(name: str, spare: str, taken: frozenset[str], longest: int) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[: longest - 4].strip("-") or spare
    found, number = words, 1
    while found in taken or found.replace("-", "_") in taken:
        number += 1
        found = f"{words}-{number}"
    return found
