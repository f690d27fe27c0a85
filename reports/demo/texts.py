"""The names and words of the demo, read from their files once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def names() -> dict[str, Any]:
    """Names of children and adults, streets, other schools (`names.toml`)."""
    return tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))


@cache
def words() -> dict[str, Any]:
    """What staff write, by type of need and by occasion (`words.toml`)."""
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))
