"""Adding stages and putting things in order. Stages that run together move as one. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from common.errors import Refused
from stages.editing.drafts import Names
from stages.ladder import OFF, LadderSpec, RouteSpec, StageSpec

T = TypeVar("T")
UP, DOWN = -1, 1


def add_stage(
    ladder: LadderSpec, *, label: str, name: str, after: str, names: Names
) -> tuple[LadderSpec, str]:
    """The ladder with a new stage after another (at the start for none), and the stage's key.

    It begins on the same side of the register as the stage it follows.
    """
    before = next((stage for stage in ladder.stages if stage.key == after), None)
    new = StageSpec(
        key=names.new_stage(f"{label} {name}" if label else name),
        label=label,
        name=name,
        on_register=bool(before and before.on_register),
    )
    place = 0 if before is None else _end_of_block(ladder, before)
    stages = (*ladder.stages[:place], new, *ladder.stages[place:])
    return replace(ladder, stages=stages), new.key


def _end_of_block(ladder: LadderSpec, stage: StageSpec) -> int:
    last = ladder.group_of(stage.key)[-1]
    return ladder.stages.index(last) + 1


def move_stage(ladder: LadderSpec, key: str, step: int) -> LadderSpec:
    """The ladder with a stage one place up (-1) or down (1); at the end it stays where it is.

    Within stages that run together it changes places with its neighbour; at their edge all of
    them move, so that they go on following one another.
    """
    stage = ladder.stage(key)
    group = ladder.group_of(key)
    within = swapped(group, group.index(stage), step)
    if within != group:
        return led_by_the_first(_with_group(ladder, within))
    blocks = _blocks(ladder)
    moved = swapped(blocks, blocks.index(group), step)
    return replace(ladder, stages=tuple(stage for block in moved for stage in block))


def swapped(parts: Sequence[T], place: int, step: int) -> tuple[T, ...]:
    """The parts with one moved a place; the same where there is no such place."""
    found = list(parts)
    other = place + step
    if 0 <= other < len(found):
        found[place], found[other] = found[other], found[place]
    return tuple(found)


def _blocks(ladder: LadderSpec) -> list[tuple[StageSpec, ...]]:
    found: list[tuple[StageSpec, ...]] = []
    for stage in ladder.stages:
        group = ladder.group_of(stage.key)
        if group not in found:
            found.append(group)
    return found


def _with_group(ladder: LadderSpec, group: Sequence[StageSpec]) -> LadderSpec:
    waiting = iter(group)
    keys = {stage.key for stage in group}
    stages = tuple(next(waiting) if stage.key in keys else stage for stage in ladder.stages)
    return replace(ladder, stages=stages)


def run_together(ladder: LadderSpec, key: str, others: Sequence[str]) -> LadderSpec:
    """The ladder with a stage run at the same time as these others, and as no more.

    Raises `Refused` when they do not follow one another. What is left alone runs by itself.
    """
    chosen = {key, *others} if others else set()
    name = _group_name(ladder, key) if chosen else ""
    stages = tuple(_regrouped(stage, key, chosen, name) for stage in ladder.stages)
    places = [place for place, stage in enumerate(stages) if stage.key in chosen]
    if places and places[-1] - places[0] + 1 != len(places):
        raise Refused("Stages that run together must follow one another: put them in order first.")
    return led_by_the_first(without_lone_groups(replace(ladder, stages=stages)))


def _group_name(ladder: LadderSpec, key: str) -> str:
    """The name of the stage's group, or one that no group has."""
    taken = {stage.together for stage in ladder.stages}
    spare = (f"together-{number}" for number in range(1, len(taken) + 2))
    return ladder.stage(key).together or next(name for name in spare if name not in taken)


def _regrouped(stage: StageSpec, key: str, chosen: set[str], name: str) -> StageSpec:
    if stage.key in chosen:
        return replace(stage, together=name)
    if stage.key == key or stage.together == name:
        return replace(stage, together="")
    return stage


def without_lone_groups(ladder: LadderSpec) -> LadderSpec:
    """The ladder without groups of one."""
    groups = [stage.together for stage in ladder.stages]
    stages = tuple(
        replace(stage, together="")
        if stage.together and groups.count(stage.together) == 1
        else stage
        for stage in ladder.stages
    )
    return replace(ladder, stages=stages)


def led_by_the_first(ladder: LadderSpec) -> LadderSpec:
    """Ways lead to and from the first of stages that run together, where the record is kept.

    A way between two that now run together has lost its sense and is left out.
    """
    routes = [_led(ladder, route) for route in ladder.routes]
    return replace(ladder, routes=tuple(route for route in routes if route))


def _led(ladder: LadderSpec, route: RouteSpec) -> RouteSpec | None:
    origin = ladder.recorded_at(route.origin).key
    to = route.to if route.to == OFF else ladder.recorded_at(route.to).key
    if origin == to and route.origin != route.to:
        return None
    return replace(route, origin=origin, to=to)
