"""The school's own kinds of plan, meeting and record: add, rename, retire when unused. Pure."""

from dataclasses import dataclass, replace
from typing import Any

from common.errors import Refused
from stages.editing.asked import asked_in
from stages.editing.drafts import Draft, Names
from stages.editing.parts import Given, Part, lines_of, text_of
from stages.editing.retiring import is_asked_for
from stages.ladder import Kind, LadderSpec
from stages.vocabulary import Evidence


@dataclass(frozen=True)
class OwnKind(Part):
    """One kind; without a key a new one."""

    evidence: str = ""
    key: str = ""

    @property
    def place(self) -> str:
        return f"kinds/{self.evidence}:{self.key}"

    def read(self, ladder: LadderSpec) -> dict[str, Any]:
        if not self.key:
            return {"evidence": Evidence.PLAN.value, "name": "", "short": "", "holds": ""}
        kind = self.found(ladder)
        return {
            "evidence": kind.evidence.value,
            "name": kind.name,
            "short": kind.short,
            "holds": text_of(kind.holds),
        }

    def found(self, ladder: LadderSpec) -> Kind:
        """The kind. Raises `KeyError` when there is none."""
        known = {evidence.value: evidence for evidence in Evidence}
        return ladder.kind(known[self.evidence], self.key)

    def write(self, ladder: LadderSpec, given: Given, names: Names) -> LadderSpec:
        """What sort of record it is stays as it was made: requirements name it by that."""
        changes = {"name": given["name"], "short": given["short"]}
        holds = lines_of(given["holds"])
        evidence = Evidence(given["evidence"])
        alike = [kind for kind in ladder.kinds if kind.evidence is evidence]
        if any(kind.name.casefold() == _folded(given) for kind in alike if kind.key != self.key):
            raise Refused(f"There is a kind called {given['name']} already.")
        if self.key:
            old = self.found(ladder)
            new = replace(old, holds=holds, **changes)
            kinds = tuple(new if kind is old else kind for kind in ladder.kinds)
            return replace(ladder, kinds=kinds)
        key = names.new_kind(given["name"], frozenset(kind.key for kind in alike))
        return replace(ladder, kinds=(*ladder.kinds, Kind(evidence, key, holds=holds, **changes)))


def _folded(given: Given) -> str:
    return str(given["name"]).casefold()


def uses_of(draft: Draft, kind: Kind) -> int:
    """How many requirements name a kind, those of retired stages included."""
    items = [*asked_in(draft.ladder)]
    for each in draft.retired:
        items += [*each.stage.requirements, *each.alone]
    return sum(is_asked_for(kind, [item]) for item in items)


def without_kind(draft: Draft, kind: Kind) -> Draft:
    """The draft without a kind. Raises `Refused` while something names it."""
    if number := uses_of(draft, kind):
        things = "requirement names" if number == 1 else "requirements name"
        raise Refused(f"{kind.name} is in use: {number} {things} it.")
    kinds = tuple(each for each in draft.ladder.kinds if each != kind)
    return replace(draft, ladder=replace(draft.ladder, kinds=kinds))
