"""What a plan of each kind begins with: one TOML file a kind, in `provision/starts/`.

A kind of a school's own has sections for what its ladder says it holds, or those of `own.toml`.
Pure: files in, values out.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from provision.sections import SectionsError, SectionSpec, Sort, read_sections
from stages.ladder import Kind
from stages.vocabulary import Evidence

FOLDER = Path(__file__).parent / "starts"
OWN = "own"
_SORTS = {
    "outcome": Sort.TARGETS,
    "target": Sort.TARGETS,
    "strateg": Sort.STRATEGIES,
    "avoid": Sort.AVOID,
    "parent": Sort.PARENT_VOICE,
    "pupil": Sort.PUPIL_VOICE,
}


@dataclass(frozen=True)
class Start:
    """A template as it comes: the ladder's kind it is for, its name, its sections."""

    evidence: Evidence
    key: str
    name: str
    short: str
    note: str
    is_proposal: bool
    sections: tuple[SectionSpec, ...]


@cache
def starts() -> Mapping[tuple[str, str], Start]:
    """Every start there is a file for, by what it counts as and its key."""
    found = [_read(path) for path in sorted(FOLDER.glob("*.toml"))]
    return {(start.evidence.value, start.key): start for start in found}


def start_for(kind: Kind) -> Start | None:
    """What a plan of a ladder's kind begins with; `None` for a kind that is no plan of a child."""
    known = starts().get((kind.evidence.value, kind.key))
    if known:
        return replace(known, name=kind.name, short=kind.short)
    if kind.evidence is not Evidence.PLAN:
        return None
    own = starts()[Evidence.PLAN.value, OWN]
    sections = _from_holds(kind.holds) if kind.holds else own.sections
    return replace(own, key=kind.key, name=kind.name, short=kind.short, sections=sections)


def _from_holds(holds: tuple[str, ...]) -> tuple[SectionSpec, ...]:
    """A section for each thing the ladder says a kind of plan holds."""
    found: list[SectionSpec] = []
    for place, words in enumerate(holds, start=1):
        sort = next((sort for part, sort in _SORTS.items() if part in words.lower()), Sort.TEXT)
        if any(section.sort is sort for section in found):
            sort = Sort.TEXT
        key = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:36] or "part"
        found.append(SectionSpec(f"{key}_{place}", words[:80], sort))
    return tuple(found)


def _read(path: Path) -> Start:
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return Start(
            evidence=Evidence(data.pop("evidence", Evidence.PLAN.value)),
            key=data.pop("key"),
            name=data.pop("name"),
            short=data.pop("short", ""),
            note=data.pop("note", ""),
            is_proposal=data.pop("proposal", False),
            sections=tuple(read_sections(data.pop("sections"))),
        )
    except (KeyError, SectionsError) as fault:
        raise SectionsError(f"{path.name}: {fault}") from None
