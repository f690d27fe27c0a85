"""A shared tablet of a fictional school, and the PINs with which its teaching assistants switch."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.hashers import make_password

from accounts.models import Membership, Tablet, TabletPin, User
from accounts.pins import DEMO_PIN
from accounts.roles import Role
from reports.demo.chance import uid
from reports.demo.days import Days, moment
from reports.demo.schools import SchoolPlan


def write_tablets(plan: SchoolPlan, days: Days, by: User, people: Iterable[Membership]) -> None:
    """One tablet whose token nobody has, so that it is seen and not used; a PIN for every TA."""
    began = date(days.begins, 9, 4)
    lost = uid(plan.seed, plan.slug, "tablet")
    Tablet.objects.create(
        name="Oak 1",
        token_hash=f"{lost.hex}{lost.hex}",
        last_day=date(days.begins + 1, 8, 31),
        enrolled_by=by,
        enrolled_at=moment(began, 90),
    )
    pin_hash = make_password(DEMO_PIN, salt=lost.hex)  # slow by design, so made once
    for member in people:
        if Role.TA in member.roles and member.ends_on is None:
            TabletPin.objects.create(
                membership=member, pin_hash=pin_hash, chosen_at=moment(began, 120)
            )
