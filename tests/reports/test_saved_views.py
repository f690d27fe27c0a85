"""Views of the register under a name: whose they are, what they keep, who else finds them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import SavedView
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.people import SignIn

MISTAKEN = 422


def path(cast: Cast, name: str, **where: Any) -> str:
    """An address of the views."""
    return reverse(f"reports:{name}", kwargs={"school": cast.school.slug, **where})


def save(client: Client, cast: Cast, query: str, **typed: str) -> Any:
    """Keep the register as an address asks for it."""
    return client.post(f"{path(cast, 'saved_view_add')}?{query}", {"name": "Mine", **typed})


def test_a_view_keeps_filters_order_and_columns_only(cast: Cast, sign_in: SignIn) -> None:
    """Neither the page one was on, nor who was ticked, nor what is no filter at all."""
    client = sign_in(cast.senco)
    asked = f"year=4&sort=-since&col=year&col=upn&page=3&pupil={cast.ayla.pk}&all=1&next=/x"
    answer = save(client, cast, asked)
    with school_scope(cast.school):
        view = SavedView.objects.get()
    assert view.query == "year=4&sort=-since&cols=yu"
    assert answer.url == f"{path(cast, 'register')}?{view.query}"
    page = client.get(answer.url).content.decode()
    assert "View: Mine" in page
    assert cast.ayla.upn in page


@pytest.mark.parametrize(
    ("query", "typed", "says"),
    [
        ("year=4", {"name": ""}, "Name"),
        ("year=4", {"name": "Year 4"}, "There is a view called Year 4 already."),
        ("q=ayla", {"is_shared": "on"}, "it would tell colleagues of that child"),
        ("worker=" + "x" * 600, {}, "too much to be kept"),
    ],
)
def test_what_cannot_be_kept_is_said_and_kept_typed(
    cast: Cast, sign_in: SignIn, query: str, typed: dict[str, str], says: str
) -> None:
    """One clear sentence, what was typed stays, nothing is saved."""
    client = sign_in(cast.senco)
    save(client, cast, "year=4", name="Year 4")
    answer = save(client, cast, query, **typed)
    assert answer.status_code == MISTAKEN
    assert says in answer.content.decode()
    assert answer.context["form"]["name"].value() == typed.get("name", "Mine")
    with school_scope(cast.school):
        assert SavedView.objects.count() == 1


def test_a_teacher_shares_nothing_even_by_a_forged_field(cast: Cast, sign_in: SignIn) -> None:
    """The box is not there for a teacher, and sent all the same it does nothing."""
    save(sign_in(cast.teacher_4b), cast, "year=4", is_shared="on")
    with school_scope(cast.school):
        assert not SavedView.objects.get().is_shared


def test_a_shared_view_shows_each_reader_their_own_children(cast: Cast, sign_in: SignIn) -> None:
    """Colleagues find it by name; whom it lists is their own scope, and they cannot change it."""
    save(sign_in(cast.senco), cast, "show=all", is_shared="on", name="Everyone")
    client = sign_in(cast.teacher_4b)
    page = client.get(path(cast, "saved_view_list")).content.decode()
    assert "Everyone" in page
    assert cast.senco.user.name in page
    with school_scope(cast.school):
        view = SavedView.objects.get()
    listed = client.get(f"{path(cast, 'register')}?{view.query}").content.decode()
    assert cast.ayla.surname in listed
    assert cast.ben.surname not in listed
    assert client.get(path(cast, "saved_view_edit", pk=view.pk)).status_code == 404
    assert client.post(path(cast, "saved_view_remove", pk=view.pk)).status_code == 404
    assert sign_in(cast.head).post(path(cast, "saved_view_remove", pk=view.pk)).status_code == 302
    with school_scope(cast.school):
        assert not SavedView.objects.exists()


def test_a_view_not_shared_is_found_by_nobody_else(cast: Cast, sign_in: SignIn) -> None:
    """It is a person's own, from the head as well."""
    save(sign_in(cast.senco), cast, "year=4")
    assert "Mine" not in sign_in(cast.head).get(path(cast, "saved_view_list")).content.decode()


def test_renaming_keeps_what_the_view_asks_for(cast: Cast, sign_in: SignIn) -> None:
    """A view is renamed in place, to a name that is free."""
    client = sign_in(cast.senco)
    save(client, cast, "year=4", name="Year 4")
    save(client, cast, "year=5", name="Year 5")
    with school_scope(cast.school):
        view = SavedView.objects.get(name="Year 5")
    url = path(cast, "saved_view_edit", pk=view.pk)
    assert client.post(url, {"name": "Year 4"}).status_code == MISTAKEN
    assert client.post(url, {"name": "Upper"}).status_code == 302
    with school_scope(cast.school):
        view.refresh_from_db()
    assert (view.name, view.query) == ("Upper", "year=5")
