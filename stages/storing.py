"""A ladder between its two homes: the value of `stages.ladder` and the rows of `stages.models`."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from stages.ladder import OFF, LadderSpec, LinkSpec, RequirementSpec, RouteSpec, StageSpec
from stages.models import Ladder, LadderVersion, Link, Requirement, Route, Stage
from stages.reading import build, dump

MOST_KEPT = 400
_published: dict[UUID, LadderSpec] = {}
_NESTED = {"stages", "routes", "requirements", "links"}


def store(*, ladder: Ladder, spec: LadderSpec, number: int, by: User) -> LadderVersion:
    """Write a ladder's value as a published version, in one insert for each table."""
    version = LadderVersion(
        school=ladder.school, ladder=ladder, number=number, published_at=timezone.now()
    )
    version.published_by = by
    store_head(version, spec)
    store_rows(version, spec)
    return version


def store_head(version: LadderVersion, spec: LadderSpec) -> None:
    """Save a version with what its own row holds of a ladder."""
    _fill(version, spec)
    version.save()


def store_rows(version: LadderVersion, spec: LadderSpec) -> None:
    """Write the stages, requirements, links and routes of a version that has none yet."""
    stages = {
        part.key: _fill(Stage(school=version.school, ladder_version=version, order=order), part)
        for order, part in enumerate(spec.stages, start=1)
    }
    Stage.objects.bulk_create(stages.values())
    owned: list[tuple[Stage | None, Any]] = [(None, spec)]
    owned += [(stages[part.key], part) for part in spec.stages]
    _store_parts(Requirement, version, ((stage, part.requirements) for stage, part in owned))
    _store_parts(Link, version, ((stage, part.links) for stage, part in owned))
    Route.objects.bulk_create(
        _route(version, stages, order, route) for order, route in enumerate(spec.routes, start=1)
    )


def published_ladder(version: LadderVersion) -> LadderSpec:
    """The value of a published version, read once in a process: it is never changed again.

    Four queries the first time, none after that. Kept by `uid`, which no other row ever has.
    """
    if version.uid not in _published:
        if len(_published) >= MOST_KEPT:
            _published.clear()
        _published[version.uid] = read_version(version)
    return _published[version.uid]


def read_version(version: LadderVersion) -> LadderSpec:
    """The value a version holds; four queries whatever its size."""
    stages = list(Stage.objects.filter(ladder_version=version).order_by("order"))
    keys = {stage.pk: stage.key for stage in stages}
    asked = _by_stage(Requirement.objects.filter(ladder_version=version).order_by("order"))
    links = _by_stage(Link.objects.filter(ladder_version=version).order_by("order"))
    routes = Route.objects.filter(ladder_version=version).order_by("order")
    data = _plain(version, LadderSpec) | {
        "stages": [
            _plain(stage, StageSpec)
            | {"requirements": asked.get(stage.pk, []), "links": links.get(stage.pk, [])}
            for stage in stages
        ],
        "routes": [_plain_route(route, keys) for route in routes],
        "requirements": asked.get(None, []),
        "links": links.get(None, []),
    }
    return build(LadderSpec, data, version.name)


def _fill(row: Any, spec: Any) -> Any:
    """Copy the fields a row has of a value: phrases as text, nothing as an empty text."""
    for name, value in dump(spec).items():
        if name not in _NESTED or isinstance(spec, RequirementSpec):
            empty = value is None and not row._meta.get_field(name).null
            setattr(row, name, "" if empty else value)
    return row


def _store_parts(
    model: type[Requirement | Link],
    version: LadderVersion,
    owned: Iterable[tuple[Stage | None, Iterable[Any]]],
) -> None:
    rows: list[Any] = []
    for stage, parts in owned:
        for part in parts:
            row = model(
                school=version.school, ladder_version=version, stage=stage, order=len(rows) + 1
            )
            rows.append(_fill(row, part))
    model.objects.bulk_create(rows)


def _route(version: LadderVersion, stages: dict[str, Stage], order: int, spec: RouteSpec) -> Route:
    data = dump(spec)
    origin, to = data.pop("origin"), data.pop("to")
    return Route(
        school=version.school,
        ladder_version=version,
        order=order,
        from_stage=stages[origin],
        to_stage=None if to == OFF else stages[to],
        **data,
    )


def _plain(row: Model, cls: type) -> dict[str, Any]:
    own = {field.name for field in row._meta.concrete_fields}
    return {field.name: getattr(row, field.name) for field in fields(cls) if field.name in own}


def _plain_route(route: Route, keys: dict[int, str]) -> dict[str, Any]:
    to = OFF if route.to_stage_id is None else keys[route.to_stage_id]
    return _plain(route, RouteSpec) | {"origin": keys[route.from_stage_id], "to": to}


def _by_stage(rows: Iterable[Any]) -> dict[int | None, list[dict[str, Any]]]:
    found: dict[int | None, list[dict[str, Any]]] = {}
    for row in rows:
        cls = RequirementSpec if isinstance(row, Requirement) else LinkSpec
        found.setdefault(row.stage_id, []).append(_plain(row, cls))
    return found
