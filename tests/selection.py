"""Which tests run where and in which order, what of many a quick run takes, how long each may take.

`SENREGISTER_FULL=1` (`make verify`) is the one way to ask for full counts; `FULL` says so.
"""

import os
import random
from collections.abc import Generator, Iterable
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar
from zlib import crc32

import pytest
from django.db import connection

from tests.databases import commits

Alike = TypeVar("Alike")

FULL = os.environ.get("SENREGISTER_FULL") == "1"
# What of a school must hold on the embedded database too.
SMOKE = ("tests/access/test_scope.py", "tests/schools/test_append_only.py", "tests/smoke/")
QUICK_SECONDS = 20.0
# A neighbour can slow a machine threefold without a sign: only more than that counts as slow.
PATIENCE = 3
NO_COMMITS_ON_SQLITE = (
    "commits for real: what it writes is append-only, and SQLite has no owner role"
)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None, None, None]:
    """Leave out full counts unless asked for; skip what SQLite cannot undo.

    Once shuffled, files with long tests come first, so that none is alone at the end.
    """
    left = [item for item in items if not FULL and _waits_for_full(item, _seed(config))]
    if left:
        config.hook.pytest_deselected(items=left)
        out = set(left)
        items[:] = [item for item in items if item not in out]
    for item in items:
        if item.nodeid.startswith(SMOKE):
            item.add_marker(pytest.mark.smoke)
        if connection.vendor == "sqlite" and commits(item):
            item.add_marker(pytest.mark.skip(reason=NO_COMMITS_ON_SQLITE))
    yield
    longest: dict[Path, float] = {}
    for item in items:
        longest[item.path] = max(longest.get(item.path, 0), _budget(item))
    items.sort(key=lambda item: -longest[item.path])


def _seed(config: pytest.Config) -> int:
    """The run's seed; where tests are not shuffled, the day's."""
    return int(config.getoption("randomly_seed", 0) or date.today().toordinal())  # noqa: DTZ011


def _waits_for_full(item: pytest.Item, seed: int) -> bool:
    """Whether a quick run leaves a test out: for the full count, or not of this seed's slice."""
    if item.get_closest_marker("verify"):
        return True
    marker = item.get_closest_marker("sliced")
    return marker is not None and crc32(f"{seed} {item.nodeid}".encode()) % marker.args[0] != 0


def _budget(item: pytest.Item) -> float:
    marker = item.get_closest_marker("budget")
    return float(marker.args[0]) if marker else QUICK_SECONDS


class Part(Protocol):
    """Gives one in so many of things that are alike, in their order."""

    def __call__(self, things: Iterable[Alike], *, one_in: int) -> list[Alike]: ...


@pytest.fixture
def part(request: pytest.FixtureRequest) -> Part:
    """A slice of many that are alike, by the run's seed; all of them in the full count."""
    seed = request.config.getoption("randomly_seed", 0)
    request.node.add_report_section(
        "setup", "slice", f"--randomly-seed={seed} takes this slice again; `make verify` takes all"
    )

    def take(things: Iterable[Alike], *, one_in: int) -> list[Alike]:
        listed = list(things)
        if FULL:
            return listed
        chosen = random.Random(seed).sample(range(len(listed)), -(-len(listed) // one_in))
        return [listed[place] for place in sorted(chosen)]

    return take


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test over its budget fails: a slow one says so with `@pytest.mark.budget(seconds)`."""
    report = yield
    allowed = _budget(item)
    late = report.duration > allowed * PATIENCE
    if call.when == "call" and report.passed and late and not FULL:
        report.outcome = "failed"
        report.longrepr = f"Took {report.duration:.1f} s of the {allowed:.0f} s it may take."
    return report
