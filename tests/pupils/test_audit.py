"""Who changed a child's record, in words."""

import pytest

from pupils.history import changes_of
from pupils.models import Contact
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import AccessBlockFactory
from tests.people import SignIn
from tests.pupils.pages import address, open_form, plain

pytestmark = pytest.mark.usefixtures("monday")


def test_change_is_told_from_old_to_new(cast: Cast, sign_in: SignIn) -> None:
    """The history names who, what, and both values, in words."""
    client, url = sign_in(cast.office), address("pupil_edit", cast.school, cast.ayla.pk)
    client.post(url, open_form(client, url) | {"home_language": "Urdu", "year_group": "5"})
    page = plain(sign_in(cast.dsl).get(address("pupil_history", cast.school, cast.ayla.pk)))
    assert "Office Details changed" in page
    assert "Home language: (nothing) became → Urdu" in page
    assert "Year group: Year 4 became → Year 5" in page


def test_every_kind_of_row_has_its_words(cast: Cast) -> None:
    """Contacts, needs, statuses, classes and links are named, not numbered."""
    with school_scope(cast.school):
        told = {change.what for change in changes_of(cast.ayla, cast.senco)}
    assert told == {
        "Details",
        "Contact Sam Zqnorthfieldayla",
        "Need: Speech, language and communication needs",
        "SEN status K",
        "Class 4B",
        "Link with Ta",
    }


def test_change_of_only_the_version_is_not_told(cast: Cast) -> None:
    """A save that changed no word is no change to a reader."""
    with school_scope(cast.school, by=cast.senco.user):
        contact = Contact.objects.get(pupil=cast.ayla)
        before = len(changes_of(cast.ayla, cast.senco))
        contact.save_as_version(1)
        assert len(changes_of(cast.ayla, cast.senco)) == before


def test_blocks_are_told_only_to_who_may_set_them(cast: Cast) -> None:
    """The history does not give away what the details page keeps back."""
    AccessBlockFactory(user=cast.teacher_5a.user, pupil=cast.ayla)
    with school_scope(cast.school):
        told = {
            name: any("Kept away" in c.what for c in changes_of(cast.ayla, cast.staff[name]))
            for name in ("senco", "head", "dsl")
        }
    assert told == {"senco": True, "head": True, "dsl": False}
