"""The ladder in use, and its lines as pages show them: what is asked, the ways on."""

from dataclasses import dataclass

from stages.ladder import OFF, LadderSpec, RequirementSpec, RouteSpec, StageSpec
from stages.models import LadderVersion
from stages.plain_words import details, listed, parties
from stages.storing import published_ladder


@dataclass(frozen=True)
class AskedLine:
    """Something a stage asks: `words` is the school's, `more` says how often and with whom."""

    key: str
    words: str
    more: str
    strength: str


@dataclass(frozen=True)
class RouteLine:
    """A way on: the school's words, where it leads (`target` is a stage's key, or `off`)."""

    target: str
    words: str
    to: str
    direction: str
    when: str
    decided_by: str
    needs: tuple[str, ...]
    in_document: bool
    route: RouteSpec

    @property
    def leads(self) -> str:
        """Where it leads, to follow its words: `to Stage 4`, `stays here`, `off the ladder`."""
        return {"stay": "stays here", "exit": "off the ladder"}.get(self.direction, f"to {self.to}")


def ladder_in_use() -> LadderSpec | None:
    """The school's ladder as a value, or `None` before it has one; one query once it was read."""
    version = LadderVersion.objects.in_use().first()
    return published_ladder(version) if version else None


def asked_lines(ladder: LadderSpec, stage: StageSpec) -> list[AskedLine]:
    """What is asked of a child at a stage, in the school's words and ours."""
    return [asked_line(ladder, item) for item in ladder.asked_at(stage.key)]


def asked_line(
    ladder: LadderSpec, item: RequirementSpec, *, with_stages: bool = False
) -> AskedLine:
    """One requirement; `with_stages` also says which stages it holds for."""
    more = details(ladder, item)
    if with_stages and item.stages:
        where = [ladder.stage(key) for key in item.stages]
        more += f"; at {listed(stage.label or stage.name for stage in where)}"
    return AskedLine(item.key, item.words, more, item.strength.value)


def route_lines(ladder: LadderSpec, stage: StageSpec | None) -> list[RouteLine]:
    """The ways on from a stage; from no stage, those of the universal one, or onto the first."""
    if stage is None:
        stage = next((each for each in ladder.stages if each.universal), None)
    if stage is None:
        return []
    routes = ladder.routes_from(ladder.recorded_at(stage.key).key)
    return [_route(ladder, route) for route in routes]


def _route(ladder: LadderSpec, route: RouteSpec) -> RouteLine:
    asked = {item.key: item.words for item in ladder.requirements}
    asked |= {item.key: item.words for stage in ladder.stages for item in stage.requirements}
    return RouteLine(
        target=route.to,
        words=route.words,
        to="Off the ladder" if route.to == OFF else ladder.stage(route.to).title,
        direction=route.direction.value,
        when=route.when,
        decided_by=parties(route.decided_by) if route.decided_by else "",
        needs=tuple(asked[key] for key in route.needs),
        in_document=route.in_document,
        route=route,
    )
