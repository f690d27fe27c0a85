"""The versions of the ladder, and what a ladder can be compared with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils import timezone

from common.dates import long_date
from stages.contexts.compare import compare
from stages.drafting import Bench
from stages.editing.copying import as_ours
from stages.ladder import LadderSpec
from stages.models import LadderVersion
from stages.presets import preset, presets
from stages.storing import read_version

Comparable = tuple[str, str, Callable[[], LadderSpec]]


@dataclass(frozen=True)
class VersionLine:
    """One version: who published it when and why, and how much it changed."""

    pk: int
    number: int
    name: str
    by: str
    on: str
    reason: str
    changed: Sequence[str]
    before: int


def version_lines() -> list[VersionLine]:
    """Every version, the newest first, each with the stages it changed; five queries a version."""
    rows = list(LadderVersion.objects.published().select_related("published_by"))
    specs = [read_version(row) for row in rows]
    return [
        _line(row, spec, specs[place + 1] if place + 1 < len(specs) else None)
        for place, (row, spec) in enumerate(zip(rows, specs, strict=True))
    ]


def _line(row: LadderVersion, spec: LadderSpec, before: LadderSpec | None) -> VersionLine:
    assert row.published_by is not None  # held by a constraint
    assert row.published_at is not None
    return VersionLine(
        pk=row.pk,
        number=row.number,
        name=row.name,
        by=row.published_by.name,
        on=long_date(timezone.localdate(row.published_at)),
        reason=row.reason,
        changed=_changed(before, spec) if before else [],
        before=row.number - 1 if before else 0,
    )


def _changed(before: LadderSpec, spec: LadderSpec) -> list[str]:
    found = compare(before, spec)
    lines = [f"{stage.title} ({stage.kind})" for stage in found.stages]
    lines += ["the order of stages"] if found.order else []
    return lines + (["the ladder as a whole"] if found.whole else [])


def ladders_to_compare(desk: Bench) -> list[tuple[str, list[Comparable]]]:
    """Versions, the draft and the presets, each with how to get it. One query."""
    ours: list[Comparable] = []
    if desk.row:
        ours.append(("draft", "The draft", lambda: desk.spec))
    ours += [
        (f"version:{row.number}", _said(row, desk), partial(read_version, row))
        for row in LadderVersion.objects.published()
    ]
    started = desk.ladder.started_from
    theirs: list[Comparable] = [
        (f"preset:{spec.key}", spec.name, partial(_preset, spec.key, started)) for spec in presets()
    ]
    return [("This school", ours), ("Presets", theirs)]


def _preset(key: str, started_from: str) -> LadderSpec:
    return as_ours(preset(key), started_from)


def _said(row: LadderVersion, desk: Bench) -> str:
    return f"Version {row.number}, in use" if row.pk == desk.in_use.pk else f"Version {row.number}"
