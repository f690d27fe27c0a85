"""The pages of people: who works here, as what, until when; and one's own account."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership
from accounts.roles import Role
from accounts.staff import memberships, version_of
from schools.tenancy import school_scope
from tests.accounts_pages.inviting import ask_one, link, yes
from tests.cast import Cast
from tests.factories.accounts import ClassAssignmentFactory, MembershipFactory
from tests.people import SignIn


def address(cast: Cast, route: str, **keys: int) -> str:
    """A page about people of the school."""
    room = "reports" if route == "person_end" else "accounts"
    return reverse(f"{room}:{route}", kwargs={"school": cast.school.slug, **keys})


@pytest.fixture
def office(cast: Cast, stepped: SignIn) -> Client:
    """The office of Northfield, with a fresh second factor."""
    return stepped(cast.office)


def test_list_shows_who_works_here_and_who_left(cast: Cast, other: Cast, office: Client) -> None:
    """Each on their own list, with classes of today; nobody of another school on either."""
    here = office.get(address(cast, "person_list")).content.decode()
    left = office.get(address(cast, "person_list") + "?left=1").content.decode()
    assert "teacher_4b@northfield.test" in here
    assert "4B" in here
    assert "gone@northfield.test" not in here
    assert "gone@northfield.test" in left
    assert "southmere.test" not in here + left


def test_list_finds_by_name_address_or_role(cast: Cast, office: Client) -> None:
    """Every word must be there; nobody like that is said."""
    url = address(cast, "person_list")
    found = office.get(f"{url}?q=assistant").content.decode()
    assert "ta@northfield.test" in found
    assert "teacher_4b@northfield.test" not in found
    assert "teacher_4b@northfield.test" in office.get(f"{url}?q=TEACHER+4b").content.decode()
    assert "Nobody like that" in office.get(f"{url}?q=teacher+assistant+dsl").content.decode()


def test_list_says_when_they_last_signed_in(cast: Cast, office: Client) -> None:
    """Today, on which day, or never; and who has no second factor."""
    cast.ta.user.last_login = datetime(2026, 11, 20, 8, tzinfo=UTC)
    cast.ta.user.save()
    page = office.get(address(cast, "person_list"))
    rows = {row.email: row for row in page.context["people"]}
    assert rows["ta@northfield.test"].signed_in == "20 November 2026"
    assert rows["ta@northfield.test"].chip == ("due", "No second factor")
    assert rows["office@northfield.test"].signed_in == "Today"
    assert rows["office@northfield.test"].chip == ("done", "Second factor")
    assert rows["head@northfield.test"].signed_in == ""
    assert "Never" in page.content.decode()


def test_invitations_are_counted_here_and_at_home(cast: Cast, office: Client) -> None:
    """Three pending; one whose inviter may no longer give its role needs a decision."""
    for n in range(3):
        ask_one(cast.office, f"p{n}@n.test")
    row = ask_one(cast.senco, "held@n.test")
    with school_scope(cast.school):
        type(row).objects.filter(pk=row.pk).update(held_at=row.invited_at)
    pills = office.get(address(cast, "person_list")).context["pills"]
    assert [pill["count"] for pill in pills if pill["label"] == "Invited"] == [4]
    home = office.get("/s/northfield/").content.decode()
    assert "<b>3</b> <span>invitations pending" in home
    assert "<b>1</b> <span>invitation needs a decision" in home


def test_senco_and_head_are_told_whom_the_office_brought_in(cast: Cast, sign_in: SignIn) -> None:
    """Of whoever may open more than the office may, for fourteen days; not whom a SENCO asked."""
    for by, email in (
        (cast.office, "a@n.test"),
        (cast.office, "b@n.test"),
        (cast.senco, "c@n.test"),
    ):
        roles = frozenset({Role.OFFICE if email == "b@n.test" else Role.TEACHER})
        ask_one(by, email, roles=roles)
        Client().post(link(cast), yes())
    said = "<b>1</b> <span>person joined, invited by the office: known to you?"
    for reader, told in (("senco", True), ("head", True), ("office", False), ("dsl", False)):
        home = sign_in(cast.staff[reader]).get("/s/northfield/").content.decode()
        assert (said in home) == told, reader
    with time_machine.travel(datetime(2026, 12, 9, 12, tzinfo=UTC)):
        assert "joined, invited" not in sign_in(cast.senco).get("/s/northfield/").content.decode()


def test_list_costs_the_same_for_few_and_many(cast: Cast, office: Client) -> None:
    """Ten people or a hundred: the same queries."""
    url, counted = address(cast, "person_list"), []
    for more in (1, 90):
        for _ in range(more):
            person = MembershipFactory(school=cast.school, roles=frozenset({Role.TEACHER}))
            ClassAssignmentFactory(membership=person, class_group=cast.class_5a)
        with CaptureQueriesContext(connection) as queries:
            office.get(url)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 14


@pytest.mark.parametrize("route", ["person_list", "person_edit", "person_end"])
def test_pages_ask_for_the_second_factor_again(cast: Cast, sign_in: SignIn, route: str) -> None:
    """Roles are worth a fresh look at who is asking (permissions.md, step-up)."""
    keys = {"pk": cast.ta.pk} if route in {"person_edit", "person_end"} else {}
    page = sign_in(cast.senco).get(address(cast, route, **keys))
    assert page.status_code == 302
    assert page["Location"].startswith(reverse("mfa_reauthenticate"))


@pytest.mark.parametrize("route", ["person_list", "person_edit", "person_end"])
def test_reading_writes_nothing(cast: Cast, office: Client, route: str) -> None:
    """A GET is selects only."""
    keys = {"pk": cast.ta.pk} if route in {"person_edit", "person_end"} else {}
    with CaptureQueriesContext(connection) as queries:
        assert office.get(address(cast, route, **keys)).status_code == 200
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def posted(person: Membership, *roles: str, title: str = "") -> dict[str, Any]:
    """A colleague's roles, as a browser sends them."""
    return {"roles": list(roles), "job_title": title, "version": version_of(person)}


