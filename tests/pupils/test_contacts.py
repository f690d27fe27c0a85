"""The adults around a child (statutory.md 5.6)."""

from datetime import date
from typing import Any

import pytest

from pupils.models import AccessBlock, AccessEntry, Contact
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.people import SignIn
from tests.pupils.pages import address, fields_of, open_form, plain

pytestmark = pytest.mark.usefixtures("monday")
FATHER = {
    "forename": "Karl",
    "surname": "Ashdown",
    "relationship": "PAF",
    "rank": "2",
    "sen_information": "yes",
    "has_parental_responsibility": "on",
}


def contacts(cast: Cast) -> list[Contact]:
    """Ayla's contacts in their order."""
    with school_scope(cast.school):
        return list(Contact.objects.filter(pupil=cast.ayla).order_by("rank", "pk"))


def test_contact_is_added_and_shown_in_words(cast: Cast, sign_in: SignIn) -> None:
    """Relationship, responsibility and what may be sent are words, not codes."""
    url = address("contact_add", cast.school, cast.ayla.pk)
    client = sign_in(cast.office)
    sent = open_form(client, url)
    assert sent["rank"] == "2"
    page = plain(client.post(url, sent | FATHER, follow=True))
    assert "Karl Ashdown, Father Parental responsibility May be sent SEN information" in page
    assert contacts(cast)[1].pupil_id == cast.ayla.pk


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sen_information": "order"}, "Say what the order allows and forbids."),
        ({"surname": ""}, "This field is required."),
        ({"relationship": "XXX"}, "Select a valid choice"),
        ({"email": "not an address"}, "Enter a valid email address."),
        ({"rank": "-1"}, "greater than or equal to 0"),
    ],
)
def test_wrong_contact_is_told_and_kept(
    cast: Cast, sign_in: SignIn, change: dict[str, str], says: str
) -> None:
    """An order without words, a missing name, a choice there is not: nothing saved, all kept."""
    url = address("contact_add", cast.school, cast.ayla.pk)
    response = sign_in(cast.office).post(url, FATHER | {"phone": "Zqphone"} | change)
    assert response.status_code == 422
    assert says in plain(response)
    assert "Zqphone" in response.content.decode()
    assert len(contacts(cast)) == 1


def test_court_order_stands_out(cast: Cast, sign_in: SignIn) -> None:
    """A court order is the first thing seen of a contact."""
    url = address("contact_add", cast.school, cast.ayla.pk)
    sent: dict[str, Any] = FATHER | {"sen_information": "order", "court_order_note": "No contact."}
    page = plain(sign_in(cast.office).post(url, sent, follow=True))
    assert "Court order: read the note first" in page
    assert "Court order: No contact." in page


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"order_allows_letters": "on"}, "Choose above that a court order applies."),
        ({"order_until": "31/13/2026"}, "Enter a real day"),
        ({"order_review_on": "soon"}, "Enter a real day"),
    ],
)
def test_wrong_order_is_told_and_kept(
    cast: Cast, sign_in: SignIn, change: dict[str, str], says: str
) -> None:
    """What an order allows belongs to an order; its days are days."""
    url = address("contact_add", cast.school, cast.ayla.pk)
    response = sign_in(cast.office).post(url, FATHER | {"phone": "Zqphone"} | change)
    assert response.status_code == 422
    assert says in plain(response)
    assert "Zqphone" in response.content.decode()
    assert len(contacts(cast)) == 1


def test_what_an_order_allows_is_said_on_the_card(cast: Cast, sign_in: SignIn) -> None:
    """Whether letters go to this adult, why, until when the order holds, when to look again."""
    url = address("contact_add", cast.school, cast.ayla.pk)
    sent = FATHER | {
        "sen_information": "order",
        "court_order_note": "No address.",
        "address": "4 High Street",
        "order_allows_letters": "on",
        "order_until": "2027-03-12",
        "order_review_on": "2027-01-04",
    }
    page = plain(sign_in(cast.office).post(url, sent, follow=True))
    assert "Letters about SEN Yes. Has parental responsibility." in page
    assert "Order holds until 12 March 2027" in page
    assert "Look at the order again 4 January 2027" in page


