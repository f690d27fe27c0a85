"""The parts of a ladder that have a form of their own, but for what a stage asks and its ways.

A part reads the values its form shows and writes those that came back; `seen` is what tells whether
somebody changed it meanwhile. What is written keeps the school's own order. Pure.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from stages.editing.drafts import Names
from stages.editing.order import run_together
from stages.ladder import Involved, LadderSpec, LinkSpec, StageSpec
from stages.periods import Timeframe, Unit
from stages.reading import dump
from stages.vocabulary import Material, Party, Placer

T = TypeVar("T")
Given = Mapping[str, Any]
SPARE_LINKS = 2


class Part:
    """A part of a ladder that is edited on its own."""

    @property
    def place(self) -> str:
        """The name of the part within its ladder, the same for everybody."""
        raise NotImplementedError

    def read(self, ladder: LadderSpec) -> dict[str, Any]:
        """What its form shows. Raises `KeyError` when the ladder has no such part."""
        raise NotImplementedError

    def write(self, ladder: LadderSpec, given: Given, names: Names) -> LadderSpec:
        """The ladder with what came back. Raises `Refused` in a sentence."""
        raise NotImplementedError

    def seen(self, ladder: LadderSpec) -> Any:
        """What must still be the same when the form comes back."""
        return self.read(ladder)

    def token(self, ladder: LadderSpec) -> str:
        """What a form remembers of the part it showed; `gone` where there is none."""
        try:
            text = json.dumps(dump(self.seen(ladder)), sort_keys=True)
        except KeyError:
            return "gone"
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def in_order(before: Iterable[T], chosen: Iterable[T]) -> tuple[T, ...]:
    """What was chosen, in the order it had before; what is new comes last."""
    wanted = list(dict.fromkeys(chosen))
    kept = [each for each in dict.fromkeys(before) if each in wanted]
    return (*kept, *(each for each in wanted if each not in kept))


def text_of(lines: Iterable[str]) -> str:
    """Lines as one text, as a form shows them."""
    return "\n".join(lines)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def with_stage(ladder: LadderSpec, key: str, **changes: Any) -> LadderSpec:
    """The ladder with one stage changed. Raises `KeyError` when there is none."""
    ladder.stage(key)
    return replace(
        ladder,
        stages=tuple(
            replace(stage, **changes) if stage.key == key else stage for stage in ladder.stages
        ),
    )


@dataclass(frozen=True)
class AboutLadder(Part):
    """The ladder's name, summary, source and notes."""

    place = "about"

    def read(self, ladder: LadderSpec) -> dict[str, Any]:
        return {
            "name": ladder.name,
            "summary": ladder.summary,
            "source": ladder.source,
            "notes": text_of(ladder.notes),
        }

    def write(self, ladder: LadderSpec, given: Given, names: Names) -> LadderSpec:
        return replace(ladder, **{**given, "notes": lines_of(given["notes"])})


@dataclass(frozen=True)
class OfStage(Part):
    """A part of one stage; `key` is the stage's."""

    key: str
    section = ""

    @property
    def place(self) -> str:
        return f"{self.key}/{self.section}"


class StageAbout(OfStage):
    """What a stage is called, when a child is there, what it provides."""

    section = "about"

    def read(self, ladder: LadderSpec) -> dict[str, Any]:
        stage = ladder.stage(self.key)
        return {name: getattr(stage, name) for name in ("label", "name", "when", "provision")}

    def write(self, ladder: LadderSpec, given: Given, names: Names) -> LadderSpec:
        return with_stage(ladder, self.key, **given)


class StagePlace(OfStage):
    """Where a stage stands: on the line or beside it, the register, with what, who may place."""

    section = "place"

    def read(self, ladder: LadderSpec) -> dict[str, Any]:
        stage = ladder.stage(self.key)
        others = [each.key for each in ladder.group_of(self.key) if each.key != self.key]
        return {
            "sort": "overlay" if stage.overlay else "universal" if stage.universal else "line",
            "on_register": stage.on_register,
            "needs_ehc_plan": stage.needs_ehc_plan,
            "together": others,
            "may_place": [placer.value for placer in stage.may_place],
            "list_name": stage.list_name,
        }

    def write(self, ladder: LadderSpec, given: Given, names: Names) -> LadderSpec:
        """Of stages that run together all are on the register or none: the others follow."""
        stage = ladder.stage(self.key)
        side = {name: given[name] for name in ("on_register", "needs_ehc_plan")}
        staying = [each.key for each in ladder.group_of(self.key) if each.key in given["together"]]
        for key in (*staying, self.key):
            ladder = with_stage(ladder, key, **side)
        chosen = [Placer(value) for value in given["may_place"]]
        ladder = with_stage(
            ladder,
            self.key,
            universal=given["sort"] == "universal",
            overlay=given["sort"] == "overlay",
            may_place=in_order(stage.may_place, chosen),
            list_name=given["list_name"],
        )
        return run_together(ladder, self.key, given["together"])


