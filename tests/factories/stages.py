"""Ladders and stage records."""

from datetime import date

from accounts.models import Membership
from pupils.models import Pupil
from schools.tenancy import school_scope
from stages.actions import adopt_preset, place
from stages.models import Ladder, Stage, StageRecord


def give_ladder(senco: Membership, key: str = "send-overview") -> Ladder:
    """Give the SENCO's school a preset."""
    assert senco.school is not None
    with school_scope(senco.school, by=senco.user):
        return adopt_preset(school=senco.school, key=key, by=senco)


def stage(key: str) -> Stage:
    """The stage with this key; inside the school's scope."""
    found: Stage = Stage.objects.get(key=key)
    return found


def move(pupil: Pupil, key: str, on: date, senco: Membership) -> StageRecord:
    """Put a pupil at a stage; inside the school's scope."""
    why = "Progress was reviewed"
    return place(pupil=pupil, stage=stage(key), on=on, by=senco, reason=why, went_on_because=why)
