"""What the tests of this room share: a Monday in term, Northfield with a ladder, acting in it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from pupils.models import Pupil
from schools.actions import save_half_terms
from schools.models import AcademicYear
from schools.tenancy import school_scope
from schools.usual_dates import usual_half_terms
from tests.cast import Cast
from tests.factories.pupils import PupilFactory
from tests.factories.stages import give_ladder

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def monday() -> Iterator[None]:
    """It is noon on 23 November 2026."""
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def on_ladder(monday: None, cast: Cast) -> Cast:
    """Northfield with the six stages of the SEND overview."""
    give_ladder(cast.senco)
    return cast


@pytest.fixture
def acting(on_ladder: Cast) -> Iterator[Cast]:
    """The same, acting in Northfield as its SENCO."""
    with school_scope(on_ladder.school, by=on_ladder.senco.user):
        yield on_ladder


@pytest.fixture
def dated(acting: Cast) -> Cast:
    """The same, with England's usual dates of 2026/27: autumn ends on 18 December."""
    save_half_terms(year=AcademicYear.objects.get(), half_terms=usual_half_terms(2026))
    return acting


@pytest.fixture
def noor(acting: Cast) -> Pupil:
    """A pupil of Northfield with no SEN status and no stage, born and joined as others are."""
    made: Any = PupilFactory(school=acting.school, forename="Noor", surname="Example")
    found: Pupil = made
    return found
