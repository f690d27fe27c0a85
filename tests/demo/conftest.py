"""The demo, loaded once for the tests of a module and taken back after them."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection, models, transaction

from reports.demo.demo import load_demo
from schools.models import School
from schools.tenancy import SchoolOwned, school_scope

NOW = "2026-11-23 10:00"
# What is not made up: numbers the database gives, and moments of the loading itself.
NOT_COUNTED = frozenset(
    {"id", "uid", "recorded_at", "history_id", "history_date", "request_id", "pupil_ids"}
    | {"contact_ids", "payload"}  # they name rows by number
    | {"file"}  # it lies under a random name
)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The two schools of the demo as they are on 23 November 2026, and what `--json` prints."""
    with time_machine.travel(NOW), django_db_blocker.unblock(), transaction.atomic():
        told = load_demo(schools=2, pupils=None, seed=2026)
        _plan_without_statistics()
        yield told
        transaction.set_rollback(True)


def _plan_without_statistics() -> None:
    """PostgreSQL knows nothing yet of rows that are not committed, and would nest all its loops."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_nestloop = off")


def content_of(school: School) -> str:
    """A hash of everything a school's rows say, whatever numbers the database gave them."""
    with school_scope(school, writes=False):
        owned = [model for model in apps.get_models() if issubclass(model, SchoolOwned)]
        lines = sorted(line for model in owned for line in _lines(model))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _lines(model: type[models.Model]) -> Iterator[str]:
    fields = [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in NOT_COUNTED and not field.is_relation
    ]
    for row in model.objects.values(*fields):  # type: ignore[attr-defined]  # every model has it
        yield json.dumps([model.__name__, row], default=str, sort_keys=True)
