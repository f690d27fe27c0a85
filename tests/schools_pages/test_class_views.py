"""The pages of classes, and whose each is."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import ClassAssignment
from schools.models import ClassGroup
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.accounts import ClassAssignmentFactory, MembershipFactory
from tests.factories.schools import ClassGroupFactory
from tests.people import SignIn


def address(cast: Cast, route: str, **keys: int) -> str:
    """A page of the school."""
    return reverse(route, kwargs={"school": cast.school.slug, **keys})


@pytest.fixture
def office(cast: Cast, sign_in: SignIn) -> Client:
    """The office of Northfield, signed in."""
    return sign_in(cast.office)


def test_list_shows_who_has_each_class(cast: Cast, office: Client) -> None:
    """With how many pupils are in it; a class without a teacher says so."""
    ClassGroupFactory(academic_year=cast.class_4b.academic_year, name="Oak", year_group=None)
    text = office.get(address(cast, "reports:class_list")).content.decode()
    for words in ("4B", "Teacher 4B", "Oak", "Mixed", "No teacher today"):
        assert words in text, words


def test_list_costs_the_same_for_few_and_many(cast: Cast, office: Client) -> None:
    """Ten classes or sixty: the same queries."""
    year, url = cast.class_4b.academic_year, address(cast, "reports:class_list")
    counted = []
    for wanted in (10, 60):
        with school_scope(cast.school):
            missing = wanted - ClassGroup.objects.count()
        for n in range(missing):
            made = ClassGroupFactory(academic_year=year, name=f"Class {wanted} {n}")
            ClassAssignmentFactory(membership=cast.teacher_4b, class_group=made)
        with CaptureQueriesContext(connection) as queries:
            office.get(url)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 14


def test_class_is_added(cast: Cast, office: Client) -> None:
    """Then its own page says whose it is."""
    year = cast.class_4b.academic_year_id
    sent = {"name": "Birch", "year_group": "", "year": year}
    page = office.post(address(cast, "reports:class_add"), sent, follow=True)
    assert "Whose class it is" in page.content.decode()
    with school_scope(cast.school):
        assert ClassGroup.objects.get(name="Birch").year_group is None


def test_second_class_of_a_name_is_refused_and_kept(cast: Cast, office: Client) -> None:
    """The sentence names the class and the year."""
    sent = {"name": "4b", "year_group": "4", "year": cast.class_4b.academic_year_id}
    page = office.post(address(cast, "reports:class_add"), sent)
    assert page.status_code == 422
    assert "There is a class called 4b in 2026/27 already." in page.content.decode()
    assert 'value="4b"' in page.content.decode()


def test_class_is_not_added_to_another_schools_year(
    cast: Cast, other: Cast, office: Client
) -> None:
    """A foreign id in the form is no choice."""
    sent = {"name": "Birch", "year_group": "4", "year": other.class_4b.academic_year_id}
    assert office.post(address(cast, "reports:class_add"), sent).status_code == 422
    for school in (cast.school, other.school):
        with school_scope(school):
            assert not ClassGroup.objects.filter(name="Birch").exists()


def test_class_is_renamed_and_a_clash_shows_both(cast: Cast, office: Client) -> None:
    """The second of two gets the first one's name to see."""
    url = address(cast, "reports:class_edit", pk=cast.class_4b.pk)
    sent = {"name": "Birch", "year_group": "4", "version": "1"}
    assert office.post(url, sent).status_code == 302
    page = office.post(url, sent | {"name": "Beech"})
    assert page.status_code == 409
    assert "Birch" in page.content.decode()
    assert "Beech" in page.content.decode()


def test_class_of_another_school_does_not_exist(cast: Cast, other: Cast, office: Client) -> None:
    """Nor can it be changed."""
    url = address(cast, "reports:class_edit", pk=other.class_4b.pk)
    assert office.get(url).status_code == 404
    assert office.post(url, {"name": "X", "version": "1"}).status_code == 404


