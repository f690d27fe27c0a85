"""The files of the project, as the tests of this folder read them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
ROOMS = (
    "senregister", "reports", "ehcp", "reviews", "provision", "sharing", "stages", "pupils",
    "accounts", "jobs", "schools", "common",
)  # fmt: skip


@cache
def files() -> tuple[str, ...]:
    """Every file that is, or would be, committed; paths from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return tuple(sorted(listed))


def ending(*suffixes: str, under: str = "") -> list[str]:
    """The files with one of these endings, below a folder.

    Git still lists what was deleted, and a run is long: a file counts if it is there when asked.
    """
    named = (path for path in files() if path.endswith(suffixes) and path.startswith(under))
    return [path for path in named if (ROOT / path).is_file()]


def code() -> list[str]:
    """The Python of the rooms, without migrations."""
    inside = tuple(f"{room}/" for room in ROOMS)
    return [
        path for path in ending(".py") if path.startswith(inside) and "/migrations/" not in path
    ]


@cache
def text(path: str) -> str:
    """What a file says."""
    return (ROOT / path).read_text(encoding="utf-8")


def lines(path: str) -> int:
    """How many lines a file has."""
    return len(text(path).splitlines())


def functions(path: str) -> dict[str, int]:
    """The functions of a file and their lengths in lines, without decorators and docstring."""
    found = {}
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and node.body[1:] else node.body[0]
            found[f"{path}:{node.lineno} {node.name}"] = (node.end_lineno or 0) - first.lineno + 1
    return found
