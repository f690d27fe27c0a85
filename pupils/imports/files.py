"""From a file of either kind to a plan: the one way that pages, jobs and commands take."""

from datetime import date
from typing import Any, BinaryIO

from pupils.imports.choices import Choices
from pupils.imports.columns import Chosen
from pupils.imports.ctf import read_ctf
from pupils.imports.incoming import Incoming, Problem
from pupils.imports.known import gather
from pupils.imports.plan import Plan
from pupils.imports.planner import make_plan
from pupils.imports.rows import read_spreadsheet
from pupils.models import PupilImport


def read_file(file: BinaryIO, kind: str, today: date, chosen: Chosen | None = None) -> Incoming:
    """What a file says, with what was said of its columns (`columns`).

    Raises `common.tabular.Unreadable` with one plain sentence.
    """
    if kind == PupilImport.Kind.CTF:
        return read_ctf(file, today=today)
    return read_spreadsheet(file, today=today, chosen=chosen)


def dry_run(
    file: BinaryIO,
    kind: str,
    today: date,
    *,
    add_classes: bool = False,
    choices: Choices | None = None,
) -> Plan:
    """What a file would change in the school one is acting in. Nothing is written."""
    incoming = read_file(file, kind, today)
    return make_plan(incoming, gather(today), today, add_classes=add_classes, choices=choices)


def as_json(plan: Plan, *, done: bool) -> dict[str, Any]:
    """The plan under the keys of commands.md; with errors and not a dry run nothing was done."""
    return {
        "created": len(plan.created) if done else 0,
        "updated": len(plan.updated) if done else 0,
        "unchanged": len(plan.unchanged) if done else 0,
        "errors": [_problem(problem) for problem in plan.errors],
        "warnings": [_problem(problem) for problem in plan.warnings],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"row": problem.row, "column": problem.column, "problem": problem.problem}
