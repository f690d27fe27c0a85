"""What the tests of background work share."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from jobs.actions import start_job
from jobs.models import Job
from schools.tenancy import school_scope
from tests.cast import Cast


@pytest.fixture
def clock() -> Iterator[Any]:
    """A clock the test can move; it stands still otherwise."""
    noon = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/London"))
    with time_machine.travel(noon, tick=False) as traveller:
        yield traveller


@pytest.fixture
def job(cast: Cast, clock: Any) -> Job:
    """Work the office asked for; nobody has begun it."""
    with school_scope(cast.school, by=cast.office.user, request_id="asked-1"):
        return start_job(task="tests.nothing", title="Something", payload={})
