"""The Monday on which these tests take place, and a class with plans."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.provision import plan, section, strategy, target
from tests.factories.stages import give_ladder


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Monday 23 November 2026, ten in the morning."""
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/London"))):
        yield


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield on the eight steps; Ayla of 4B has a profile and an IEP, Kept nothing yet."""
    give_ladder(cast.senco, "eight-steps")
    with school_scope(cast.school, by=cast.senco.user):
        profile = plan(cast.ayla, cast.senco, "plan-one_page_profile")
        section(profile, "avoid", "Reading aloud without warning.\nLoud praise", cast.senco)
        strategy(profile, cast.senco, "Sit her at the front")
        iep = plan(cast.ayla, cast.senco)
        aim = target(iep, cast.senco)
        strategy(iep, cast.senco, "Word mat on the desk", target=aim)
        strategy(iep, cast.senco, "Pre-teach new words")
        strategy(iep, cast.senco, "sit her at the front.")
        strategy(iep, cast.senco, "A fourth thing", target=aim)
    return cast