def test_roles_are_changed_and_the_page_says_who_did(cast: Cast, office: Client) -> None:
    """What changed, when, and by whom."""
    url = address(cast, "person_edit", pk=cast.ta.pk)
    page = office.post(url, posted(cast.ta, "ta", "teacher", title="HLTA"), follow=True)
    text = page.content.decode()
    assert "Roles: Class teacher, Teaching assistant; Job title: HLTA" in text
    assert "by Office" in text
    assert Membership.objects.get(pk=cast.ta.pk).roles == {Role.TA, Role.TEACHER}


def test_roles_taken_away_hold_from_the_next_request(
    cast: Cast, office: Client, sign_in: SignIn
) -> None:
    """Authority is looked up each time, not kept in a session."""
    register = reverse("reports:register", kwargs={"school": cast.school.slug})
    teacher = sign_in(cast.teacher_4b)
    assert teacher.get(register).status_code == 200
    end = address(cast, "person_end", pk=cast.teacher_4b.pk)
    office.post(end, {"last_day": "2026-11-22"})
    assert teacher.get(register).status_code == 404


def test_office_keeps_the_roles_it_may_not_take(cast: Cast, office: Client) -> None:
    """The form names them, does not offer them, and leaves them."""
    url = address(cast, "person_edit", pk=cast.head.pk)
    text = office.get(url).content.decode()
    assert "Also: Head or senior leader." in text
    assert "End their time here" not in text
    office.post(url, posted(cast.head, "teacher"))
    assert Membership.objects.get(pk=cast.head.pk).roles == {Role.HEAD, Role.TEACHER}


def test_last_senco_is_refused_in_a_sentence(cast: Cast, stepped: SignIn) -> None:
    """On the page of roles, and on the page of the last day."""
    head = stepped(cast.head)
    pages = [
        head.post(address(cast, "person_edit", pk=cast.senco.pk), posted(cast.senco, "teacher")),
        head.post(address(cast, "person_end", pk=cast.senco.pk), {"last_day": "2026-12-18"}),
    ]
    for page in pages:
        assert page.status_code == 422
        assert "Senco is the only SENCO." in page.content.decode()


