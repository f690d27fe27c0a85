"""What the demo shows of who opened what: one alert, and no false one."""

from typing import Any

from accounts.models import Membership
from pupils.days_of_reading import day_of, limits_on, midnights
from pupils.models import AccessEntry, OpeningAlert
from pupils.own_children import questions_for
from pupils.unusual import signs_of
from schools.models import School
from schools.tenancy import school_scope
from tests.demo.test_demo import ON


def test_one_day_of_all_is_unusual_and_it_has_its_alert(demo: dict[str, Any]) -> None:
    """Every person's every day against the limits: the office's one, and no false alarm."""
    for line in demo["schools"]:
        school = School.objects.get(slug=line["slug"])
        with school_scope(school, writes=False):
            rows = AccessEntry.objects.filter(pupil__isnull=False).values_list("user_id", "at")
            met = {(user_id, at.date()) for user_id, at in rows}
            staff = {row.user_id: row for row in Membership.objects.filter(school=school)}
            found = {
                (user_id, day)
                for user_id, day in met
                if signs_of(day_of(staff[user_id], day), limits_on(day))
            }
            alerts = set(OpeningAlert.objects.values_list("user_id", "on"))
            assert found == alerts
            assert len(alerts) == 1
            assert not AccessEntry.objects.filter(at__gte=midnights(ON)[0]).exists()


def test_one_child_may_be_a_teachers_own(demo: dict[str, Any]) -> None:
    """The SENCO of each school has a question or two to answer, and not a page of them."""
    for line in demo["schools"]:
        school = School.objects.get(slug=line["slug"])
        senco = Membership.objects.get(user__email=f"senco@{line['slug']}.example")
        with school_scope(school, writes=False):
            asked = questions_for(senco, ON)
        assert 1 <= len(asked) <= 4
        assert any("the same e-mail address" in one.because for one in asked)
