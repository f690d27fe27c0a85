"""What lies ahead of a child, to be read before a move is saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from stages.contexts.lines import AskedLine, RouteLine, asked_lines, ladder_in_use, route_lines
from stages.ladder import LadderSpec
from stages.models import Stage
from stages.plain_words import how_long
from stages.vocabulary import Direction


@dataclass(frozen=True)
class Ahead:
    """One way to another stage: what to look at first, who decides, what that stage asks."""

    route: RouteLine
    asked: Sequence[AskedLine]
    timeframe: str


def ways_ahead(stage: Stage | None) -> list[Ahead]:
    """The school's routes from a stage to others, with what each asks; five queries."""
    ladder = ladder_in_use()
    if ladder is None:
        return []
    here = next((each for each in ladder.stages if stage and each.key == stage.key), None)
    if stage and here is None:
        return []
    elsewhere = [
        route
        for route in route_lines(ladder, here)
        if route.direction not in (Direction.STAY, Direction.EXIT)
    ]
    return [_ahead(ladder, route) for route in elsewhere]


def _ahead(ladder: LadderSpec, route: RouteLine) -> Ahead:
    target = ladder.stage(route.target)
    return Ahead(route, asked_lines(ladder, target), how_long(target))
