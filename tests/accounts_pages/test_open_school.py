"""A school comes into being by one command, and its first person gets in by the link it prints."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Membership, User
from accounts.roles import Role
from schools.models import AcademicYear, School
from schools.tenancy import school_scope
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

ROLES = "senco, head, teacher, year_leader, ta, dsl, office"
GOOD = {"name": "St Mary's CE Primary", "email": "pat@st-marys.example", "person": "Pat Ash"}


def opened(capsys: Any, **more: Any) -> dict[str, Any]:
    """What the command says as JSON."""
    call_command("open_school", **(GOOD | more), json=True)
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def refused(capsys: Any, **more: Any) -> str:
    """The sentence it refuses with; nothing may be left behind."""
    before = (School.objects.count(), User.objects.count(), Membership.objects.count())
    with pytest.raises(SystemExit) as leaving:
        call_command("open_school", **(GOOD | more))
    assert leaving.value.code == 1
    assert before == (School.objects.count(), User.objects.count(), Membership.objects.count())
    return str(capsys.readouterr().err).strip()


def test_the_school_has_a_year_and_one_person(capsys: Any) -> None:
    """From an empty database: a school, its year, its SENCO, who is its contact at once."""
    said = opened(capsys, roles="senco,teacher")
    school = School.objects.get()
    assert (said["slug"], said["name"]) == (school.slug, "St Mary's CE Primary")
    assert school.slug == "st-marys-ce-primary"
    assert school.senco_name == "Pat Ash"
    assert school.go_live_on is None
    member = Membership.objects.get()
    assert member.roles == {Role.SENCO, Role.TEACHER}
    assert member.user.email == "pat@st-marys.example"
    with school_scope(school):
        assert AcademicYear.objects.get().name == "2026/27"


def test_the_link_sets_a_password_and_is_then_used_up(capsys: Any, settings: Any) -> None:
    """The first person chooses a password by the printed link, which nobody can use again."""
    settings.BASE_URL = "https://register.example"
    link = opened(capsys)["password_link"]
    assert link.startswith("https://register.example/")
    path = link.removeprefix("https://register.example")
    page = Client().get(path, follow=True)
    browser = page.wsgi_request.path
    client = Client()
    client.get(path)
    words = {"password1": "plum-cartwheel-9", "password2": "plum-cartwheel-9"}
    assert client.post(browser, words).status_code == 302
    assert User.objects.get().check_password("plum-cartwheel-9")
    assert "password1" not in Client().get(path, follow=True).content.decode()


def test_somebody_known_elsewhere_is_linked(capsys: Any) -> None:
    """A SENCO of two schools has one sign-in: no second person, and no new password."""
    user = UserFactory(email="pat@st-marys.example", name="Patricia Ash")
    said = opened(capsys, email="Pat@St-Marys.example")
    assert said["password_link"] is None
    assert Membership.objects.get().user == user
    assert School.objects.get().senco_name == "Patricia Ash"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "pat at school"}, "“pat at school” is not an e-mail address."),
        (
            {"roles": "senco,wizard"},
            f"“wizard” is no role of a school: use {ROLES}.",
        ),
        (
            {"roles": "trust"},
            f"“trust” is no role of a school: use {ROLES}.",
        ),
        (
            {"roles": "office"},
            "The first person must be SENCO or head, since only they can give every role.",
        ),
        ({"name": " "}, "Give the school a name of 1 to 120 letters."),
        ({"name": "!!!"}, "Give the school a name with letters or figures, for its address."),
        ({"person": ""}, "Give the first person a name of 1 to 120 letters."),
        (
            {"begins": 1999},
            "A school begins with the academic year from September 2025, 2026 or 2027.",
        ),
    ],
)
def test_bad_words_are_refused_in_one_sentence(
    capsys: Any, typed: dict[str, Any], sentence: str
) -> None:
    """Exit 1, one plain sentence, and no school, person or membership is left."""
    assert refused(capsys, **typed) == sentence


def test_a_name_or_address_in_use_is_refused(capsys: Any) -> None:
    """Two schools of one name would be mistaken for each other; nor can they share an address."""
    opened(capsys)
    assert refused(capsys, name="st mary's ce primary").startswith("There is a school called")
    assert refused(capsys, name="St Marys CE-Primary") == (
        "There is a school at the address st-marys-ce-primary already."
    )


def test_a_closed_sign_in_is_refused(capsys: Any) -> None:
    """Somebody whose sign-in was closed does not come back by a new school."""
    UserFactory(email="pat@st-marys.example", is_active=False)
    assert refused(capsys).startswith("Sign-in is closed for pat@st-marys.example")
