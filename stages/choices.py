"""The moves a page can offer for a child: the routes in the school's words, then other stages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Membership
from common.dates import long_date
from stages.ladder import OFF, RouteSpec
from stages.models import LadderVersion, Route, Stage
from stages.rules import Standpoint, may_place
from stages.vocabulary import Direction

STAYING = "*"  # no stage has this key


@dataclass(frozen=True)
class Move:
    """One move: where to (`None`: off the ladder), by which route, and what it changes."""

    value: str
    stage: Stage | None
    words: str
    where: str
    effect: str
    is_forward: bool
    is_allowed: bool
    needs: tuple[str, ...] = ()
    stays: bool = False

    @property
    def target(self) -> str:
        """The stage's key, or `off`; the same whatever route leads there. `*`: staying."""
        if self.stays:
            return STAYING
        return self.stage.key if self.stage else OFF


@dataclass(frozen=True)
class Ways:
    """The ladder in use as moves are chosen from it: its stages and routes, in order."""

    stages: Sequence[Stage]
    routes: Sequence[Route]

    def moves(self, point: Standpoint, membership: Membership) -> list[Move]:
        """Every move from where a child stands, the school's own routes first; no query.

        All are given, with whether this person may make them: what is asked for past a page's
        choices is answered by the rule, not by "no such choice".
        """
        stages, routes = self.stages, self._routes_from(point)
        by_route = [_by_route(point, membership, stages, route) for route in routes]
        taken = {move.target for move in by_route}
        others = [stage for stage in _places(stages, point) if stage.key not in taken]
        found = by_route + [_other(point, membership, stage) for stage in others]
        if point.stage and OFF not in taken:
            found.append(_other(point, membership, None))
        return found

    def _routes_from(self, point: Standpoint) -> list[Route]:
        if point.stage is None:
            return [route for route in self.routes if route.from_stage.universal]
        here = _with_it(point, self.stages)
        return [route for route in self.routes if route.from_stage.key in here]


def ways_in_use() -> Ways | None:
    """The ways of the ladder in use, but for those round; `None` without one. Three queries."""
    version = LadderVersion.objects.in_use().first()
    if version is None:
        return None
    stages = list(Stage.objects.filter(ladder_version=version).order_by("order"))
    rows = Route.objects.filter(ladder_version=version).exclude(direction=Direction.STAY.value)
    return Ways(stages, list(rows.select_related("from_stage", "to_stage").order_by("order")))


def moves_from(point: Standpoint, membership: Membership) -> list[Move]:
    """The same for one child; three queries at most."""
    ways = ways_in_use()
    return ways.moves(point, membership) if ways else []


def stays_at(
    point: Standpoint, membership: Membership, routes: Sequence[RouteSpec], until: date | None
) -> list[Move]:
    """The ladder's ways to stay, as moves beside the others; `until` as the engine says it."""
    stage = point.stage_now
    if stage is None:
        return []
    effect = f"The time here would then run out on {long_date(until)}" if until else ""
    return [
        Move(
            value=f"{STAYING}.{place}",
            stage=stage,
            words=route.words,
            where=f"Stays at {stage.title}",
            effect=effect or _effect(point, stage),
            is_forward=False,
            is_allowed=may_place(membership, point, stage),
            needs=route.needs,
            stays=True,
        )
        for place, route in enumerate(routes, start=1)
    ]


def staying(point: Standpoint) -> Move:
    """Where the child is, as a move: what is asked for when somebody else just made it."""
    return _other(point, None, point.stage)


def overlays_of(version: LadderVersion | None) -> Sequence[Stage]:
    """What can sit beside a stage on this ladder."""
    return list(Stage.objects.filter(ladder_version=version, overlay=True).order_by("order"))


def _with_it(point: Standpoint, stages: Sequence[Stage]) -> set[str]:
    """The key of the child's stage and of those that run together with it now."""
    here = point.stage_now
    group = {stage.key for stage in stages if here and here.together == stage.together != ""}
    return group | ({point.stage.key} if point.stage else set())


def _places(stages: Sequence[Stage], point: Standpoint) -> list[Stage]:
    """Where records can be, but for where the child is: one stage for those that run together."""
    here = _with_it(point, stages)
    groups: set[str] = set()
    found = []
    for stage in stages:
        is_here = stage.key in here and (stage.key != _key(point) or point.is_at(stage))
        if stage.overlay or stage.universal or is_here or stage.together in groups:
            continue
        groups |= {stage.together} if stage.together else set()
        found.append(stage)
    return found


def _key(point: Standpoint) -> str:
    return point.stage.key if point.stage else ""


def _by_route(
    point: Standpoint, membership: Membership, stages: Sequence[Stage], route: Route
) -> Move:
    stage = None if route.to_stage is None or route.to_stage.universal else route.to_stage
    return Move(
        value=f"{stage.key if stage else OFF}.{route.order}",
        stage=stage,
        words=route.words,
        where=_where(stage, stages),
        effect=_effect(point, stage),
        is_forward=route.direction == Direction.FORWARD.value,
        is_allowed=may_place(membership, point, stage),
        needs=tuple(route.needs),
    )


def _other(point: Standpoint, membership: Membership | None, stage: Stage | None) -> Move:
    return Move(
        value=stage.key if stage else OFF,
        stage=stage,
        words="",
        where=_where(stage, []),
        effect=_effect(point, stage),
        is_forward=False,
        is_allowed=membership is None or may_place(membership, point, stage),
    )


def _where(stage: Stage | None, stages: Sequence[Stage]) -> str:
    if stage is None:
        return "Off the ladder"
    group = [each.label for each in stages if stage.together and each.together == stage.together]
    return f"{stage.title} (with {', '.join(group[1:])})" if group else stage.title


def _effect(point: Standpoint, stage: Stage | None) -> str:
    """What the move changes, before it is saved."""
    if stage and stage.needs_ehc_plan and point.code_now != "E":
        return "Needs an EHC plan in force"
    after = point.code_after(stage)
    if after == point.code_now:
        return f"SEN status stays {after}"
    return f"SEN status changes from {point.code_now} to {after}"
