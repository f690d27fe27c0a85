"""Northfield on a ladder, with adults who have addresses, and Ayla who has joined SEN support."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from pupils.models import Contact, Pupil
from schools.tenancy import school_scope
from stages.models import StageRecord
from tests.cast import Cast
from tests.factories.stages import give_ladder, move
from tests.letters.adults import MILL_LANE

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/London"))
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 14), date(2026, 10, 12), date(2026, 11, 9)


@pytest.fixture
def school(cast: Cast) -> Iterator[Cast]:
    """Northfield at noon of 23 November 2026; Ayla's mother lives in Mill Lane."""
    with time_machine.travel(NOON, tick=True):
        give_ladder(cast.senco)
        with school_scope(cast.school, by=cast.senco.user):
            contact = cast.ayla.contacts.get()
            contact.address, contact.court_order_note = MILL_LANE, ""
            contact.save()
        yield cast


@pytest.fixture
def acting(school: Cast) -> Iterator[Cast]:
    """The same, acting in Northfield as its SENCO."""
    with school_scope(school.school, by=school.senco.user):
        yield school


@pytest.fixture
def joined(school: Cast) -> StageRecord:
    """Ayla joined SEN support on 14 September."""
    with school_scope(school.school, by=school.senco.user):
        return move(school.ayla, "stage-3", SEPTEMBER, school.senco)


def add_adult(pupil: Pupil, **fields: Any) -> Contact:
    """One more adult of a child's, a parent at Mill Lane unless said otherwise."""
    usual: dict[str, Any] = {
        "forename": "Karl",
        "surname": pupil.surname,
        "relationship": Contact.Relationship.FATHER,
        "has_parental_responsibility": True,
        "address": MILL_LANE,
        "rank": 2,
    }
    made: Contact = Contact.objects.create(pupil=pupil, **(usual | fields))
    return made
