"""Every migration can be taken back, and the database is left as bare as it was found."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg2.extensions import parse_dsn

from tests.databases import LOCK, template_name
from tests.selection import FULL

ROOMS = {
    config.label
    for config in apps.get_app_configs()
    if Path(config.path).parent == settings.BASE_DIR
}


def test_every_operation_says_it_can_be_undone() -> None:
    """No migration of ours is a one-way street."""
    loader = MigrationLoader(None)
    for (room, name), migration in loader.disk_migrations.items():
        if room in ROOMS:
            assert all(step.reversible for step in migration.operations), f"{room} {name}"


@contextmanager
def as_owner(url: str) -> Iterator[Any]:
    """A cursor of the owner's own, outside every transaction."""
    session = psycopg2.connect(**parse_dsn(url))
    session.autocommit = True
    try:
        with session.cursor() as cursor:
            yield cursor
    finally:
        session.close()


@pytest.fixture
def scratch_url(tmp_path: Path, django_db_setup: None) -> Iterator[str]:
    """A database of the kind these tests run on; gives its address.

    Empty for the full count, else a copy of the one that was migrated for this run.
    """
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'scratch.sqlite3'}"
        return
    url, name = os.environ["DATABASE_OWNER_URL"], f"senregister_scratch_{os.getpid()}"
    copied = "" if FULL else f' TEMPLATE "{template_name()}"'
    with as_owner(url) as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute(f"CREATE DATABASE {name}{copied}")
    yield f"{url.rpartition('/')[0]}/{name}"
    with as_owner(url) as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


THERE_AND_BACK = """
import gc, django
gc.set_threshold(200_000, 20, 20)  # as tests.databases.few_collections
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
def applied():
    return set(MigrationRecorder(connection).applied_migrations())
call_command("migrate", verbosity=0, skip_checks=True)
everything = applied()
executor = MigrationExecutor(connection)
graph = executor.loader.graph
back = {node for first in FIRST for node in graph.backwards_plan(first)}
forward = executor.migration_plan(graph.leaf_nodes(), clean_start=True)
plan = [(step, True) for step, _ in reversed(forward) if (step.app_label, step.name) in back]
executor.migrate([], plan=plan)
assert applied() == everything - back, applied()
call_command("migrate", verbosity=0, skip_checks=True)
assert applied() == everything
"""
NEWEST = 2


def first_taken_back() -> list[tuple[str, str]]:
    """The earliest migration of each room that is taken back, with all that builds on it."""
    disk = MigrationLoader(None).disk_migrations
    names = {room: sorted(name for label, name in disk if label == room) for room in sorted(ROOMS)}
    return [(room, own[0 if FULL else -NEWEST :][0]) for room, own in names.items() if own]


@pytest.mark.budget(180)
def test_all_migrations_go_there_and_back(scratch_url: str, tmp_path: Path) -> None:
    """All the way back, and forward again: fences and triggers included.

    Quick: the newest two of each room, and what builds on them, from a copy of this run's
    database; `make verify`: from an empty database to the last, to nothing, and to the last.
    """
    done = subprocess.run(
        [sys.executable, "-c", f"FIRST = {first_taken_back()}\n{THERE_AND_BACK}"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": scratch_url,
            "SENREGISTER_VAR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "senregister.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
