"""Two schools' worth of July: the cast in its year, and a small school with the usual classes."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from pupils.models import Pupil
from schools.models import ClassGroup
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import ClassPlacementFactory, PupilFactory
from tests.factories.schools import ClassGroupFactory

LONDON = ZoneInfo("Europe/London")
JUNE = datetime(2027, 6, 14, 9, tzinfo=LONDON)
FIRST = date(2027, 9, 1)


@pytest.fixture
def clock() -> Iterator[Any]:
    """A Monday in June, when schools build the next year."""
    with time_machine.travel(JUNE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def primary(clock: Any, cast: Cast) -> Cast:
    """Northfield with 3A, 5/6M (mixed) and 6A beside 4B and 5A, some children in each."""
    year = cast.class_4b.academic_year
    homes = {"3A": (3, [3, 3]), "5/6M": (None, [5, 6]), "6A": (6, [6])}
    for name, (group, years) in homes.items():
        made = ClassGroupFactory(academic_year=year, name=name, year_group=group)
        for n, own in enumerate(years):
            pupil = PupilFactory(
                school=cast.school, forename=f"{name}-{n}", surname="Madeup", year_group=own
            )
            ClassPlacementFactory(pupil=pupil, class_group=made)
    return cast


def child(cast: Cast, forename: str) -> Pupil:
    """A child by forename, as the database has it."""
    with school_scope(cast.school):
        pupil: Pupil = Pupil.objects.get(forename=forename)
        return pupil


def places(cast: Cast, day: date = FIRST) -> dict[str, str]:
    """The class of every child on roll on a day, by forename."""
    with school_scope(cast.school):
        rows = Pupil.objects.on_roll()
        found = {}
        for pupil in rows:
            here = pupil.class_placements.on(day).filter(
                class_group__academic_year__ends_on__gte=day
            )
            placed = here.select_related("class_group").first()
            found[pupil.forename] = placed.class_group.name if placed else ""
        return found


def next_class(cast: Cast, name: str) -> ClassGroup:
    """A class of next year."""
    with school_scope(cast.school):
        row: ClassGroup = ClassGroup.objects.get(name=name, academic_year__name="2027/28")
        return row
