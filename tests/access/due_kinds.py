"""What is due, as pages are about it; `kinds` puts it beside the other kinds."""

from collections.abc import Callable
from typing import Any

from pupils.models import Pupil
from stages.models import Snooze, Standing
from stages.vocabulary import Party
from tests.cast import Cast, marker
from tests.factories.standings import in_days, item, stand


def standing(cast: Cast, pupil: Pupil) -> Standing:
    """A child of whom something is asked that everyone of the school sees to."""
    mark = marker(cast.school, pupil.forename.lower())
    everyone = [party.value for party in Party]
    return stand(cast.school, pupil, item(f"{mark} review", -3, *everyone, key="zq-review"))


def snooze(cast: Cast, pupil: Pupil) -> Snooze:
    """Something about the child that the SENCO put off."""
    mark = marker(cast.school, pupil.forename.lower())
    made: Snooze = Snooze.objects.create(
        pupil=pupil,
        requirement="zq-other",
        user=cast.senco.user,
        until=in_days(300),
        reason=f"{mark} is away",
    )
    return made


OF_WHAT_IS_DUE: dict[str, Callable[[Cast, Pupil], Any]] = {"standing": standing, "snooze": snooze}
