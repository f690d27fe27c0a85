"""The page of somebody's last day, and what becomes of their browsers."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import ClassAssignment, Membership
from accounts.roles import Role
from pupils.models import AccessEntry, StaffLink
from schools.tenancy import school_scope
from tests.accounts.signing_in import give_factor, where
from tests.accounts.signing_in import sign_in as signed_in_as
from tests.accounts_pages.conftest import step_up_client
from tests.cast import Cast, marker
from tests.factories.accounts import MembershipFactory
from tests.people import SignIn


def address(cast: Cast, route: str, person: Membership) -> str:
    """A page about a leaver."""
    return reverse(f"reports:{route}", kwargs={"school": cast.school.slug, "pk": person.pk})


def sent(page: Any, **changed: str) -> dict[str, str]:
    """The form as it was shown, with other choices."""
    return {field.html_name: str(field.value() or "") for field in page.context["form"]} | changed


@pytest.fixture
def senco(cast: Cast) -> Client:
    """The SENCO, with a fresh second factor."""
    return step_up_client(cast.senco)


def test_everything_to_one_person(cast: Cast, senco: Client) -> None:
    """One choice for all; the page after says what went where."""
    url = address(cast, "person_end", cast.ta)
    page = senco.get(url)
    assert marker(cast.school, "ayla") in page.content.decode()
    answer = senco.post(
        url, sent(page, last_day="2026-11-22", everything=str(cast.teacher_5a.pk)), follow=True
    )
    text = answer.content.decode()
    assert "last day here was 22 November 2026" in text
    assert "Teacher 5A" in text
    with school_scope(cast.school):
        assert StaffLink.objects.get(membership=cast.teacher_5a).pupil == cast.ayla


def test_one_thing_elsewhere_and_one_nowhere(cast: Cast, senco: Client) -> None:
    """A choice beside a thing goes before the choice for all."""
    with school_scope(cast.school):
        row = cast.teacher_4b.class_assignments.get()
        StaffLink.objects.create(
            membership=cast.teacher_4b, pupil=cast.ben, kind="key_worker", starts_on="2026-09-01"
        )
        link = cast.teacher_4b.staff_links.get()
    url = address(cast, "person_end", cast.teacher_4b)
    chosen = {f"class-{row.pk}": str(cast.ta.pk), f"link-{link.pk}": "nobody"}
    senco.post(
        url,
        sent(senco.get(url), last_day="2026-11-22", everything=str(cast.teacher_5a.pk), **chosen),
    )
    with school_scope(cast.school):
        assert ClassAssignment.objects.get(membership=cast.ta).class_group == cast.class_4b
        assert not StaffLink.objects.filter(pupil=cast.ben, ends_on__isnull=True).exists()


def test_forged_takers_are_no_choice(cast: Cast, other: Cast, senco: Client) -> None:
    """Of another school, gone, or the leaver: 422, nothing changes, and the day is kept."""
    url = address(cast, "person_end", cast.ta)
    page = senco.get(url)
    for taker in (other.ta, cast.gone, cast.ta):
        answer = senco.post(url, sent(page, everything=str(taker.pk), last_day="2026-12-18"))
        assert answer.status_code == 422
        assert "is not one of the available choices" in answer.content.decode()
        assert 'value="2026-12-18"' in answer.content.decode()
    assert Membership.objects.get(pk=cast.ta.pk).ends_on is None


def test_page_names_who_nobody_else_is(cast: Cast, senco: Client) -> None:
    """The only DSL goes: said before it is done."""
    text = senco.get(address(cast, "person_end", cast.dsl)).content.decode()
    assert "Nobody else is: Designated safeguarding lead." in text


def test_pages_that_name_children_are_in_the_log_once(cast: Cast, senco: Client) -> None:
    """One entry each time, with the children it named; none when it named none."""
    senco.get(address(cast, "person_end", cast.ta))
    senco.get(address(cast, "person_end", cast.teacher_4b))
    with school_scope(cast.school):
        assert AccessEntry.objects.get().pupil_ids == [cast.ayla.pk]


def test_office_sees_no_child_on_it(cast: Cast) -> None:
    """Links are the SENCO's and the head's; it says so."""
    text = step_up_client(cast.office).get(address(cast, "person_end", cast.ta)).content.decode()
    assert marker(cast.school, "ayla") not in text
    assert "the SENCO or the head gives new ones" in text


def test_plan_can_be_changed_or_dropped(cast: Cast, senco: Client) -> None:
    """From the page that shows it."""
    url = address(cast, "person_end", cast.ta)
    senco.post(url, sent(senco.get(url), last_day="2026-12-18"))
    plan = senco.get(address(cast, "person_handover", cast.ta)).content.decode()
    assert "Their last day here is 18 December 2026." in plan
    assert "Nobody yet" in plan
    assert 'value="2026-12-18"' in senco.get(url).content.decode()
    answer = senco.post(address(cast, "person_stay", cast.ta), follow=True)
    assert "Ta stays." in answer.content.decode()
    assert senco.get(address(cast, "person_stay", cast.ta)).status_code == 404
    again = senco.post(address(cast, "person_stay", cast.ta), follow=True)
    assert "Ta has no last day here." in again.content.decode()
    assert Membership.objects.get(pk=cast.ta.pk).ends_on is None


def test_leaver_of_everywhere_is_signed_out_everywhere(cast: Cast) -> None:
    """Two browsers: the next request of each is that of nobody."""
    give_factor(cast.ta.user)
    browsers = [Client(), Client()]
    for number, browser in enumerate(browsers):
        with time_machine.travel(f"2026-11-23 12:{number:02}:00"):  # a code is good once
            signed_in_as(browser, cast.ta.user)
    senco = step_up_client(cast.senco)
    url = address(cast, "person_end", cast.ta)
    senco.post(url, sent(senco.get(url), last_day="2026-11-22"))
    for browser in browsers:
        assert where(browser.get("/s/northfield/")) == reverse("account_login")
        assert where(browser.get("/accounts/me/")) == reverse("account_login")
    assert senco.get("/s/northfield/").status_code == 200


def test_leaver_of_one_school_goes_on_in_the_other(
    cast: Cast, other: Cast, sign_in: SignIn
) -> None:
    """This school is closed to them at the next request, the other is not."""
    MembershipFactory(user=cast.ta.user, school=other.school, roles=frozenset({Role.TA}))
    browser = sign_in(cast.ta)
    senco = step_up_client(cast.senco)
    url = address(cast, "person_end", cast.ta)
    senco.post(url, sent(senco.get(url), last_day="2026-11-22"))
    assert browser.get("/s/northfield/").status_code == 404
    assert browser.get("/s/southmere/").status_code == 200
