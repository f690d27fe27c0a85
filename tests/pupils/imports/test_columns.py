"""Headings we do not know: asked once, remembered for the school, and forgotten when told to."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from common.exports import csv_bytes
from common.tabular import Row, Table
from pupils.imports.columns import Remembered, layout_of, match, might_be_headings
from pupils.models import ColumnMatching, PupilImport
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.people import SignIn

HEADINGS = ["Identifier", "Family", "Called", "Birthday on", "Stage of schooling", "Group"]
VALUES = ["B801200005001", "Example", "Ada", "14/05/2018", "4", "4B"]
SAID = {
    "identifier": "UPN",
    "family": "Surname",
    "called": "Forename",
    "birthdayon": "Date of birth",
    "stageofschooling": "Year group",
    "group": "Class",
}


@pytest.fixture(autouse=True)
def on_12_march() -> Iterator[None]:
    """Every page of these tests is opened on 12 March 2027."""
    with time_machine.travel("2027-03-12T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def office(cast: Cast, sign_in: SignIn) -> Client:
    """The office, signed in."""
    return sign_in(cast.office)


def table(headings: list[str], values: list[str] | None = None) -> Table:
    """A table of one row."""
    return Table(tuple(headings), 1, (Row(2, tuple(values or VALUES)),))


def upload(client: Client, headings: list[str], values: list[str] | None = None) -> Any:
    """Send a file with these headings, and follow where it leads."""
    content = csv_bytes(headings, [values or VALUES])
    url = reverse("pupils:import_new", args=["northfield"])
    return client.post(url, {"file": SimpleUploadedFile("p.csv", content)}, follow=True)


def answer(client: Client, page: Any, said: dict[str, str]) -> Any:
    """Say what the headings asked about are."""
    url = page.redirect_chain[-1][0] if page.redirect_chain else page.request["PATH_INFO"]
    form = page.context["form"]
    typed = {
        f"column_{number}": said.get(question.key, "")
        for number, question in enumerate(form.questions)
    }
    return client.post(url, typed, follow=True)


def asked(page: Any) -> list[str]:
    """The headings a page asks about; none where it asks nothing."""
    form = page.context["form"]
    return [question.heading for question in getattr(form, "questions", [])]


def matchings(cast: Cast) -> list[ColumnMatching]:
    """Every layout the school remembers."""
    with school_scope(cast.school, writes=False):
        return list(ColumnMatching.objects.order_by("remembered_at"))


def test_unknown_headings_are_asked_once_with_samples_and_guesses(
    cast: Cast, office: Client
) -> None:
    """A page shows what stands under each and our guess; then the file is as if we knew them."""
    page = upload(office, HEADINGS)
    assert asked(page) == HEADINGS
    first = page.context["form"].fields["column_0"]
    assert (first.initial, first.help_text) == ("UPN", "Such as B801200005001")
    page = answer(office, page, SAID)
    assert "1 new, 0 changed" in page.content.decode()
    assert "“Family” is Surname" in page.content.decode()
    (kept,) = matchings(cast)
    assert kept.remembered_by == cast.office.user


def test_the_same_layout_asks_nothing_again(cast: Cast, office: Client) -> None:
    """Whatever the order of the columns: matched silently, and said in one line."""
    answer(office, upload(office, HEADINGS), SAID)
    page = upload(office, HEADINGS[::-1], VALUES[::-1])
    assert asked(page) == []
    assert "Matched as you said before" in page.content.decode()


def test_a_heading_that_changed_asks_only_about_that_one(cast: Cast, office: Client) -> None:
    """One new heading in the place of one that was used: the others are still known."""
    answer(office, upload(office, HEADINGS), SAID)
    page = upload(office, [*HEADINGS[:5], "Pastoral base"])
    assert asked(page) == ["Pastoral base"]
    page = answer(office, page, {"pastoralbase": "Class"})
    assert "“Pastoral base” is Class" in page.content.decode()


def test_a_column_more_is_told_and_not_asked(cast: Cast, office: Client) -> None:
    """Where everything that was used is there, a new column costs no click."""
    answer(office, upload(office, HEADINGS), SAID)
    page = upload(office, [*HEADINGS, "House"], [*VALUES, "Red"])
    assert asked(page) == []
    assert "These columns are not read: House" in page.content.decode()


def test_two_headings_for_one_column_are_refused(cast: Cast, office: Client) -> None:
    """What was chosen stays on the page, and nothing is remembered."""
    page = answer(office, upload(office, HEADINGS), SAID | {"called": "Surname"})
    assert page.status_code == 422
    message = "“Family” and “Called” are both Surname: choose one of them."
    assert page.context["form"].non_field_errors() == [message]
    assert page.context["form"]["column_2"].value() == "Surname"
    assert matchings(cast) == []


def test_a_file_that_says_of_nobody_who_they_are_is_refused(cast: Cast, office: Client) -> None:
    """Without a UPN, both names and a date of birth are wanted."""
    page = answer(office, upload(office, HEADINGS), SAID | {"identifier": "", "family": ""})
    assert page.status_code == 422
    assert "which are surname, forename and date of birth" in page.content.decode()
    with school_scope(cast.school, writes=False):
        assert PupilImport.objects.get().columns is None


@pytest.mark.parametrize("rows", [[VALUES, VALUES], [["Red", "4"], ["Blue", "5"]]])
def test_a_file_without_headings_is_refused(office: Client, rows: list[list[str]]) -> None:
    """Where the first row is a child's, or there are too few columns, nothing can be matched."""
    content = csv_bytes(rows[0], rows[1:])
    url = reverse("pupils:import_new", args=["northfield"])
    page = office.post(url, {"file": SimpleUploadedFile("p.csv", content)})
    assert page.status_code == 422
    assert "No row of headings was found" in page.context["form"].errors["file"][0]