def test_own_page_of_roles_is_closed(cast: Cast, stepped: SignIn) -> None:
    """Nobody gives themselves more: 403, to read and to write."""
    for person in (cast.senco, cast.head, cast.office):
        client = stepped(person)
        for route in ("person_edit", "person_end"):
            url = address(cast, route, pk=person.pk)
            assert client.get(url).status_code == 403
            assert client.post(url, posted(person, "senco")).status_code == 403
    assert Membership.objects.get(pk=cast.office.pk).roles == {Role.OFFICE}


def test_people_of_another_school_or_long_gone_do_not_exist(
    cast: Cast, other: Cast, office: Client
) -> None:
    """404 for either, and nothing of theirs changes."""
    for person in (other.ta, cast.gone):
        for route in ("person_edit", "person_end"):
            url = address(cast, route, pk=person.pk)
            assert office.get(url).status_code == 404
            assert office.post(url, {"last_day": "2026-11-22"}).status_code == 404
    assert Membership.objects.get(pk=other.ta.pk).ends_on is None


def test_two_people_editing_one_person_see_both(cast: Cast, office: Client) -> None:
    """The second sees the roles the first saved, and can save again from there."""
    url, stale = address(cast, "person_edit", pk=cast.ta.pk), posted(cast.ta, "ta", "teacher")
    office.post(url, posted(cast.ta, "ta", "office"))
    page = office.post(url, stale)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Office or data manager, Teaching assistant" in text
    assert "Teaching assistant, Class teacher" in text
    assert "Office saved this first, today at 12:00." in text
    assert f'name="version" value="{version_of(cast.ta)}"' in text


def test_last_day_is_the_last_they_may_sign_in(cast: Cast, office: Client) -> None:
    """`ends_on` is the first day it no longer holds."""
    office.post(address(cast, "person_end", pk=cast.ta.pk), {"last_day": "2026-12-18"})
    gone = Membership.objects.get(pk=cast.ta.pk)
    assert gone.ends_on == date(2026, 12, 19)
    text = office.get(address(cast, "person_edit", pk=cast.ta.pk)).content.decode()
    assert "Last day: 18 December 2026" in text
    assert "Leaves after 18 December 2026" in text


def test_own_account_shows_schools_and_how_one_signs_in(
    cast: Cast, other: Cast, sign_in: SignIn
) -> None:
    """Every school of theirs, the second factor, codes left; nothing of anybody else."""
    MembershipFactory(user=cast.ta.user, school=other.school, roles=frozenset({Role.TEACHER}))
    client = sign_in(cast.ta)
    Authenticator.objects.create(
        user=cast.ta.user,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": "0" * 40, "used_mask": 0},
    )
    text = client.get(reverse("accounts:account_page")).content.decode()
    for words in ("Northfield Primary", "Southmere Junior", "Set up", "10 left", "Class teacher"):
        assert words in text, words


def test_own_account_of_one_without_a_school_says_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    """Whoever has left everywhere still has an account, and a page that says so."""
    client = sign_in(cast.gone)
    text = client.get(reverse("accounts:account_page")).content.decode()
    assert "No school today." in text
    assert "No school yet" in client.get(reverse("home_redirect")).content.decode()


def test_home_offers_a_choice_of_schools(cast: Cast, other: Cast, sign_in: SignIn) -> None:
    """One school: straight there. Two: a choice."""
    client = sign_in(cast.ta)
    assert client.get(reverse("home_redirect")).status_code == 302
    MembershipFactory(user=cast.ta.user, school=other.school, roles=frozenset({Role.TA}))
    text = client.get(reverse("home_redirect")).content.decode()
    assert "Which school?" in text
    assert "Southmere Junior" in text


def test_signed_out_sees_none_of_it(cast: Cast) -> None:
    """To the sign-in page."""
    for url in (address(cast, "person_list"), reverse("accounts:account_page")):
        assert Client().get(url)["Location"].startswith(reverse("account_login"))


def test_nobody_from_the_list_is_read_outside_the_school(cast: Cast, other: Cast) -> None:
    """The read side is of the acting school, and of none outside it."""
    assert not memberships().exists()
    with school_scope(cast.school):
        assert set(memberships().values_list("school__slug", flat=True)) == {"northfield"}
