"""A pupil's identity: added, changed, refused when wrong, with what was typed kept."""

from datetime import date

import pytest

from common.years import YearGroup
from pupils.models import ClassPlacement, Pupil
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import PupilFactory
from tests.people import SignIn
from tests.pupils.pages import address, open_form, plain, words

pytestmark = pytest.mark.usefixtures("monday")


NEW = {
    "forename": "Cara",
    "surname": "Calder",
    "born_on": "2018-02-03",
    "year_group": "4",
    "joined_on": "2026-11-02",
    "young_carer": "N",
}


def reread(cast: Cast, pupil: Pupil) -> Pupil:
    """The pupil as the database has it."""
    with school_scope(cast.school):
        found: Pupil = Pupil.objects.get(pk=pupil.pk)
        return found


def test_pupil_is_added_and_put_into_a_class(cast: Cast, sign_in: SignIn) -> None:
    """A new pupil is on roll, in the class chosen from the day they joined."""
    url = address("pupil_add", cast.school)
    response = sign_in(cast.office).post(url, NEW | {"class_group": cast.class_4b.pk}, follow=True)
    assert "Cara Calder is on roll." in plain(response)
    with school_scope(cast.school, by=cast.office.user):
        pupil = Pupil.objects.get(forename="Cara")
        placement = ClassPlacement.objects.get(pupil=pupil)
        assert pupil.history.get().history_user == cast.office.user
    assert (pupil.year_group, pupil.joined_on) == (YearGroup.Y4, date(2026, 11, 2))
    assert (placement.class_group_id, placement.starts_on) == (cast.class_4b.pk, date(2026, 11, 2))


def test_same_name_and_birth_asks_first(cast: Cast, sign_in: SignIn) -> None:
    """Two records of one child are worse than a question."""
    PupilFactory(school=cast.school, forename="cara", surname="CALDER", born_on=date(2018, 2, 3))
    client, url = sign_in(cast.office), address("pupil_add", cast.school)
    response = client.post(url, NEW)
    assert response.status_code == 422
    assert "in the school's records already" in plain(response)
    assert client.post(url, NEW | {"is_another_child": "on"}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("born_on", "2026-11-24", "24 November 2026 is in the future."),
        ("born_on", "1990-01-01", "too long ago for a pupil"),
        ("born_on", "yesterday", "Enter a real day"),
        ("joined_on", "2017-01-01", "before the date of birth"),
        ("forename", "", "This field is required."),
        ("year_group", "77", "Select a valid choice"),
        ("upn", "12345", "A UPN is a letter, eleven digits"),
    ],
)
def test_wrong_input_is_told_and_kept(
    cast: Cast, sign_in: SignIn, field: str, value: str, says: str
) -> None:
    """A mistake names its field, nothing is saved, and what was typed stays in the form."""
    client, url = sign_in(cast.office), address("pupil_edit", cast.school, cast.ayla.pk)
    sent = open_form(client, url) | {"home_language": "Turkish", field: value}
    response = client.post(url, sent)
    assert response.status_code == 422
    assert says in plain(response)
    assert 'value="Turkish"' in words(response)
    assert reread(cast, cast.ayla).version == 1


def test_change_is_saved_as_the_next_version(cast: Cast, sign_in: SignIn) -> None:
    """Details are saved with who did it; the page says so."""
    client, url = sign_in(cast.office), address("pupil_edit", cast.school, cast.ayla.pk)
    response = client.post(url, open_form(client, url) | {"home_language": "Urdu"}, follow=True)
    assert "The details are saved." in plain(response)
    pupil = reread(cast, cast.ayla)
    assert (pupil.home_language, pupil.version) == ("Urdu", 2)


def test_wrong_check_letter_is_saved_with_a_warning(cast: Cast, sign_in: SignIn) -> None:
    """Schools hold UPNs whose letter is wrong: it is kept, and the right letter is told."""
    client, url = sign_in(cast.office), address("pupil_edit", cast.school, cast.ayla.pk)
    sent = open_form(client, url) | {"upn": "a801 2000-05001"}
    response = client.post(url, sent, follow=True)
    assert "The first letter of this UPN should be B, not A." in plain(response)
    assert reread(cast, cast.ayla).upn == "A801200005001"


def test_upn_is_one_childs_only(cast: Cast, sign_in: SignIn) -> None:
    """Two pupils of a school cannot have one UPN; one of another school can."""
    PupilFactory(school=cast.school, upn="B801200005001")
    client, url = sign_in(cast.office), address("pupil_edit", cast.school, cast.ayla.pk)
    response = client.post(url, open_form(client, url) | {"upn": "B801200005001"})
    assert "Another pupil of this school has this UPN." in plain(response)


def test_office_cannot_touch_the_safeguarding_pointer(cast: Cast, sign_in: SignIn) -> None:
    """Who does not see a field cannot change it by sending it."""
    client, url = sign_in(cast.office), address("pupil_edit", cast.school, cast.ayla.pk)
    client.post(url, open_form(client, url) | {"safeguarding_pointer": "gone"})
    assert reread(cast, cast.ayla).safeguarding_pointer == "Zqnorthfieldayla file"
