"""Which tests run where, and how long each may take."""

import os
from collections.abc import Generator

import pytest
from django.db import connection

from tests.databases import commits

FULL = os.environ.get("SENREGISTER_FULL") == "1"
# What of a school must hold on the embedded database too.
SMOKE = ("tests/access/test_scope.py", "tests/schools/test_append_only.py", "tests/smoke/")
QUICK_SECONDS = 20.0
# A neighbour can slow a machine threefold without a sign: only more than that counts as slow.
PATIENCE = 3
NO_COMMITS_ON_SQLITE = (
    "commits for real: what it writes is append-only, and SQLite has no owner role"
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out full counts unless asked for; skip what SQLite cannot undo."""
    full = [item for item in items if item.get_closest_marker("verify")]
    if full and not FULL:
        config.hook.pytest_deselected(items=full)
        items[:] = [item for item in items if item not in full]
    for item in items:
        if item.nodeid.startswith(SMOKE):
            item.add_marker(pytest.mark.smoke)
        if connection.vendor == "sqlite" and commits(item):
            item.add_marker(pytest.mark.skip(reason=NO_COMMITS_ON_SQLITE))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test over its budget fails: a slow one says so with `@pytest.mark.budget(seconds)`."""
    report = yield
    marker = item.get_closest_marker("budget")
    allowed = float(marker.args[0]) if marker else QUICK_SECONDS
    late = report.duration > allowed * PATIENCE
    if call.when == "call" and report.passed and late and not FULL:
        report.outcome = "failed"
        report.longrepr = f"Took {report.duration:.1f} s of the {allowed:.0f} s it may take."
    return report
