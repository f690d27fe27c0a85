"""A school with things due, on a Monday in term whose clock the test moves."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from schools.actions import save_half_terms
from schools.models import AcademicYear
from schools.tenancy import school_scope
from schools.usual_dates import usual_half_terms
from tests.cast import Cast
from tests.factories.standings import item, stand

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 11, 23, 7, 5, tzinfo=LONDON)


@pytest.fixture
def clock() -> Iterator[Any]:
    """Five past seven on a Monday of the autumn term; it stands still unless moved."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def asked(clock: Any, cast: Cast) -> Cast:
    """Of Ayla two things are due from the teacher of 4B and one late; of Ben the SENCO's map."""
    with school_scope(cast.school, by=cast.senco.user):
        save_half_terms(year=AcademicYear.objects.get(), half_terms=usual_half_terms(2026))
    stand(
        cast.school,
        cast.ayla,
        item("Pupil voice", 9),
        item("Provision", 12),
        item("Review", -3),
        item("Target meeting", 40, opens=30),
    )
    stand(cast.school, cast.ben, item("Provision map", 5, "senco"))
    return cast
