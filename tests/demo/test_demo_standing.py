"""The stored copy of what the engine says is what it says, for every child of the demo."""

from datetime import date, timedelta
from typing import Any

import pytest

from schools.models import School
from schools.tenancy import school_scope
from stages.facts import known_of
from stages.models import Standing
from stages.standing import FIELDS, items_of, reckoned

pytestmark = pytest.mark.budget(300)
SCHOOLS = ["northfield-primary-school", "southmere-academy"]


@pytest.mark.parametrize("slug", SCHOOLS)
def test_every_standing_is_what_the_engine_says(demo: dict[str, Any], slug: str) -> None:
    """Model.md: the only stored copy of anything computed, held equal by this test."""
    with school_scope(School.objects.get(slug=slug), writes=False):
        kept = {row["pupil_id"]: row for row in Standing.objects.values("pupil_id", *FIELDS)}
        fresh = {row.pupil_id: row for row in reckoned(None, date(2026, 11, 23))}
        assert kept.keys() == fresh.keys()
        assert len(kept) > 50
        for pupil, row in fresh.items():
            assert kept[pupil] == {
                "pupil_id": pupil,
                **{name: getattr(row, name) for name in FIELDS},
            }


@pytest.mark.parametrize("slug", SCHOOLS)
@pytest.mark.parametrize("after", [0, 12, 60])
def test_an_items_state_of_a_later_day_is_the_engines(
    demo: dict[str, Any], slug: str, after: int
) -> None:
    """What was due first stays as late as the engine has it, though no night made it anew."""
    day = date(2026, 11, 23) + timedelta(days=after)
    with school_scope(School.objects.get(slug=slug), writes=False):
        known = known_of()
        assert known
        kept = {row.pupil_id: items_of(row) for row in Standing.objects.all()}
        compared = 0
        for pupil, answer in known.answers(day):
            states = {(*item.keys, item.due_on): item.state_on(day) for item in kept.get(pupil, [])}
            for item in answer.items:
                due_on = item.due_on.isoformat() if item.due_on else ""
                keys = (*(one.asked.key for one in item.occurrences), due_on)
                if keys in states and item.is_asked:
                    assert states[keys] == item.state, (keys, item)
                    compared += 1
        assert compared > 100
