"""Sizes: what a newcomer can read in one go (architecture.md, "Style")."""

from statistics import median

import pytest

from tests.consistency.tree import code, ending, functions, lines

# The few that may be longer, and why.
LONGER = {
    "senregister/settings.py": "one settings file instead of a tree; every line is one fact",
}
BUDGETS = {
    "code": (code(), 300),
    "tests": (ending(".py", under="tests/"), 400),
    "templates": (ending(".html", under="templates/"), 120),
    "styles": (ending(".css", ".js", under="static/"), 300),
}


@pytest.mark.parametrize("kind", BUDGETS)
def test_files_keep_their_budget(kind: str) -> None:
    """Code to 300 lines, tests to 400, templates to 120; longer only with a reason."""
    paths, budget = BUDGETS[kind]
    over = {path: lines(path) for path in paths if lines(path) > budget and path not in LONGER}
    assert not over, f"over {budget} lines: {over}"


def test_reasons_are_still_needed() -> None:
    """A file that became short again loses its place in the list."""
    budgets = {path: budget for paths, budget in BUDGETS.values() for path in paths}
    assert all(lines(path) > budgets[path] for path in LONGER)


def test_functions_are_small() -> None:
    """Half of all functions have nine lines or fewer, and none more than fifty."""
    sizes = {name: size for path in code() for name, size in functions(path).items()}
    assert not {name: size for name, size in sizes.items() if size > 50}
    assert median(sizes.values()) <= 9
