"""The pages of invitations: one person, a pasted list, and what became of them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Invitation
from accounts.roles import Role
from jobs.models import OutboxMessage
from schools.tenancy import school_scope
from tests.accounts_pages.inviting import NEW, address, ask_one, now
from tests.cast import Cast
from tests.people import SignIn

LIST = """Nell Ash, nell@northfield.test, teacher, 4B
Jo Reed\tjo@northfield.test\tTA\t5A"""


@pytest.fixture
def office(cast: Cast, stepped: SignIn) -> Client:
    """The office of Northfield, with a fresh second factor."""
    return stepped(cast.office)


def one(**changed: Any) -> dict[str, Any]:
    """One person, as a browser sends them."""
    return {
        "name": "Nell Ash",
        "email": NEW,
        "roles": ["teacher"],
        "place": "",
        "starts_on": "2026-11-23",
        "days": "14",
        "job_title": "",
    } | changed


def pasted(people: str = LIST, do: str = "check", **changed: str) -> dict[str, str]:
    """A list, as a browser sends it."""
    sent = {"people": people, "starts_on": "2026-11-23", "days": "14", "shown": "", "do": do}
    return sent | changed


def invitations(cast: Cast) -> list[Invitation]:
    """Every invitation of the school, by address."""
    with school_scope(cast.school):
        return list(Invitation.objects.prefetch_related("classes").order_by("email"))


def shown(page: Any) -> str:
    """The mark a page gives to the list it showed."""
    return str(page.context["form"]["shown"].value())


def test_one_person_is_invited_with_a_class(cast: Cast, office: Client) -> None:
    """The list says so; one message waits."""
    sent = one(place=f"class-{cast.class_4b.pk}", job_title="Deputy")
    page = office.post(address(cast, "invitation_add"), sent, follow=True)
    assert "Nell Ash is invited, at nell@northfield.test." in page.content.decode()
    (row,) = invitations(cast)
    assert row.roles == {Role.TEACHER}
    assert row.job_title == "Deputy"
    assert [place.class_group_id for place in row.classes.all()] == [cast.class_4b.pk]
    with school_scope(cast.school):
        assert OutboxMessage.objects.get().to == NEW


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "teacher_4b@northfield.test"}, "works here already"),
        ({"email": "not an address"}, "Enter a valid email address"),
        ({"roles": []}, "Choose at least one role."),
        ({"roles": ["senco"]}, "senco is not one of the available choices"),
        ({"roles": ["trust"]}, "trust is not one of the available choices"),
        ({"roles": ["king"]}, "king is not one of the available choices"),
        ({"starts_on": "soon"}, "Enter a valid date"),
        ({"days": "9999"}, "9999 is not one of the available choices"),
        ({"place": "class-999999"}, "class-999999 is not one of the available choices"),
        ({"place": "year-5"}, "A whole year group is for a year leader"),
    ],
)
def test_mistaken_person_is_named_and_kept(
    cast: Cast, office: Client, changed: dict[str, Any], words: str
) -> None:
    """Nobody is invited, and the name typed is still there."""
    page = office.post(address(cast, "invitation_add"), one(**changed))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert 'value="Nell Ash"' in page.content.decode()
    assert invitations(cast) == []


def test_a_class_of_another_school_is_no_choice(cast: Cast, other: Cast, office: Client) -> None:
    """Neither by its key in the form, nor by its name in a list."""
    sent = one(place=f"class-{other.class_4b.pk}")
    assert office.post(address(cast, "invitation_add"), sent).status_code == 422
    assert invitations(cast) == []


def test_a_list_is_shown_before_anything_is_sent(cast: Cast, office: Client) -> None:
    """Checked: every line as it was read, nothing sent. Sent back as shown: all invited."""
    url = address(cast, "invitation_paste")
    page = office.post(url, pasted())
    assert page.status_code == 200
    assert "2 people, ready. Nothing is sent yet." in page.content.decode()
    assert invitations(cast) == []
    sent = office.post(url, pasted(do="send", shown=shown(page)), follow=True)
    assert "2 invited." in sent.content.decode()
    jo, nell = invitations(cast)
    assert jo.email == "jo@northfield.test"
    assert jo.roles == {Role.TA}
    assert [place.kind for place in (*jo.classes.all(), *nell.classes.all())] == ["ta", "teacher"]


@pytest.mark.parametrize("changed", ["people", "days", "starts_on", "never"])
def test_a_list_that_was_not_shown_is_not_sent(cast: Cast, office: Client, changed: str) -> None:
    """Changed since it was shown, or never shown: it is read and shown again."""
    url = address(cast, "invitation_paste")
    mark = "" if changed == "never" else shown(office.post(url, pasted()))
    other = {
        "people": LIST.replace("teacher", "office").replace(", 4B", ""),
        "days": "30",
        "starts_on": "2026-11-24",
    }
    sent = pasted(do="send", shown=mark) | ({changed: other[changed]} if changed in other else {})
    page = office.post(url, sent)
    assert page.status_code == 200
    assert invitations(cast) == []


def test_a_wrong_line_stops_the_list_until_mended_or_left_out(cast: Cast, office: Client) -> None:
    """The problem stands at its line, the text is kept; the good lines can go alone."""
    url = address(cast, "invitation_paste")
    text = f"{LIST}\nAl, al@n.test, SENCO\nBo, bo@n.test, TA, 9Z"
    page = office.post(url, pasted(text))
    words = page.content.decode()
    assert page.status_code == 422
    assert "2 of 4 lines need mending" in words
    assert "You cannot give this role: SENCO." in words
    assert "There is no class “9Z”." in words
    assert "Bo, bo@n.test, TA, 9Z</textarea>" in words
    assert office.post(url, pasted(text, do="send", shown=shown(page))).status_code == 422
    left = office.post(url, pasted(text, do="leave_out"))
    assert left.context["form"]["people"].value().splitlines() == LIST.splitlines()
    office.post(url, pasted(left.context["form"]["people"].value(), "send", shown=shown(left)))
    assert len(invitations(cast)) == 2


def test_somebody_invited_in_between_is_said_and_nothing_sent(cast: Cast, office: Client) -> None:
    """Two offices paste one list: the second is told, and its list kept."""
    url = address(cast, "invitation_paste")
    mark = shown(office.post(url, pasted()))
    ask_one(cast.senco)
    page = office.post(url, pasted(do="send", shown=mark))
    assert page.status_code == 422
    assert "Is invited already" in page.content.decode()
    assert len(invitations(cast)) == 1


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ("", "Paste or type at least one line"),
        (" \n ,, \n", "Paste or type at least one line"),
        ("name, e-mail, roles", "Paste or type at least one line"),
        ("\n".join(f"P, p{n}@n.test, TA" for n in range(201)), "201 lines are too many at once"),
        ("x" * 60_001, "at most 60000 characters"),
    ],
)
def test_a_list_that_is_none_is_said(cast: Cast, office: Client, people: str, words: str) -> None:
    """Empty, headings only, too long: one sentence, 422."""
    page = office.post(address(cast, "invitation_paste"), pasted(people))
    assert page.status_code == 422
    assert words in page.content.decode()


def test_a_list_of_two_hundred_costs_few_queries_to_check(cast: Cast, office: Client) -> None:
    """Reading it is one look at the school, not one a line."""
    url, counted = address(cast, "invitation_paste"), []
    for size in (1, 200):
        text = "\n".join(f"P {n}, p{n}@n.test, teacher, 4B" for n in range(size))
        with CaptureQueriesContext(connection) as queries:
            assert office.post(url, pasted(text)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_sent_again_and_withdrawn_from_the_list(cast: Cast, office: Client) -> None:
    """Each says what happened; a withdrawn one moves to the other list."""
    row = ask_one(cast.office)
    url = address(cast, "invitation_list")
    again = office.post(address(cast, "invitation_send", pk=row.pk), follow=True)
    assert "Sent to Nell Ash again." in again.content.decode()
    assert "sent 2 times" in again.content.decode()
    office.post(address(cast, "invitation_withdraw", pk=row.pk))
    assert NEW not in office.get(url).content.decode()
    assert "Withdrawn 23 November 2026" in office.get(f"{url}?over=1").content.decode()
    refused = office.post(address(cast, "invitation_send", pk=row.pk), follow=True)
    assert "was withdrawn" in refused.content.decode()


def test_office_is_not_offered_what_it_may_not_change(cast: Cast, office: Client) -> None:
    """An invitation to be head is listed, without its buttons; the addresses refuse too."""
    row = ask_one(cast.senco, roles=frozenset({Role.HEAD}))
    words = office.get(address(cast, "invitation_list")).content.decode()
    assert "For the SENCO or head" in words
    assert "Send again" not in words
    for route in ("invitation_send", "invitation_withdraw"):
        page = office.post(address(cast, route, pk=row.pk), follow=True)
        assert "Ask the SENCO or the head" in page.content.decode()
    assert now(cast, row) == row
    assert now(cast, row).withdrawn_at is None


def test_the_list_costs_the_same_for_few_and_many(cast: Cast, office: Client) -> None:
    """One or thirty."""
    counted = []
    for numbers in (range(1), range(1, 30)):
        for n in numbers:
            ask_one(cast.office, f"p{n}@n.test")
        with CaptureQueriesContext(connection) as queries:
            office.get(address(cast, "invitation_list"))
        counted.append(len(queries))
    assert counted[0] == counted[1]
