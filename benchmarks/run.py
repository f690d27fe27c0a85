"""Runs the benchmarks and prints their figures as a table: `make bench`."""

import json
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
OPTIONS = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--show-capture=no"]
FOUND = ["-o", "python_files=bench_*.py", "-o", "python_functions=bench_*"]


def main() -> int:
    """Run all of them, or those named on the command line; 0 when each gave its figures."""
    sys.path.insert(0, str(HERE.parent))
    status = pytest.main([*OPTIONS, *FOUND, *(sys.argv[1:] or [str(HERE)])])
    if status == 0:
        sys.stdout.write(table(json.loads((HERE / "results.json").read_text())))
    return int(status)


def table(figures: dict[str, dict[str, float]]) -> str:
    """One line for each page: how long, how many times the floor, queries, bytes."""
    columns = ["ms", "times_floor", "queries", "bytes", "bytes_gzip"]
    lines = [f"{'':24}" + "".join(f"{name:>12}" for name in columns)]
    for name, row in sorted(figures.items()):
        lines.append(f"{name:24}" + "".join(f"{row.get(column, ''):>12}" for column in columns))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
