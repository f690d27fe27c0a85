"""What the benchmarks have at hand: the tests' databases and cast, and a place for figures."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest_plugins = [
    "tests.databases",
    "tests.selection",
    "tests.surroundings",
    "tests.cast",
    "tests.people",
]

RESULTS = Path(__file__).parent / "results.json"
Figures = dict[str, dict[str, float]]


@pytest.fixture(scope="session")
def figures() -> Iterator[Figures]:
    """The figures of a run by name of page; written to `results.json` at its end."""
    found: Figures = {}
    yield found
    RESULTS.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n")
