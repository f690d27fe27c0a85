"""What a ladder must satisfy before a school can use it. Pure; every fault names its place."""

from collections import Counter
from collections.abc import Iterable, Iterator

from stages.ladder import OFF, LadderError, LadderSpec, RequirementSpec, StageSpec
from stages.limits import too_much
from stages.periods import Every, Unit
from stages.vocabulary import Direction, Evidence

NAMED_KINDS = {Evidence.PLAN, Evidence.MEETING, Evidence.TARGETS}


def check(ladder: LadderSpec) -> LadderSpec:
    """The ladder itself when it can be used. Raises `LadderError` with every fault, one a line."""
    faults = list(faults_of(ladder))
    if faults:
        raise LadderError("\n".join(f"{ladder.name}: {fault}" for fault in faults))
    return ladder


def faults_of(ladder: LadderSpec) -> Iterator[str]:
    """Everything that keeps a ladder from being used, one sentence each, naming its place."""
    if not ladder.stages:
        yield "there are no stages."
        return
    if all(stage.overlay or stage.universal for stage in ladder.stages):
        yield "there is no stage a child can be placed on."
    yield from _doubles(ladder)
    for stage in ladder.stages:
        yield from _stage_faults(ladder, stage)
    yield from _route_faults(ladder)
    yield from _together_faults(ladder)
    yield from _requirement_faults(ladder)
    yield from too_much(ladder)


def _doubles(ladder: LadderSpec) -> Iterator[str]:
    yield from _twice("two stages have the key", (stage.key for stage in ladder.stages))
    yield from _twice("two stages are called", _one_of_a_name(ladder))
    yield from _twice("two requirements have the key", (item.key for _, item in _asked(ladder)))
    kinds = (f"{kind.evidence.value}:{kind.key}" for kind in ladder.kinds)
    yield from _twice("two kinds have the key", kinds)
    if sum(stage.universal for stage in ladder.stages) > 1:
        yield "only one stage can be the one every child is at without a record."


def _one_of_a_name(ladder: LadderSpec) -> Iterator[str]:
    """Titles; those that differ only in capitals or spaces are one name."""
    first: dict[str, str] = {}
    for stage in ladder.stages:
        yield first.setdefault(" ".join(stage.title.casefold().split()), stage.title)


def _twice(words: str, names: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{words} {name!r}."


def _stage_faults(ladder: LadderSpec, stage: StageSpec) -> Iterator[str]:
    place = f"stage {stage.title!r}"
    keys = {other.key for other in ladder.stages}
    if stage.key == OFF:
        yield f"{place}: the key {OFF!r} is kept for leaving the ladder."
    if unknown := [key for key in stage.builds_on if key not in keys]:
        yield f"{place}: builds on {unknown[0]!r}, which is no stage of this ladder."
    elif _reaches_itself(ladder, stage):
        yield f"{place}: builds on itself by way of {', '.join(stage.builds_on)}."
    if stage.needs_ehc_plan and not stage.on_register:
        yield f"{place}: a stage for children with an EHC plan is on the register."
    if stage.may_place and stage.on_register:
        yield f"{place}: only the SENCO places a child on the register."
    if stage.list_name and stage.on_register:
        yield f"{place}: the list {stage.list_name!r} belongs below the register."
    yield from _special_faults(stage, place)


def _special_faults(stage: StageSpec, place: str) -> Iterator[str]:
    if stage.universal and stage.requirements:
        yield f"{place}: every child is here, so it can ask nothing about one child."
    if stage.universal and (stage.on_register or stage.overlay or stage.together):
        yield f"{place}: a stage every child is at is off the register and on the main line."
    if stage.overlay and (stage.on_register or stage.together):
        yield f"{place}: an overlay is beside the stages, neither on the register nor in a group."


def _reaches_itself(ladder: LadderSpec, stage: StageSpec) -> bool:
    seen: set[str] = set()
    ahead = list(stage.builds_on)
    while ahead:
        key = ahead.pop()
        if key == stage.key:
            return True
        if key not in seen:
            seen.add(key)
            ahead += [
                part for other in ladder.stages if other.key == key for part in other.builds_on
            ]
    return False


def _route_faults(ladder: LadderSpec) -> Iterator[str]:
    stages = {stage.key: stage for stage in ladder.stages}
    asked = {item.key for _, item in _asked(ladder)}
    for route in ladder.routes:
        place = f"route {route.words!r}"
        if route.origin not in stages:
            yield f"{place}: comes from {route.origin!r}, which is no stage of this ladder."
        if route.to != OFF and route.to not in stages:
            yield f"{place}: leads to {route.to!r}, which is no stage of this ladder."
        if (route.to == OFF) != (route.direction is Direction.EXIT):
            yield f"{place}: an exit leads off the ladder, and nothing else does."
        if (route.to == route.origin) != (route.direction is Direction.STAY):
            yield f"{place}: staying leads to the same stage, and nothing else does."
        if route.to in stages and stages[route.to].overlay:
            yield f"{place}: leads to {route.to!r}, which sits beside the stages."
        for end in {route.origin, route.to} & set(stages):
            if (first := ladder.recorded_at(end)).key != end:
                yield f"{place}: of stages that run together it is {first.title!r} that counts."
        if unknown := [key for key in route.needs if key not in asked]:
            yield f"{place}: needs {unknown[0]!r}, which nothing asks for."


def _together_faults(ladder: LadderSpec) -> Iterator[str]:
    groups = {stage.together for stage in ladder.stages if stage.together}
    for group in sorted(groups):
        places = [n for n, stage in enumerate(ladder.stages) if stage.together == group]
        members = [ladder.stages[n] for n in places]
        if len(members) == 1:
            yield f"stage {members[0].title!r}: runs together with nothing."
        if places[-1] - places[0] + 1 != len(places):
            yield f"stages together as {group!r}: they do not follow one another."
        if len({(stage.on_register, stage.needs_ehc_plan) for stage in members}) > 1:
            yield f"stages together as {group!r}: some are on the register and some are not."
        if any(other.key in stage.builds_on for stage in members for other in members):
            yield f"stages together as {group!r}: one builds on another and cannot run beside it."


def _requirement_faults(ladder: LadderSpec) -> Iterator[str]:
    kinds = {(kind.evidence, kind.key) for kind in ladder.kinds}
    stages = {stage.key for stage in ladder.stages}
    for place, item in _asked(ladder):
        where = f"{place}, requirement {item.key!r}"
        if item.evidence in NAMED_KINDS and (item.evidence, item.of) not in kinds:
            yield f"{where}: there is no kind of {item.evidence.label} called {item.of!r}."
        if item.every.every is Every.AT_EVERY and not _is_kind(item.every.of, kinds):
            yield f"{where}: asks at every {item.every.of!r}, which is no kind of this ladder."
        if unknown := [key for key in item.stages if key not in stages]:
            yield f"{where}: is for {unknown[0]!r}, which is no stage of this ladder."
        if item.after and item.after.unit in (Unit.MONTHS, Unit.ONGOING):
            yield f"{where}: is first due after a length of time, not {str(item.after)!r}."
        if item.count < 1:
            yield f"{where}: asks for {item.count} of them."


def _is_kind(text: str, kinds: set[tuple[Evidence, str]]) -> bool:
    return text in {f"{evidence.value}:{key}" for evidence, key in kinds}


def _asked(ladder: LadderSpec) -> Iterator[tuple[str, RequirementSpec]]:
    for item in ladder.requirements:
        yield "the whole ladder", item
    for stage in ladder.stages:
        for item in stage.requirements:
            yield f"stage {stage.title!r}", item
