"""What lies ahead of a child, to be read before a move is saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from stages.contexts.lines import AskedLine, RouteLine, asked_lines, ladder_in_use, route_lines
from stages.guiding import Follows, Guide
from stages.ladder import LadderSpec
from stages.models import Stage
from stages.plain_words import how_long
from stages.vocabulary import Direction


@dataclass(frozen=True)
class Ahead:
    """One way to another stage: what is missing, who decides, what that stage asks and when."""

    route: RouteLine
    asked: Sequence[AskedLine]
    timeframe: str
    missing: Sequence[str]
    follows: Sequence[Follows]


def ways_ahead(stage: Stage | None, guide: Guide | None) -> list[Ahead]:
    """The school's routes from a stage to others, with what each asks; one query."""
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
    return [_ahead(ladder, route, guide) for route in elsewhere]


def _ahead(ladder: LadderSpec, line: RouteLine, guide: Guide | None) -> Ahead:
    target = ladder.stage(line.target)
    missing = guide.missing_on(line.route) if guide else ()
    follows = guide.follows(target.key) if guide and not target.universal else []
    return Ahead(line, asked_lines(ladder, target), how_long(target), missing, follows)
