"""What the proofs of access share."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from tests.access.world import World, make_world, write_files

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(scope="module")
def made_world(quiet: None, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Both schools, made once for a file of tests on a Monday in term, and undone after it."""
    with time_machine.travel(NOON, tick=True), django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def quiet() -> Iterator[None]:
    """Thousands of requests and no log line of them."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world(made_world: World, db: Any) -> World:
    """The same; what a test changes is undone after it."""
    write_files(made_world)
    return made_world
