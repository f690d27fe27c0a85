"""The ways from a stage: on, back, off, or staying; one way is one part. Pure."""

from dataclasses import dataclass, replace
from typing import Any

from stages.editing.drafts import Names
from stages.editing.order import swapped
from stages.editing.parts import Given, Part, in_order, parties
from stages.ladder import OFF, LadderSpec, RouteSpec
from stages.vocabulary import Direction

EMPTY = RouteSpec("", "", Direction.FORWARD, "", in_document=False)


@dataclass(frozen=True)
class Way(Part):
    """One way from a stage: the `number`th in the school's order, from 1; 0 for a new one."""

    origin: str
    number: int = 0

    @property
    def place(self) -> str:
        return f"{self.origin}/ways"

    def read(self, ladder: LadderSpec) -> dict[str, Any]:
        route = self.found(ladder)
        return {
            "words": route.words,
            "direction": route.direction.value,
            "to": "" if route.to in (OFF, self.origin) else route.to,
            "when": route.when,
            "decided_by": [party.value for party in route.decided_by],
            "needs": list(route.needs),
            "in_document": route.in_document,
        }

    def seen(self, ladder: LadderSpec) -> Any:
        """All ways of the stage: a way is known by its place among them."""
        ladder.stage(self.origin)
        return ladder.routes_from(self.origin) if self.number else ()

    def found(self, ladder: LadderSpec) -> RouteSpec:
        """The way, or an empty one for a new one. Raises `KeyError` when it is not there."""
        if not self.number:
            return EMPTY
        ways = ladder.routes_from(ladder.stage(self.origin).key)
        if self.number > len(ways):
            raise KeyError(self.number)
        return ways[self.number - 1]

    def write(self, ladder: LadderSpec, given: Given, names: Names) -> LadderSpec:
        before, direction = self.found(ladder), Direction(given["direction"])
        elsewhere = {Direction.EXIT: OFF, Direction.STAY: self.origin}
        to: str = elsewhere.get(direction) or given["to"]
        new = RouteSpec(
            origin=self.origin,
            to=to,
            direction=direction,
            words=given["words"],
            when=given["when"],
            decided_by=in_order(before.decided_by, parties(given["decided_by"])),
            needs=in_order(before.needs, given["needs"]),
            in_document=given["in_document"],
        )
        ways = list(ladder.routes_from(self.origin))
        if self.number:
            ways[self.number - 1] = new
        else:
            ways.append(new)
        return _with_ways(ladder, self.origin, tuple(ways))


def without_way(ladder: LadderSpec, way: Way) -> LadderSpec:
    """The ladder without this way."""
    gone = way.found(ladder)
    ways = list(ladder.routes_from(way.origin))
    assert ways[way.number - 1] is gone
    del ways[way.number - 1]
    return _with_ways(ladder, way.origin, tuple(ways))


def move_way(ladder: LadderSpec, way: Way, step: int) -> LadderSpec:
    """The ladder with this way one place earlier or later among those of its stage."""
    way.found(ladder)
    ways = swapped(ladder.routes_from(way.origin), way.number - 1, step)
    return _with_ways(ladder, way.origin, ways)


def _with_ways(ladder: LadderSpec, origin: str, ways: tuple[RouteSpec, ...]) -> LadderSpec:
    """The stage's ways in the places its ways had; what is more comes after the last of them."""
    places = [place for place, route in enumerate(ladder.routes) if route.origin == origin]
    waiting, found = list(ways), []
    for place, route in enumerate(ladder.routes):
        if route.origin != origin:
            found.append(route)
        elif place != places[-1] and waiting:
            found.append(waiting.pop(0))
        elif place == places[-1]:
            found += waiting
    return replace(ladder, routes=tuple(found) if places else (*ladder.routes, *ways))
