"""Two people edit the same record: both are told, and nobody loses a word (reliability.md, 3)."""

from typing import Any

import pytest
from django.test import Client

from pupils.models import Contact, Pupil
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.people import SignIn
from tests.pupils.pages import address, fields_of, open_form, plain, words

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def url(cast: Cast) -> str:
    """The form of Ayla's details."""
    return address("pupil_edit", cast.school, cast.ayla.pk)


def saved(cast: Cast) -> Pupil:
    """Ayla as the database has her."""
    with school_scope(cast.school):
        found: Pupil = Pupil.objects.get(pk=cast.ayla.pk)
        return found


def clashing(cast: Cast, sign_in: SignIn, url: str, mine: Any, theirs: Any) -> tuple[Client, Any]:
    """The SENCO opens the form, the office saves first, the SENCO sends: the page that follows."""
    senco, office = sign_in(cast.senco), sign_in(cast.office)
    opened = open_form(senco, url)
    assert office.post(url, open_form(office, url) | theirs).status_code == 302
    return senco, senco.post(url, opened | mine)


def test_both_texts_are_shown_and_nothing_is_saved(cast: Cast, sign_in: SignIn, url: str) -> None:
    """The second to save sees both texts, who wrote theirs and when; the first one's stands."""
    _, response = clashing(
        cast, sign_in, url, {"home_language": "Zqmine"}, {"home_language": "Zqtheirs"}
    )
    assert response.status_code == 409
    page = plain(response)
    assert "Office saved this first, today at 10:00." in page
    assert "Zqmine" in page
    assert "Zqtheirs" in page
    assert fields_of(response)["home_language"] == "Zqmine"
    assert (saved(cast).home_language, saved(cast).version) == ("Zqtheirs", 2)


def test_sending_again_saves_mine(cast: Cast, sign_in: SignIn, url: str) -> None:
    """The clash page carries the new version: one more press saves what I wrote."""
    senco, response = clashing(
        cast, sign_in, url, {"home_language": "Zqmine"}, {"home_language": "Zqtheirs"}
    )
    again = fields_of(response) | {"take-home_language": "mine"}
    assert senco.post(url, again).status_code == 302
    assert (saved(cast).home_language, saved(cast).version) == ("Zqmine", 3)


def test_theirs_can_be_taken_field_by_field(cast: Cast, sign_in: SignIn, url: str) -> None:
    """One field theirs, another mine, a box as well as a text."""
    senco, response = clashing(
        cast,
        sign_in,
        url,
        {"home_language": "Zqmine", "forename": "Zqmyname", "is_eal": "on"},
        {"home_language": "Zqtheirs", "forename": "Zqtheirname", "has_free_meals": "on"},
    )
    taken = {"take-home_language": "theirs", "theirs-home_language": "Zqtheirs"}
    assert 'name="theirs-home_language" value="Zqtheirs"' in words(response)
    assert senco.post(url, fields_of(response) | taken).status_code == 302
    pupil = saved(cast)
    assert (pupil.home_language, pupil.forename) == ("Zqtheirs", "Zqmyname")
    assert (pupil.is_eal, pupil.has_free_meals) == (True, True)


def test_what_only_they_changed_is_merged(cast: Cast, sign_in: SignIn, url: str) -> None:
    """A field I did not touch takes theirs, and the page says so; it is no question."""
    _, response = clashing(
        cast, sign_in, url, {"forename": "Zqmyname"}, {"home_language": "Zqtheirs"}
    )
    assert "Home language is now Zqtheirs" in plain(response)
    assert "take-home_language" not in words(response)
    assert "take-forename" not in words(response)
    assert fields_of(response)["home_language"] == "Zqtheirs"


def test_a_box_that_was_cleared_can_be_taken(cast: Cast, sign_in: SignIn, url: str) -> None:
    """Theirs may be a box without its tick, which a browser does not send at all."""
    senco = sign_in(cast.senco)
    opened = open_form(senco, url) | {
        "is_eal": "on",
        "take-is_eal": "theirs",
    }
    assert senco.post(url, opened).status_code == 302
    assert saved(cast).is_eal is False


def test_a_third_writer_is_told_too(cast: Cast, sign_in: SignIn, url: str) -> None:
    """Between the clash page and the second press somebody saves again: again nothing is lost."""
    senco, response = clashing(
        cast, sign_in, url, {"home_language": "Zqmine"}, {"home_language": "Zqtheirs"}
    )
    office = sign_in(cast.office)
    office.post(url, open_form(office, url) | {"home_language": "Zqthird"})
    again = senco.post(url, fields_of(response))
    assert again.status_code == 409
    assert "Zqthird" in plain(again)
    assert fields_of(again)["home_language"] == "Zqmine"


def test_contact_clash_names_choices_in_words(cast: Cast, sign_in: SignIn) -> None:
    """A choice is shown as people read it, not as it is stored."""
    with school_scope(cast.school):
        contact = Contact.objects.get(pupil=cast.ayla)
    url = address("contact_edit", cast.school, contact.pk)
    _, response = clashing(
        cast, sign_in, url, {"relationship": "CAR"}, {"relationship": "PAF", "rank": "2"}
    )
    page = plain(response)
    assert "Yours, not saved Carer" in page
    assert "Saved by Office Father" in page


def test_leaving_asks_again_when_the_record_changed(cast: Cast, sign_in: SignIn) -> None:
    """A step without words of the record is told of the change too, and keeps its own."""
    archive = address("pupil_archive", cast.school, cast.ayla.pk)
    edit = address("pupil_edit", cast.school, cast.ayla.pk)
    senco, office = sign_in(cast.senco), sign_in(cast.office)
    mine = open_form(senco, archive) | {"went_to": "Zqschool"}
    office.post(edit, open_form(office, edit) | {"home_language": "Urdu"})
    response = senco.post(archive, mine)
    assert response.status_code == 409
    assert fields_of(response)["went_to"] == "Zqschool"
    assert senco.post(archive, fields_of(response)).status_code == 302
