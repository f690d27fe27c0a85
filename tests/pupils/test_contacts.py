"""The adults around a child (statutory.md 5.6)."""

from datetime import date
from typing import Any

import pytest

from pupils.models import Contact
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.people import SignIn
from tests.pupils.pages import address, open_form, plain

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
