"""Targets and strategies to begin with, by area and type of need: one TOML file an area.

They are a start for somebody who knows the child, never a plan: who helps, where a child starts
and by when are left to say. Pure: files in, values out.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class BankTarget:
    """A target: what, how it is known, and how often one works at it.

    `area` is the code of a `NeedArea`, `types` those of `NeedType`.
    """

    area: str
    what: str
    measure: str
    how_often: str
    types: tuple[str, ...]


@dataclass(frozen=True)
class BankStrategy:
    """Something adults do that helps."""

    area: str
    words: str
    types: tuple[str, ...]


@dataclass(frozen=True)
class Bank:
    """What there is to choose from."""

    targets: tuple[BankTarget, ...]
    strategies: tuple[BankStrategy, ...]

    def for_areas(self, *areas: str) -> "Bank":
        """What is there for these areas of need; everything where none is named."""
        if not areas:
            return self
        return Bank(
            tuple(row for row in self.targets if row.area in areas),
            tuple(row for row in self.strategies if row.area in areas),
        )

    def fitting(self, *types: str) -> "Bank":
        """The same, with what fits these types of need first."""

        def first(row: BankTarget | BankStrategy) -> bool:
            return not set(row.types) & set(types)

        targets, strategies = sorted(self.targets, key=first), sorted(self.strategies, key=first)
        return Bank(tuple(targets), tuple(strategies))


@cache
def bank() -> Bank:
    """The whole bank, area by area, in the order of its files."""
    files = [
        tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))
    ]
    return Bank(
        tuple(BankTarget(**_row(row, held)) for held in files for row in held["targets"]),
        tuple(BankStrategy(**_row(row, held)) for held in files for row in held["strategies"]),
    )


def _row(row: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
    return {**row, "area": held["area"], "types": tuple(row["types"])}
