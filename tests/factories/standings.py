"""Standings written as they are kept, where a test is about reading them."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from common.dates import today
from pupils.models import Pupil
from schools.models import School
from schools.tenancy import school_scope
from stages.models import Standing
from stages.standing import StandingItem


def item(
    what: str, days: int, *owners: str, key: str = "", required: bool = True, opens: int = -60
) -> StandingItem:
    """Something asked, due so many days from today, of these parties (the class teacher)."""
    return StandingItem(
        keys=[key or what.lower().replace(" ", "-")],
        what=what,
        opens_on=in_days(opens).isoformat(),
        due_on=in_days(days).isoformat(),
        late_on=in_days(days).isoformat() if required else "",
        owners=list(owners) or ["class_teacher"],
    )


def stand(school: School, pupil: Pupil, *items: StandingItem, **more: Any) -> Standing:
    """The standing of a child of whom these are asked, in place of the one that is there."""
    found = sorted(items, key=lambda one: one.due_on)
    required = [date.fromisoformat(one.late_on) for one in found if one.late_on]
    with school_scope(school):
        made: Standing
        made, _ = Standing.objects.update_or_create(
            pupil=pupil,
            defaults={
                "reckoned_on": today(),
                "due_on": found[0].due_on if found else None,
                "what": found[0].what if found else "",
                "late_from": min(required, default=None),
                "items": [asdict(one) for one in found],
                **more,
            },
        )
    return made


def in_days(days: int) -> date:
    """So many days from today."""
    return today() + timedelta(days=days)
