"""The Monday on which these tests take place."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Monday 23 November 2026, ten in the morning."""
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/London"))):
        yield