def test_a_matching_is_shown_and_can_be_forgotten(cast: Cast, office: Client) -> None:
    """The page names it; forgotten, the next file asks again."""
    answer(office, upload(office, HEADINGS), SAID)
    url = reverse("pupils:import_new", args=["northfield"])
    assert "“Family” is Surname" in office.get(url).content.decode()
    (kept,) = matchings(cast)
    office.post(reverse("pupils:matching_forget", args=["northfield", kept.pk]))
    assert matchings(cast) == []
    assert asked(upload(office, HEADINGS)) == HEADINGS


def test_the_school_next_door_is_asked_for_itself(
    cast: Cast, other: Cast, office: Client, sign_in: SignIn
) -> None:
    """What one school said about its headings says nothing to another."""
    answer(office, upload(office, HEADINGS), SAID)
    url = reverse("pupils:import_new", args=["southmere"])
    content = csv_bytes(HEADINGS, [VALUES])
    sent = {"file": SimpleUploadedFile("p.csv", content)}
    assert asked(sign_in(other.office).post(url, sent, follow=True)) == HEADINGS


def test_the_newest_layout_speaks_first() -> None:
    """Where two layouts say different things of one heading, the newer one holds."""
    older = Remembered(HEADINGS, SAID)
    newer = Remembered([*HEADINGS, "House"], SAID | {"group": "", "house": "Class"})
    found = match(table([*HEADINGS, "Locker"], [*VALUES, "9"]), [newer, older])
    assert found.chosen["group"] == ""
    assert [question.heading for question in found.questions] == ["Locker"]


def test_a_layout_is_a_set_of_headings() -> None:
    """Order, case, spaces and signs do not make another layout; another heading does."""
    assert layout_of(["Legal Surname", "DOB"]) == layout_of(["dob", "legal-surname", ""])
    assert layout_of(["Surname"]) != layout_of(["Surname", "DOB"])


@pytest.mark.parametrize(
    ("cells", "might"),
    [
        (HEADINGS, True),
        (VALUES, False),
        (["Name", "Name", "Class"], False),
        (["Pupil list", "", ""], False),
        (["Ada", "sam@example.test", "4B"], False),
    ],
)
def test_headings_are_words_and_differ(cells: list[str], might: bool) -> None:
    """A row with dates, numbers or addresses is data; two alike are no headings."""
    assert might_be_headings(cells) == might
