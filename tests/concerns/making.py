"""Concerns of the cast, made through the actions as the pages make them."""

from typing import Any

from accounts.models import Membership
from pupils.actions import Worry, raise_concern, save_draft, say_who_reads
from pupils.models import Concern, Pupil
from tests.cast import Cast

WORDS = "Rubs both eyes over books"


def worry(**changed: Any) -> Worry:
    """What a teacher writes, as a form gives it."""
    given: dict[str, Any] = {"seen": WORDS, "parents_know": "yes", "areas": ["CI"]}
    return Worry(**(given | changed))


def raised(pupil: Pupil, by: Membership, **changed: Any) -> Concern:
    """A concern that somebody raised about a child."""
    return raise_concern(pupil=pupil, worry=worry(**changed), by=by.user, expected=0)


def drafted(pupil: Pupil, by: Membership, **changed: Any) -> Concern:
    """The same, only begun."""
    return save_draft(pupil=pupil, worry=worry(**changed), by=by.user, expected=0)


def made(cast: Cast, openness: str, by: Membership | None = None) -> Concern:
    """A concern about Ayla that the SENCO or DSL has opened, restricted or concealed."""
    row = raised(cast.ayla, by or cast.dsl)
    return say_who_reads(concern=row, openness=openness, expected=row.version)