def test_what_is_to_be_looked_at_is_listed(cast: Cast, sign_in: SignIn) -> None:
    """On the child's details for whoever can mend it, and for the school on one page."""
    with school_scope(cast.school, by=cast.senco.user):
        contact = contacts(cast)[0]
        contact.has_parental_responsibility = False
        contact.save()
    says = "Nobody is recorded with parental responsibility."
    details = address("pupil_detail", cast.school, cast.ayla.pk)
    assert says in plain(sign_in(cast.office).get(details))
    assert says not in plain(sign_in(cast.teacher_4b).get(details))
    page = plain(sign_in(cast.senco).get(address("contact_checks", cast.school)))
    assert f"{cast.ayla.name} 4B {says}" in page
    assert cast.ben.name not in page


def test_the_same_adult_is_offered_for_a_brother_and_never_linked(
    cast: Cast, sign_in: SignIn
) -> None:
    """Ben lives where Ayla does: her mother is offered with why, fills the form when chosen, and
    what she may know of Ben is asked again. A change of one record leaves the other.
    """
    with school_scope(cast.school, by=cast.senco.user):
        hers, his = contacts(cast)[0], cast.ben.contacts.get()
        hers.address, hers.language = "12 Mill Lane\nZZ99 1ZZ", "Polish"
        hers.sen_information, hers.court_order_note = "order", "Zqorder"
        his.address = "12 MILL LANE, ZZ99 1ZZ"
        hers.save()
        his.save()
    office, url = sign_in(cast.office), address("contact_add", cast.school, cast.ben.pk)
    page = office.get(url)
    assert f"{hers.name}, mother of {cast.ayla.name} at the same address" in plain(page)
    filled = office.get(f"{url}?like={hers.pk}")
    sent = fields_of(filled)
    assert (sent["surname"], sent["language"]) == (hers.surname, "Polish")
    assert "Zqorder" not in filled.content.decode()
    assert sent["sen_information"] == "yes"
    assert office.post(url, sent).status_code == 302
    with school_scope(cast.school):
        copied = Contact.objects.get(pupil=cast.ben, surname=hers.surname)
        entry = AccessEntry.objects.filter(what="pupils:contact_add").latest("pk")
    assert (copied.address, copied.court_order_note) == (hers.address, "")
    assert (entry.pupil_id, entry.pupil_ids) == (cast.ben.pk, [cast.ayla.pk])
    assert hers.name not in plain(office.get(url)).partition("Who")[0].partition("same adult")[2]


@pytest.mark.parametrize("who", ["blocked", "left", "former", "elsewhere"])
def test_who_is_not_offered(cast: Cast, sign_in: SignIn, who: str) -> None:
    """A child one may not see, one who left, a former contact, somebody of another address."""
    with school_scope(cast.school, by=cast.senco.user):
        hers, his = contacts(cast)[0], cast.ben.contacts.get()
        hers.address = "9 Low Road" if who == "elsewhere" else "12 Mill Lane"
        hers.ended_on = date(2026, 1, 1) if who == "former" else None
        his.address = "12 Mill Lane"
        hers.save()
        his.save()
        if who == "blocked":
            AccessBlock.objects.create(
                user=cast.office.user, pupil=cast.ayla, why="Aunt", starts_on=date(2026, 1, 1)
            )
        if who == "left":
            cast.ayla.left_on = date(2026, 10, 1)
            cast.ayla.save()
    page = sign_in(cast.office).get(address("contact_add", cast.school, cast.ben.pk))
    assert page.context["offers"] == []


def test_contact_ends_and_can_be_one_again(cast: Cast, sign_in: SignIn) -> None:
    """Who is no longer a contact stays in the record, and can be put back."""
    client, contact = sign_in(cast.office), contacts(cast)[0]
    end = address("contact_end", cast.school, contact.pk)
    client.post(end, open_form(client, end) | {"ended_on": "2026-11-20"})
    assert contacts(cast)[0].ended_on == date(2026, 11, 20)
    details = address("pupil_detail", cast.school, cast.ayla.pk)
    assert "No longer contacts" in plain(client.get(details))
    edit = address("contact_edit", cast.school, contact.pk)
    client.post(edit, open_form(client, edit) | {"ended_on": ""})
    assert contacts(cast)[0].ended_on is None


def test_contact_does_not_end_in_the_future(cast: Cast, sign_in: SignIn) -> None:
    """Only what has been is recorded."""
    client = sign_in(cast.office)
    end = address("contact_end", cast.school, contacts(cast)[0].pk)
    response = client.post(end, open_form(client, end) | {"ended_on": "2026-11-24"})
    assert (response.status_code, "is in the future" in plain(response)) == (422, True)
