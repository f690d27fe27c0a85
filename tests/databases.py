"""The database of a run: made and emptied by its owner, used by a role that security binds.

On PostgreSQL the owner (`DATABASE_OWNER_URL`) migrates a template once for each state of the
migrations; every run and every worker gets a copy of it. The tests themselves connect as the role
of `DATABASE_URL`, which is no superuser and owns nothing, as in production. On SQLite there is
one role only: Django's own set-up is used, and tests that need real commits are skipped.
"""

import gc
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases

TEMPLATE = "senregister_template_"
LOCK = 5290  # any number: whoever holds it is making or copying a template


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, worker_id: str
) -> Iterator[None]:
    """Take the place of pytest-django's fixture of this name."""
    with django_db_blocker.unblock():
        made = _on_postgres(worker_id) if connection.vendor == "postgresql" else _on_sqlite()
        yield from made


def _on_sqlite() -> Iterator[None]:
    with few_collections():
        before = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    yield
    teardown_databases(before, verbosity=0)


def _on_postgres(worker_id: str) -> Iterator[None]:
    name = (
        settings.DATABASES["default"]["TEST"]["NAME"] or f"test_{connection.settings_dict['NAME']}"
    )
    name += "" if worker_id == "master" else f"_{worker_id}"
    owner = owner_settings()
    with _session(owner) as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        template = _template(cursor, owner)
        _drop(cursor, name)
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    with _connected_to({"NAME": name}), pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", Emptying(owner | {"NAME": name}))
        yield
    with _session(owner) as cursor:
        _drop(cursor, name)


def _drop(cursor: Any, name: str) -> None:
    """Drop a database; where PostgreSQL's own vacuum is in it, which is nobody's to end, wait."""
    for _ in range(100):
        try:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except psycopg2.errors.InsufficientPrivilege:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{name} is still in use")


def owner_settings() -> dict[str, Any]:
    """How to connect as the owner; Django's keys."""
    url = os.environ.get("DATABASE_OWNER_URL", "")
    if not url:
        pytest.exit("Tests on PostgreSQL need DATABASE_OWNER_URL: use scripts/with-services.", 2)
    return environ.Env.db_url_config(url)


def _template(cursor: Any, owner: dict[str, Any]) -> str:
    """The name of a database with every migration applied; made when there is none yet."""
    name = template_name()
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [TEMPLATE + "%"])
    found = {row[0] for row in cursor.fetchall()}
    if name in found:
        return name
    for stale in found:
        _drop(cursor, stale)
    building = f"{TEMPLATE}building"
    cursor.execute(f'CREATE DATABASE "{building}"')
    _migrate(owner | {"NAME": building})
    cursor.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name


def template_name() -> str:
    """The database that has all migrations of this tree, and no row of a test."""
    return TEMPLATE + _state_of_migrations()


def _state_of_migrations() -> str:
    sources = [
        *settings.BASE_DIR.glob("*/migrations/*.py"),
        settings.BASE_DIR / "schools/fences.py",
    ]
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    digest.update(repr(settings.INSTALLED_APPS).encode())
    for path in sorted(sources):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _migrate(owner: dict[str, Any]) -> None:
    with _session(owner) as cursor:
        cursor.execute((settings.BASE_DIR / "deploy/postgres/grants.sql").read_text())
    with _connected_to(owner), few_collections():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def few_collections() -> Iterator[None]:
    """Migrating makes every model many times over; half of its time went into looking for waste."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _connected_to(change: dict[str, Any]) -> Iterator[None]:
    """Django's connection, pointed elsewhere for a while."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(change)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)


@contextmanager
def _session(who: dict[str, Any]) -> Iterator[Any]:
    """A cursor of its own connection, past Django and every transaction of the test."""
    session = psycopg2.connect(
        dbname=who["NAME"],
        user=who["USER"],
        password=who["PASSWORD"],
        host=who["HOST"],
        port=who["PORT"],
    )
    session.autocommit = True
    try:
        with session.cursor() as cursor:
            yield cursor
    finally:
        session.close()


def gather_statistics() -> None:
    """Do what PostgreSQL does by itself within a minute of a load, so that it plans with figures.

    For tests that commit and then measure; the application may not do it to tables of the owner.
    """
    if connection.vendor == "postgresql":
        with _session(owner_settings() | {"NAME": connection.settings_dict["NAME"]}) as cursor:
            cursor.execute("ANALYZE")


class Emptying:
    """After a test that committed, the owner empties what was written (the application may not).

    Row-level security hides the rows from the owner too, so a table counts as written to when it
    takes up space. Tables that migrations filled are left alone.
    """

    def __init__(self, owner: dict[str, Any]) -> None:
        self.owner = owner
        with _session(owner) as cursor:
            self.kept = _tables_with_content(cursor)

    def __call__(self) -> None:
        connection.close()
        with _session(self.owner) as cursor:
            written = sorted(_tables_with_content(cursor) - self.kept)
            if written:
                cursor.execute("SET lock_timeout = '20s'; SET client_min_messages = 'warning'")
                tables = ", ".join(f'"{table}"' for table in written)
                cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


def _tables_with_content(cursor: Any) -> set[str]:
    cursor.execute(
        "SELECT relname FROM pg_class JOIN pg_namespace AS spaces ON spaces.oid = relnamespace"
        " WHERE relkind = 'r' AND nspname = 'public' AND pg_relation_size(pg_class.oid) > 0"
    )
    return {row[0] for row in cursor.fetchall()}


def commits(item: pytest.Item) -> bool:
    """Whether a test commits for real, and so cannot be undone by a rollback."""
    marker = item.get_closest_marker("django_db")
    asked = marker is not None and (marker.kwargs.get("transaction") or marker.args[:1] == (True,))
    names = getattr(item, "fixturenames", ())
    return bool(asked) or "transactional_db" in names or "live_server" in names
