"""Voices that pages are about; `kinds` puts them beside the other kinds."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pupils.models import Pupil, Voice
from tests.cast import Cast, marker

AT = datetime(2025, 9, 8, 12, tzinfo=ZoneInfo("Europe/London"))


def voice(cast: Cast, pupil: Pupil, **fields: Any) -> Voice:
    """A parent's words that the SENCO wrote down and said are given; all name the child."""
    mark = marker(cast.school, pupil.forename.lower())
    given: dict[str, Any] = {
        "whose": Voice.Whose.PARENT,
        "topic": f"{mark} plan",
        "on": date(2025, 9, 8),
        "how": Voice.How.SPOKEN,
        "hand": Voice.Hand.SCRIBE,
        "words": f"{mark} words",
        "started_by": cast.senco.user,
        "given_at": AT,
        "given_by": cast.senco.user,
    }
    made: Voice = Voice.objects.create(pupil=pupil, **(given | fields))
    return made
