"""The Monday on which these tests take place, and a school with a ladder."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.cast import Cast
from tests.factories.stages import give_ladder


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Monday 23 November 2026, ten in the morning."""
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/London"))):
        yield


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield on the pathway of All Saints', with its overlay of outside agencies."""
    give_ladder(cast.senco, "all-saints")
    return cast
