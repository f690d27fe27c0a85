"""A preset as the content of a draft. Pure.

A stage's key names the same stage in every version, so a preset of another document may not bring
its own `stage-3` into a ladder whose `stage-3` is something else: children would seem to be at it.
"""

from dataclasses import replace

from stages.ladder import OFF, LadderSpec, RequirementSpec, RouteSpec, StageSpec


def as_ours(preset: LadderSpec, started_from: str) -> LadderSpec:
    """A preset under keys that mean the same as in the school's other versions.

    That is its own keys for the document the school started from, else keys of that preset alone;
    so the same preset copied twice names the same stages.
    """
    if preset.key == started_from:
        return preset
    return _Renamed(preset.key).ladder(preset)


class _Renamed:
    def __init__(self, name: str) -> None:
        self.name = name

    def key(self, key: str) -> str:
        """A key within this preset's own names; leaving the ladder stays what it is."""
        return key if key == OFF else f"{self.name[:15].strip('-')}-{key}"

    def keys(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.key(key) for key in keys)

    def ladder(self, spec: LadderSpec) -> LadderSpec:
        return replace(
            spec,
            stages=tuple(self.stage(stage) for stage in spec.stages),
            routes=tuple(self.route(route) for route in spec.routes),
            requirements=self.asked(spec.requirements),
        )

    def stage(self, stage: StageSpec) -> StageSpec:
        return replace(
            stage,
            key=self.key(stage.key),
            builds_on=self.keys(stage.builds_on),
            requirements=self.asked(stage.requirements),
        )

    def route(self, route: RouteSpec) -> RouteSpec:
        return replace(
            route,
            origin=self.key(route.origin),
            to=self.key(route.to),
            needs=self.keys(route.needs),
        )

    def asked(self, items: tuple[RequirementSpec, ...]) -> tuple[RequirementSpec, ...]:
        return tuple(
            replace(item, key=self.key(item.key), stages=self.keys(item.stages)) for item in items
        )
