"""A school's ladder as data: what each stage asks, who takes part, how a child moves on.

These frozen values are what a preset file holds, what the tables of `stages.models` hold, and
what the pages and the engine read: `stages.reading` turns plain data into them and back. They
know no database and no wall clock. What forced each field in is in product.md, "Five schools".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from common.errors import Refused
from stages.periods import Frequency, Timeframe
from stages.vocabulary import (
    Applies,
    Direction,
    Evidence,
    HeldFor,
    Material,
    Party,
    Placer,
    Strength,
)

OFF = "off"
ONCE = Frequency.read("once")


class LadderError(Refused):
    """A ladder that cannot be used. The text names the place and says what is wrong there."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A school's own kind of plan, meeting or record: its name and what it holds."""

    evidence: Evidence
    key: str
    name: str
    short: str = ""
    holds: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The name people use for it every day: `PPP` where the school shortens it."""
        return self.short or self.name


@dataclass(frozen=True, slots=True)
class Involved:
    """Someone who takes part in a stage, and the document's own note on how."""

    party: Party
    note: str = ""


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """A form, link or pointer of a stage. `owner` says whose it is: school, LA or a system."""

    material: Material
    name: str
    owner: str = ""
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RequirementSpec:
    """Something that should exist for a child at a stage.

    `of` names the ladder's own kind (`iep`, `target`); `whose` the voice asked for; `by` who does
    it; `with_whom` who takes part; `given_to` each recipient, recorded one by one; `count` how
    many are asked for (002's two cycles); `after` how long to wait before it is first due;
    `across_stages` that earlier stages' records count too; `stages` which stages a requirement
    of the whole ladder is for (none named: all but the universal one and overlays).
    """

    key: str
    evidence: Evidence
    words: str
    of: str = ""
    whose: str = ""
    about: str = ""
    by: tuple[Party, ...] = ()
    with_whom: tuple[Party, ...] = ()
    given_to: tuple[str, ...] = ()
    every: Frequency = ONCE
    after: Timeframe | None = None
    count: int = 1
    strength: Strength = Strength.REQUIRED
    held_for: HeldFor = HeldFor.CHILD
    applies: Applies = Applies.EVERY
    across_stages: bool = False
    stages: tuple[str, ...] = ()

    @property
    def is_prompt(self) -> bool:
        """Whether it only reminds: to be considered, or where appropriate."""
        is_weak = self.strength is Strength.CONSIDERED
        return is_weak or self.applies is Applies.WHERE_APPROPRIATE

    @property
    def can_be_overdue(self) -> bool:
        """Whether it is required outright: nothing else is ever overdue."""
        return self.strength is Strength.REQUIRED and not self.is_prompt


@dataclass(frozen=True, slots=True)
class RouteSpec:
    """A way from one stage to another, or off the ladder.

    `words` are what the page offers; `when` the document's condition; `needs` the requirements
    to look at before taking it; `decided_by` the parties to the decision. `in_document` is false
    for a way the document does not draw but children need, such as back from a refusal.
    """

    origin: str
    to: str
    direction: Direction
    words: str
    when: str = ""
    decided_by: tuple[Party, ...] = ()
    needs: tuple[str, ...] = ()
    in_document: bool = True


@dataclass(frozen=True, slots=True)
class StageSpec:
    """One stage. `label` is printed and may repeat; `key` is stable and may not.

    `list_name` is a list below the register that a child may be put on here (001's monitoring
    list). `together` names the group of stages that run at the same time. `needs_ehc_plan` marks a
    stage that only a child with an EHC plan in force can be at.
    """

    key: str
    label: str
    name: str
    printed_order: int | None = None
    when: str = ""
    provision: str = ""
    support: tuple[str, ...] = ()
    builds_on: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    concern_from: tuple[Party, ...] = ()
    involved: tuple[Involved, ...] = ()
    agencies: tuple[str, ...] = ()
    recording: tuple[str, ...] = ()
    monitored_by: tuple[Party, ...] = ()
    timeframe: Timeframe | None = None
    timeframe_note: str = ""
    on_register: bool = False
    needs_ehc_plan: bool = False
    universal: bool = False
    overlay: bool = False
    together: str = ""
    list_name: str = ""
    may_place: tuple[Placer, ...] = ()
    notes: tuple[str, ...] = ()
    requirements: tuple[RequirementSpec, ...] = ()
    links: tuple[LinkSpec, ...] = ()

    @property
    def title(self) -> str:
        """Label and name, as `Stage 3: SEN support`."""
        return f"{self.label}: {self.name}" if self.label else self.name

    @property
    def sen_code(self) -> str:
        """The status a move here leads to, without an EHC plan: K on the register, else N."""
        return "K" if self.on_register else "N"


@dataclass(frozen=True, slots=True)
class LadderSpec:
    """A whole ladder. `requirements` hold for several stages at once; `proposal` labels what is
    not law and must be shown wherever the ladder is.
    """

    key: str
    name: str
    source: str
    summary: str = ""
    proposal: str = ""
    notes: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    stages: tuple[StageSpec, ...] = ()
    routes: tuple[RouteSpec, ...] = ()
    requirements: tuple[RequirementSpec, ...] = ()
    links: tuple[LinkSpec, ...] = ()

    def stage(self, key: str) -> StageSpec:
        """The stage with this key. Raises `KeyError` when there is none."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise KeyError(key)

    def kind(self, evidence: Evidence, key: str) -> Kind:
        """The school's own kind of a sort of record. Raises `KeyError` when there is none."""
        for kind in self.kinds:
            if (kind.evidence, kind.key) == (evidence, key):
                return kind
        raise KeyError(key)

    def routes_from(self, key: str) -> tuple[RouteSpec, ...]:
        """The ways on, back, off or round from a stage, in the school's order."""
        return tuple(route for route in self.routes if route.origin == key)

    def group_of(self, key: str) -> tuple[StageSpec, ...]:
        """The stages that run together with this one, itself included, in order."""
        together = self.stage(key).together
        if not together:
            return (self.stage(key),)
        return tuple(stage for stage in self.stages if stage.together == together)

    def recorded_at(self, key: str) -> StageSpec:
        """The stage a placement here is recorded at: the first of those that run together."""
        return self.group_of(key)[0]

    def asked_at(self, key: str) -> Iterator[RequirementSpec]:
        """Everything asked of a child at a stage: its own, its group's, and the ladder's.

        The universal stage asks nothing of anyone about one child (model.md). Support builds on
        earlier stages, requirements never do. What the whole ladder asks, it asks at the stage a
        child is at, and beside it only where an overlay is named.
        """
        stage = self.stage(key)
        if stage.universal:
            return
        group = {stage.key for stage in self.group_of(key)}
        for each in self.group_of(key):
            yield from each.requirements
        for requirement in self.requirements:
            named = requirement.stages
            if group & set(named) or (not named and not stage.overlay):
                yield requirement

    def support_at(self, key: str) -> Iterator[tuple[StageSpec, tuple[str, ...]]]:
        """The support a child has at a stage, its own first, then of those it builds on."""
        own = self.stage(key)
        yield own, own.support
        for other in own.builds_on:
            yield self.stage(other), self.stage(other).support
