"""A fixed day for the tests of this room."""

from collections.abc import Iterator

import pytest
import time_machine


@pytest.fixture
def monday() -> Iterator[None]:
    """Monday 23 November 2026, in the school year of the cast."""
    with time_machine.travel("2026-11-23 10:00", tick=False):
        yield
