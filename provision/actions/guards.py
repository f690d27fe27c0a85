"""What every change of a plan asks first."""

from typing import Any

from common.dates import long_date, today
from common.errors import Refused
from provision.models import Plan
from pupils.models import Pupil
from schools.records import EditClash, Recorded


def refuse_leaver(pupil: Pupil) -> None:
    """Refuse to write about a child who has left."""
    if pupil.left_on is not None:
        raise Refused(f"{pupil.shown_forename} has left: the record is closed.")


def refuse_closed(plan: Plan) -> None:
    """Refuse to write in a plan that was taken back or is over, or of a child who has left."""
    refuse_leaver(plan.pupil)
    if plan.withdrawn_at is not None:
        raise Refused("This plan was taken back.")
    if plan.ends_on is not None and plan.ends_on <= today():
        raise Refused(f"This plan ended on {long_date(plan.ends_on)}.")


def held(row: Any) -> Any:
    """The row as it is now, held until the transaction ends, in a plan that can be written."""
    current = type(row).objects.locked().get(pk=row.pk)
    refuse_closed(current.plan)
    if getattr(current, "withdrawn_at", None) is not None:
        raise Refused("This was taken out of the plan meanwhile.")
    return current


def refuse_clash(row: Recorded, expected: int) -> None:
    """Raise `EditClash` where somebody wrote since version `expected`."""
    if row.version != expected:
        raise EditClash(row)
