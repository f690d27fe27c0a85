"""Copies of issued plans: printed for somebody, and recorded as given."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from accounts.models import User
from common.dates import long_date, today
from common.errors import Refused
from jobs.actions import start_job
from provision.frozen import Copy
from provision.models import IssuedPlan, PlanCopy, PlanPrint

PRINT_TASK = "provision.tasks.print_copies"
MOST_PLANS = 60  # a worker's minute


@transaction.atomic
def print_plan_copies(*, issued: Sequence[IssuedPlan], copy: Copy, by: User) -> PlanPrint:
    """Have copies of issued plans printed as one file, in this order.

    Raises `Refused` for none, too many, or one that was taken back.
    """
    if not issued:
        raise Refused("There is no issued plan to print.")
    if len(issued) > MOST_PLANS:
        raise Refused(f"One print holds at most {MOST_PLANS} plans.")
    if gone := next((row for row in issued if row.is_withdrawn), None):
        raise Refused(f"{gone.frozen.name} of {gone.frozen.child} was taken back.")
    made: PlanPrint = PlanPrint.objects.create(copy=copy.value, made_by=by)
    PlanCopy.objects.all().recorded_bulk_create(
        PlanCopy(issued=row, pupil_id=row.pupil_id, print=made, place=place)
        for place, row in enumerate(issued, start=1)
    )
    made.job = start_job(
        task=PRINT_TASK, title=copy.label, payload={"print": made.pk}, tells_starter=False
    )
    made.save()
    return made


@transaction.atomic
def give_copies(*, made: PlanPrint, on: date, by: User) -> int:
    """Record that the copies of a print were given on a day; gives how many. Raises `Refused`."""
    if on > today():
        raise Refused(f"{long_date(on)} is in the future.")
    if not made.file:
        raise Refused("It is not printed yet.")
    rows = list(PlanCopy.objects.locked().standing().filter(print=made, given_on__isnull=True))
    if not rows:
        raise Refused("These were given already.")
    for row in rows:
        row.given_on, row.given_by = on, by
    PlanCopy.objects.all().recorded_bulk_update(rows, ["given_on", "given_by"])
    return len(rows)
