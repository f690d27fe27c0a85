"""A real worker, killed in the middle of its work: undone, said so, and then done once.

In both set-ups: SQLite with the filesystem broker, which loses a message its reader died with; and
PostgreSQL with Redis.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

Environment = dict[str, str]
WORKER = ["-m", "celery", "-A", "senregister", "worker", "--pool", "solo", "--concurrency", "1"]
QUIET = ["--loglevel", "ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat"]

on_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql" or not os.environ.get("REDIS_URL"),
    reason="needs PostgreSQL and Redis",
)


@pytest.fixture
def embedded(tmp_path: Path) -> Environment:
    """SQLite and the filesystem broker, in a folder of its own."""
    return {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'register.sqlite3'}",
        "SENREGISTER_VAR": str(tmp_path),
        "REDIS_URL": "",
    }


@pytest.fixture
def production(transactional_db: None, tmp_path: Path) -> Environment:
    """This run's PostgreSQL, and a Redis database of its own."""
    where = connection.settings_dict
    name = f"{where['USER']}@{where['HOST']}:{where['PORT']}/{where['NAME']}"
    return {
        "DATABASE_URL": f"postgres://{name}",
        "SENREGISTER_VAR": str(tmp_path),
        "REDIS_URL": f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{os.getpid() % 14 + 1}",
    }


def step(name: str, where: Environment, folder: Path) -> Any:
    """Take a step of the site in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.jobs.site", name, str(folder)],
        env=os.environ | where,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@contextmanager
def worker(where: Environment) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker like the site's own; killed in the end, if it still lives."""
    process = subprocess.Popen(
        [sys.executable, *WORKER, *QUIET, "--include", "tests.jobs.tasks"],
        env=os.environ | where,
        cwd=settings.BASE_DIR,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def until(done: Callable[[], Any], seconds: float = 200) -> None:
    """Wait for what another process does."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.5)


def killed_and_done(where: Environment, folder: Path) -> None:
    """The story, in one set-up."""
    (folder / "stop").touch()
    asked = step("begin", where, folder)
    with worker(where):
        until((folder / "half-way").exists)
    left = step("tick", where, folder)
    assert left == {"state": "running", "attempts": 1, "contacts": 0, "history": []}
    (folder / "stop").unlink()
    (folder / "half-way").unlink()
    step("lapse", where, folder)
    with worker(where):
        until((folder / "half-way").exists)  # asking for the state costs a process each time
        until(lambda: step("state", where, folder)["state"] != "running")
    found = step("state", where, folder)
    assert found == {
        "state": "done",
        "attempts": 2,
        "contacts": 1,
        "history": [[asked["person"], "asked-1"]],
    }


@pytest.mark.budget(300)
def test_killed_on_sqlite_with_the_filesystem_broker(embedded: Environment, tmp_path: Path) -> None:
    """The broker has lost the message with the worker; the row has not, and beat wakes another."""
    killed_and_done(embedded, tmp_path)


@on_postgres
@pytest.mark.budget(300)
def test_killed_on_postgresql_with_redis(production: Environment, tmp_path: Path) -> None:
    """The same in production's set-up."""
    killed_and_done(production, tmp_path)
