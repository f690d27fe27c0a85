"""The Monday on which these tests take place, and a school whose ladder asks for plans."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.stages import give_ladder


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Monday 23 November 2026, ten in the morning."""
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/London"))):
        yield


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield on the eight steps: One Page Profile, then IEP."""
    give_ladder(cast.senco, "eight-steps")
    return cast


@pytest.fixture
def writing(school: Cast) -> Iterator[Any]:
    """Acting as the teacher of 4B."""
    with school_scope(school.school, by=school.teacher_4b.user, request_id="r") as actor:
        yield actor