def given(cast: Cast, **changed: Any) -> dict[str, Any]:
    """Cover of 4B by the teacher of 5A, as a browser sends it."""
    return {
        "person": cast.teacher_5a.pk,
        "kind": "cover",
        "what": f"class-{cast.class_4b.pk}",
        "starts_on": "2026-11-23",
        "last_day": "2026-11-27",
        "may_see_from": "",
    } | changed


def test_cover_is_given_and_ends_the_day_after_its_last(cast: Cast, office: Client) -> None:
    """The form asks for the last day; scope wants the first day after it."""
    url = address(cast, "accounts:assignment_add")
    page = office.post(f"{url}?class={cast.class_4b.pk}", given(cast), follow=True)
    assert "23 November 2026 to 27 November 2026" in page.content.decode()
    with school_scope(cast.school):
        row = ClassAssignment.objects.get(kind="cover")
        assert row.ends_on == date(2026, 11, 28)
        assert row.history.get().history_user == cast.office.user


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"what": "year-5"}, "A whole year group is for a year leader"),
        ({"kind": "year_leader"}, "A year leader leads a year group"),
        ({"last_day": "2026-11-01"}, "The last day comes before the first"),
        ({"starts_on": ""}, "First day: This field is required."),
        ({"kind": "head"}, "Select a valid choice"),
    ],
)
def test_mistaken_assignment_is_named_and_kept(
    cast: Cast, office: Client, changed: dict[str, str], words: str
) -> None:
    """Nothing is saved, and the preview day typed is still there."""
    sent = given(cast, may_see_from="2026-11-20", **changed)
    page = office.post(address(cast, "accounts:assignment_add"), sent)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert 'value="2026-11-20"' in page.content.decode()
    with school_scope(cast.school):
        assert not ClassAssignment.objects.filter(kind="cover").exists()


def test_foreign_people_and_classes_are_no_choice(cast: Cast, other: Cast, office: Client) -> None:
    """Ids of the school next door, of one who left, and of one with no part in pupils."""
    trust_lead = MembershipFactory(school=other.school)
    for changed in (
        {"person": other.teacher_5a.pk},
        {"person": trust_lead.pk},
        {"person": cast.gone.pk},
        {"person": cast.office.pk},
        {"what": f"class-{other.class_4b.pk}"},
    ):
        page = office.post(address(cast, "accounts:assignment_add"), given(cast, **changed))
        assert page.status_code == 422, changed
    with school_scope(cast.school):
        assert not ClassAssignment.objects.filter(kind="cover").exists()


def test_days_are_changed_and_a_clash_shows_both(cast: Cast, office: Client) -> None:
    """The second of two is told the day the first saved."""
    with school_scope(cast.school):
        row = ClassAssignment.objects.get(membership=cast.teacher_4b)
    url = address(cast, "accounts:assignment_edit", pk=row.pk)
    sent = {"starts_on": "2026-09-01", "last_day": "2026-12-18", "version": "1"}
    assert office.post(url, sent).status_code == 302
    page = office.post(url, sent | {"last_day": "2027-03-26"})
    assert page.status_code == 409
    assert "18 December 2026" in page.content.decode()
    assert "26 March 2027" in page.content.decode()


def test_mistake_is_taken_back_after_asking(cast: Cast, office: Client) -> None:
    """The page asks first; then the teacher no longer has the class."""
    with school_scope(cast.school):
        row = ClassAssignment.objects.get(membership=cast.teacher_4b)
    url = address(cast, "accounts:assignment_remove", pk=row.pk)
    assert "never teacher of 4b" in office.get(url).content.decode().lower()
    assert office.post(url).status_code == 302
    with school_scope(cast.school):
        assert not ClassAssignment.objects.on(date(2026, 11, 23)).filter(pk=row.pk).exists()


def test_head_who_edits_no_classes_comes_back_to_the_person(cast: Cast, sign_in: SignIn) -> None:
    """The head gives a class from a colleague's page, and lands there again."""
    url = address(cast, "accounts:assignment_add")
    page = sign_in(cast.head).post(f"{url}?person={cast.teacher_5a.pk}", given(cast))
    assert page["Location"] == address(cast, "accounts:person_edit", pk=cast.teacher_5a.pk)
