"""Taking a stage out of a draft, and bringing it back with all that went with it. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from common.errors import Refused
from stages.editing.drafts import Draft, Retired
from stages.editing.order import led_by_the_first, without_lone_groups
from stages.ladder import OFF, Kind, LadderSpec, RequirementSpec, RouteSpec, StageSpec
from stages.periods import Every


def retire(draft: Draft, key: str) -> Draft:
    """The draft without a stage, which is kept among what was retired.

    Of stages that run together the others stay, and the ways of the first go on from the next.
    """
    ladder = draft.ladder
    taken = taken_out(ladder, key)
    heirs = [stage.key for stage in ladder.group_of(key) if stage.key != key]
    routes = _inherited(ladder, key, heirs) if heirs else _apart_from(ladder, key)
    own = {item.key for item in taken.stage.requirements} | {item.key for item in taken.alone}
    rest = replace(
        ladder,
        stages=tuple(_without(stage, key) for stage in ladder.stages if stage.key != key),
        routes=tuple(_needing_no(route, own) for route in routes),
        requirements=tuple(
            replace(item, stages=_less(item.stages, {key}))
            for item in ladder.requirements
            if item not in taken.alone
        ),
    )
    kept = tuple(each for each in draft.retired if each.stage.key != key)
    return replace(draft, ladder=without_lone_groups(rest), retired=(*kept, taken))


def taken_out(ladder: LadderSpec, key: str) -> Retired:
    """A stage of a ladder with all that goes with it."""
    stage = ladder.stage(key)
    place = ladder.stages.index(stage)
    alone = tuple(item for item in ladder.requirements if item.stages == (key,))
    wanted = [*stage.requirements, *alone]
    return Retired(
        stage=replace(stage, together=""),
        routes=tuple(route for route in ladder.routes if key in (route.origin, route.to)),
        after=ladder.stages[place - 1].key if place else "",
        built_on_by=tuple(other.key for other in ladder.stages if key in other.builds_on),
        asked_by=tuple(
            item.key for item in ladder.requirements if key in item.stages and item not in alone
        ),
        alone=alone,
        kinds=tuple(kind for kind in ladder.kinds if is_asked_for(kind, wanted)),
    )


def bring_back(draft: Draft, taken: Retired) -> Draft:
    """The draft with a retired stage in its place again, and those of its ways that still lead on.

    Raises `Refused` when the stage is there already.
    """
    ladder, stage = draft.ladder, taken.stage
    keys = {each.key for each in ladder.stages}
    if stage.key in keys:
        raise Refused(f"{stage.title} is on the ladder already.")
    there = keys | {stage.key, OFF}
    back = replace(stage, builds_on=tuple(key for key in stage.builds_on if key in keys))
    place = _place_after(ladder, taken.after)
    known = {(kind.evidence, kind.key) for kind in ladder.kinds}
    grown = replace(
        ladder,
        stages=(*ladder.stages[:place], back, *ladder.stages[place:]),
        kinds=(*ladder.kinds, *(k for k in taken.kinds if (k.evidence, k.key) not in known)),
        requirements=(*(_naming(item, taken) for item in ladder.requirements), *taken.alone),
    )
    found = [way for way in taken.routes if {way.origin, way.to} <= there]
    grown = led_by_the_first(replace(grown, routes=(*grown.routes, *found)))
    grown = _only_needs_there_are(_building_again(grown, taken))
    rest = tuple(each for each in draft.retired if each.stage.key != stage.key)
    return replace(draft, ladder=grown, retired=rest)


def is_asked_for(kind: Kind, items: Iterable[RequirementSpec]) -> bool:
    """Whether any of these requirements names a kind."""
    name = f"{kind.evidence.value}:{kind.key}"
    return any(
        (item.evidence, item.of) == (kind.evidence, kind.key)
        or (item.every.every is Every.AT_EVERY and item.every.of == name)
        for item in items
    )


def without_needs(ladder: LadderSpec, keys: set[str]) -> LadderSpec:
    """The ladder whose ways no longer look at these requirements."""
    return replace(ladder, routes=tuple(_needing_no(route, keys) for route in ladder.routes))


def _inherited(ladder: LadderSpec, key: str, heirs: list[str]) -> list[RouteSpec]:
    def led(end: str) -> str:
        return heirs[0] if end == key else end

    return [replace(way, origin=led(way.origin), to=led(way.to)) for way in ladder.routes]


def _apart_from(ladder: LadderSpec, key: str) -> list[RouteSpec]:
    return [route for route in ladder.routes if key not in (route.origin, route.to)]


def _without(stage: StageSpec, key: str) -> StageSpec:
    return replace(stage, builds_on=_less(stage.builds_on, {key}))


def _needing_no(route: RouteSpec, keys: set[str]) -> RouteSpec:
    return replace(route, needs=_less(route.needs, keys))


def _less(values: tuple[str, ...], gone: set[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value not in gone)


def _place_after(ladder: LadderSpec, after: str) -> int:
    """Behind a stage, and behind all that run together with it; at the end where it is gone."""
    keys = [stage.key for stage in ladder.stages]
    if not after:
        return 0
    if after not in keys:
        return len(keys)
    return keys.index(ladder.group_of(after)[-1].key) + 1


def _naming(item: RequirementSpec, taken: Retired) -> RequirementSpec:
    if item.key not in taken.asked_by or not item.stages or taken.stage.key in item.stages:
        return item
    return replace(item, stages=(*item.stages, taken.stage.key))


def _building_again(ladder: LadderSpec, taken: Retired) -> LadderSpec:
    key = taken.stage.key
    stages = tuple(
        replace(stage, builds_on=(*stage.builds_on, key))
        if stage.key in taken.built_on_by and key not in stage.builds_on
        else stage
        for stage in ladder.stages
    )
    return replace(ladder, stages=stages)


def _only_needs_there_are(ladder: LadderSpec) -> LadderSpec:
    asked = {item.key for item in ladder.requirements}
    asked |= {item.key for stage in ladder.stages for item in stage.requirements}
    routes = tuple(
        replace(route, needs=tuple(key for key in route.needs if key in asked))
        for route in ladder.routes
    )
    return replace(ladder, routes=routes)
