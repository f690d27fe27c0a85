"""Set-up: what is done is seen from what is there, and any step can be passed over."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.roles import Role
from schools.actions import go_live, open_school, resume_step, skip_step
from schools.models import AcademicYear, ClassGroup, School, SetupSkip
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory
from tests.factories.pupils import PupilFactory
from tests.factories.stages import give_ladder
from tests.people import client_of
from tests.pupils.pages import fields_of, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    """A school with a year and nothing else."""
    return open_school(name="Ashgrove Primary", begins=2026, senco_name="Pat Ash")


@pytest.fixture
def senco(school: School) -> Membership:
    """Its SENCO, alone so far."""
    made: Membership = MembershipFactory(school=school, starts_on=date(2026, 11, 1))
    return made


@pytest.fixture
def client(senco: Membership) -> Client:
    """The SENCO's browser."""
    return client_of(senco)


def states(client: Client) -> dict[str, str]:
    """How each step stands on the page."""
    page = client.get("/s/ashgrove-primary/setup/")
    assert page.status_code == 200
    return {step.key: step.state for step in page.context["set_up"].steps}


def test_home_of_an_empty_school_leads_to_set_up_at_once(client: Client) -> None:
    """Signing in to a school with nothing in it, one is at the first step."""
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/s/ashgrove-primary/setup/"


def test_nothing_is_done_at_first_and_one_step_is_next(client: Client) -> None:
    """The usual dates are there, and still nobody has looked at them."""
    assert states(client) == {
        "school": "next",
        "dates": "open",
        "ladder": "open",
        "classes": "open",
        "pupils": "open",
        "people": "open",
    }


def test_a_step_is_done_when_what_it_asks_for_is_there(
    client: Client, school: School, senco: Membership
) -> None:
    """Done is worked out from the records each time, however they came."""
    school.dsl_name = "Sam Elm"
    school.save()
    give_ladder(senco)
    with school_scope(school):
        year = AcademicYear.objects.get()
        year.version = 2
        year.save()
        ClassGroup.objects.create(academic_year=year, name="4B", year_group=4)
        PupilFactory(school=school)
    MembershipFactory(school=school, roles=frozenset({Role.OFFICE}))
    assert set(states(client).values()) == {"done"}
    with school_scope(school):
        ClassGroup.objects.all().delete()
    assert states(client)["classes"] == "next"


def test_a_step_can_be_passed_over_and_taken_up_again(client: Client, school: School) -> None:
    """A skip is a row of the school's that says who; taking the step up again removes it."""
    address = "/s/ashgrove-primary/setup/"
    assert client.post(address, {"step": "school", "skips": "yes"}).status_code == 302
    client.post(address, {"step": "school", "skips": "yes"})
    found = states(client)
    assert (found["school"], found["dates"]) == ("skipped", "next")
    with school_scope(school):
        assert SetupSkip.objects.get().skipped_by.email
    client.post(address, {"step": "school"})
    assert states(client)["school"] == "next"
    assert client.post(address, {"step": "tea", "skips": "yes"}).status_code == 422


def test_what_is_there_counts_even_when_it_was_passed_over(client: Client, school: School) -> None:
    """Passed over and then done is done."""
    with school_scope(school):
        skip_step(step="pupils", by=MembershipFactory(school=school).user)
        PupilFactory(school=school)
    assert states(client)["pupils"] == "done"
    with school_scope(school):
        resume_step(step="pupils")
    assert states(client)["pupils"] == "done"


def test_pages_lead_back_to_set_up_until_the_school_is_live(client: Client, school: School) -> None:
    """Where a page of a step ends one is back at the steps; of a live school, where it ever led."""
    address = "/s/ashgrove-primary/school/edit/"
    typed = fields_of(client.get(address)) | {"dsl_name": "Sam Elm"}
    assert client.post(address, typed)["Location"] == "/s/ashgrove-primary/setup/"
    assert "is being set up" in plain(client.get("/s/ashgrove-primary/register/"))
    with school_scope(school):
        go_live(school=school, on=date(2026, 11, 23))
    typed = fields_of(client.get(address)) | {"dsl_phone": "01632 960001"}
    assert client.post(address, typed)["Location"] == "/s/ashgrove-primary/school/"
    assert "is being set up" not in plain(client.get("/s/ashgrove-primary/register/"))
    page = plain(client.get("/s/ashgrove-primary/setup/"))
    assert "Live since 23 November 2026. Set-up is finished" in page
    assert "Live since 23 November 2026" in plain(client.get("/s/ashgrove-primary/"))
    assert "Live since 23 November 2026" in plain(client.get("/s/ashgrove-primary/school/"))


def test_a_live_school_stays_live_from_its_day(school: School) -> None:
    """Going live a second time changes nothing."""
    go_live(school=school, on=date(2026, 11, 23))
    assert go_live(school=school, on=date(2027, 1, 4)).go_live_on == date(2026, 11, 23)


def test_those_who_may_not_edit_the_school_are_not_sent_to_set_up(school: School) -> None:
    """A teacher's home is a teacher's home, and set-up is not theirs."""
    teacher = MembershipFactory(school=school, roles=frozenset({Role.TEACHER}))
    client = client_of(teacher)
    assert client.get("/s/ashgrove-primary/").status_code == 200
    assert client.get("/s/ashgrove-primary/setup/").status_code == 403


def test_next_year_is_asked_for_from_easter_on(time_machine: Any, cast: Cast) -> None:
    """No terms for next year: School and set-up say so, and offer to add them, once due."""
    pages = ("/s/northfield/school/", "/s/northfield/setup/")
    for page in pages:
        assert "has no dates yet" not in plain(client_of(cast.office).get(page))
    time_machine.move_to(datetime(2027, 4, 12, 12, tzinfo=ZoneInfo("Europe/London")))
    client = client_of(cast.office)
    for page in pages:
        assert "2027/28 has no dates yet." in plain(client.get(page))
    assert client.post("/s/northfield/school/years/add/").status_code == 302
    for page in pages:
        assert "has no dates yet" not in plain(client.get(page))


def test_the_page_asks_the_same_number_of_queries_whatever_is_there(
    client: Client, school: School, django_assert_max_num_queries: Any
) -> None:
    """Nine counts and looks, and what every page asks."""
    with school_scope(school):
        PupilFactory.create_batch(40, school=school)
    with django_assert_max_num_queries(22):
        client.get("/s/ashgrove-primary/setup/")
