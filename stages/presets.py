"""The ladders a school can start from: five schools' own, and the 2026 proposals.

Each is a TOML file in `stages/presets/`, readable on its own. Pure: files in, values out.
"""

import tomllib
from functools import cache
from pathlib import Path

from stages.checks import check
from stages.ladder import LadderError, LadderSpec
from stages.reading import build

FOLDER = Path(__file__).parent / "presets"
_IN_ORDER = (
    "ludlow-junior",
    "all-saints",
    "my-support-plan",
    "send-overview",
    "eight-steps",
    "reform-layers-2026",
)


@cache
def presets() -> tuple[LadderSpec, ...]:
    """Every preset, in the order they are offered."""
    return tuple(read_file(FOLDER / f"{key}.toml") for key in _IN_ORDER)


def preset(key: str) -> LadderSpec:
    """The preset with this key. Raises `LadderError` when there is none."""
    for ladder in presets():
        if ladder.key == key:
            return ladder
    raise LadderError(f"There is no ladder called {key!r} to start from.")


def read_file(path: Path) -> LadderSpec:
    """The ladder a TOML file holds. Raises `LadderError` naming the place of a fault."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise LadderError(f"{path.name}: {fault}.") from None
    return check(build(LadderSpec, data, path.name))
