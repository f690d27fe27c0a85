"""Shortcuts for reading a preset in a test."""

from stages.ladder import LadderSpec, RequirementSpec, RouteSpec
from stages.vocabulary import Party


def asked(ladder: LadderSpec, key: str) -> RequirementSpec:
    """The requirement with this key, wherever it is in the ladder."""
    everything = list(ladder.requirements)
    for stage in ladder.stages:
        everything += stage.requirements
    return next(item for item in everything if item.key == key)


def parties(ladder: LadderSpec, stage: str) -> set[Party]:
    """Who the stage says is involved."""
    return {involved.party for involved in ladder.stage(stage).involved}


def way(ladder: LadderSpec, origin: str, to: str) -> RouteSpec:
    """The route between two stages."""
    return next(route for route in ladder.routes_from(origin) if route.to == to)


def text_of(*parts: object) -> str:
    """Everything a value says, in one lower-case string to look words up in."""
    return " ".join(repr(part) for part in parts).lower()
