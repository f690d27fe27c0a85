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
def scratch_url(tmp_path: Path) -> Iterator[str]:
    """An empty database of the kind these tests run on; gives its address."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'scratch.sqlite3'}"
        return
    url, name = os.environ["DATABASE_OWNER_URL"], f"senregister_scratch_{os.getpid()}"
    with as_owner(url) as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield f"{url.rpartition('/')[0]}/{name}"
    with as_owner(url) as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


THERE_AND_BACK = """
import django
django.setup()
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
from django.db import connection
call_command("migrate", verbosity=0, skip_checks=True)
for room in ("schools", "accounts"):
    call_command("migrate", room, "zero", verbosity=0, skip_checks=True)
left = {room for room, _name in MigrationRecorder(connection).applied_migrations()}
assert not left & set(ROOMS), left
call_command("migrate", verbosity=0, skip_checks=True)
"""


@pytest.mark.budget(180)
def test_all_migrations_go_there_and_back(scratch_url: str, tmp_path: Path) -> None:
    """Forward, all the way back, and forward again: fences and triggers included."""
    done = subprocess.run(
        [sys.executable, "-c", f"ROOMS = {sorted(ROOMS)}\n{THERE_AND_BACK}"],
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
