"""Concerns that pages are about; `kinds` puts them beside the other kinds."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pupils.models import Concern, Observation, Pupil
from tests.cast import Cast, marker

AT = datetime(2025, 9, 8, 12, tzinfo=ZoneInfo("Europe/London"))


def concern(cast: Cast, pupil: Pupil, **fields: Any) -> Concern:
    """An open concern that the SENCO raised for a parent, of which every word names the child."""
    mark = marker(cast.school, pupil.forename.lower())
    given: dict[str, Any] = {
        "seen": f"{mark} seen",
        "tried": f"{mark} tried",
        "parents_know": Concern.ParentsKnow.NO,
        "why_not_told": f"{mark} reason",
        "whose": Concern.From.PARENT,
        "from_name": f"{mark} aunt",
        "started_by": cast.senco.user,
        "raised_at": AT,
        "raised_by": cast.senco.user,
    }
    made: Concern = Concern.objects.create(pupil=pupil, **(given | fields))
    return made


def observation(cast: Cast, pupil: Pupil) -> Observation:
    """What the SENCO asked herself to look at, in words that name the child."""
    made: Observation = Observation.objects.create(
        pupil=pupil,
        concern=Concern.objects.filter(pupil=pupil).first() or concern(cast, pupil),
        kind=Observation.Kind.VISIT,
        member=cast.senco,
        question=f"{marker(cast.school, pupil.forename.lower())} asked",
        due_on=AT.date(),
        asked_by=cast.senco.user,
    )
    return made