class StageSupport(OfStage):
    """What a child gets at a stage, and what is written down."""

    section = "support"
    lists = ("support", "actions", "agencies", "recording", "notes")

    def read(self, ladder: LadderSpec) -> dict[str, Any]:
        stage = ladder.stage(self.key)
        texts = {name: text_of(getattr(stage, name)) for name in self.lists}
        return texts | {"builds_on": list(stage.builds_on)}

    def write(self, ladder: LadderSpec, given: Given, names: Names) -> LadderSpec:
        before = ladder.stage(self.key).builds_on
        lists = {name: lines_of(given[name]) for name in self.lists}
        return with_stage(ladder, self.key, builds_on=in_order(before, given["builds_on"]), **lists)


class StagePeople(OfStage):
    """Who raises concerns, who takes part and how, who monitors."""

    section = "people"

    def read(self, ladder: LadderSpec) -> dict[str, Any]:
        stage = ladder.stage(self.key)
        notes = {part.party: part.note for part in stage.involved}
        return {
            "concern_from": [party.value for party in stage.concern_from],
            "involved": [part.party.value for part in stage.involved],
            "monitored_by": [party.value for party in stage.monitored_by],
            **{f"note_{party.value}": notes.get(party, "") for party in Party},
        }

    def write(self, ladder: LadderSpec, given: Given, names: Names) -> LadderSpec:
        """A note on how somebody takes part says that they do."""
        stage = ladder.stage(self.key)
        noted = [party.value for party in Party if given[f"note_{party.value}"]]
        taking_part = in_order(
            (part.party for part in stage.involved), parties(given["involved"] + noted)
        )
        return with_stage(
            ladder,
            self.key,
            concern_from=in_order(stage.concern_from, parties(given["concern_from"])),
            involved=tuple(Involved(p, given[f"note_{p.value}"]) for p in taking_part),
            monitored_by=in_order(stage.monitored_by, parties(given["monitored_by"])),
        )


def parties(values: Sequence[str]) -> list[Party]:
    """The parties of these words."""
    return [Party(value) for value in values]


class StageTime(OfStage):
    """How long a stage lasts, and the school's own qualification."""

    section = "time"

    def read(self, ladder: LadderSpec) -> dict[str, Any]:
        stage = ladder.stage(self.key)
        frame = stage.timeframe
        return {
            "unit": frame.unit.value if frame else "",
            "n": frame.n or None if frame else None,
            "months": [str(month) for month in frame.months] if frame else [],
            "note": stage.timeframe_note,
        }

    def write(self, ladder: LadderSpec, given: Given, names: Names) -> LadderSpec:
        before = ladder.stage(self.key).timeframe
        frame = timeframe_of(given["unit"], given["n"], given["months"], before)
        return with_stage(ladder, self.key, timeframe=frame, timeframe_note=given["note"])


def timeframe_of(
    unit: str, n: int | None, months: Sequence[str], before: Timeframe | None = None
) -> Timeframe | None:
    """The length chosen; none for no unit. Raises `ValueError` in a sentence."""
    if not unit:
        return None
    known = Unit(unit)
    if known is Unit.MONTHS:
        return Timeframe(known, months=in_order(before.months if before else (), map(int, months)))
    return Timeframe(known, 0 if known is Unit.ONGOING else n or 0)


@dataclass(frozen=True)
class Links(Part):
    """The forms, links and pointers of a stage, or of the whole ladder (no key)."""

    key: str = ""

    @property
    def place(self) -> str:
        return f"{self.key}/links"

    def read(self, ladder: LadderSpec) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for number, link in enumerate(self._links(ladder)):
            found |= {f"{name}_{number}": str(value) for name, value in dump(link).items()}
        return found

    def write(self, ladder: LadderSpec, given: Given, names: Names) -> LadderSpec:
        """A row whose name is cleared is left out."""
        rows = [name.removeprefix("name_") for name in given if name.startswith("name_")]
        links = tuple(_link(given, row) for row in rows if given[f"name_{row}"])
        if not self.key:
            return replace(ladder, links=links)
        return with_stage(ladder, self.key, links=links)

    def rows(self, ladder: LadderSpec) -> int:
        """How many rows its form needs: those there are, and some to fill."""
        return len(self._links(ladder)) + SPARE_LINKS

    def _links(self, ladder: LadderSpec) -> tuple[LinkSpec, ...]:
        return ladder.stage(self.key).links if self.key else ladder.links


def _link(given: Given, row: str) -> LinkSpec:
    texts = {name: given.get(f"{name}_{row}", "") for name in ("owner", "address", "note")}
    return LinkSpec(Material(given[f"material_{row}"]), given[f"name_{row}"], **texts)


def stage_or_none(ladder: LadderSpec, key: str) -> StageSpec | None:
    """The stage with this key, if the ladder has it."""
    return next((stage for stage in ladder.stages if stage.key == key), None)
