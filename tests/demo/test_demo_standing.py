"""The stored copy of what the engine says is what it says, for every child of the demo."""

from datetime import date
from typing import Any

import pytest

from schools.models import School
from schools.tenancy import school_scope
from stages.models import Standing
from stages.standing import FIELDS, reckoned

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
