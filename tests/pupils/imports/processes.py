"""Processes of their own for import tests: one to measure, one to kill."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection


def environment(private: Path) -> dict[str, str]:
    """The environment in which another process uses this test's database and its files."""
    return os.environ | {
        "DATABASE_URL": _address(),
        "SENREGISTER_VAR": str(private.parent),
        "PYTHONPATH": str(settings.BASE_DIR),
    }


def _address() -> str:
    where = connection.settings_dict
    password = f":{where['PASSWORD']}" if where["PASSWORD"] else ""
    host = f"{where['USER']}{password}@{where['HOST']}:{where['PORT']}"
    return f"postgres://{host}/{where['NAME']}"


def figures(
    path: Path, slug: str, private: Path, bench: str = "import_bench", *more: str
) -> dict[str, Any]:
    """What a benchmark (the dry run, or the job of a refresh) measures in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{bench}", str(path), "--school", slug, *more],
        env=environment(private),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def worker(school_id: int, job_id: int, mark: Path, private: Path) -> "subprocess.Popen[bytes]":
    """A worker that begins the job, writes half of it, makes `mark`, and waits to be killed."""
    module = "tests.pupils.imports.stopping_worker"
    return subprocess.Popen(
        [sys.executable, "-m", module, str(school_id), str(job_id), str(mark)],
        env=environment(private),
        cwd=settings.BASE_DIR,
    )
