"""Signed out there is one page: the way in. Without a second factor there is one: setting it up."""

from itertools import product
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.middleware import ALWAYS_OPEN, PROVEN, SET_UP
from tests.access.matrix import OF_NO_SCHOOL, PUBLIC, Page
from tests.access.test_matrix import every_page
from tests.access.world import HTMX, World, address, ask, children_of, marks_in, text_of

METHODS = ("GET", "POST")
PARTS: dict[str, dict[str, Any]] = {
    "accounts:invitation_accept": {"school": "northfield", "token": "guessed"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
    "accounts:session_end": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
    "school_account_login": {"provider_id": "microsoft"},
    "school_account_callback": {"provider_id": "microsoft"},
    "accounts:school_account_unlink": {"provider_id": "microsoft"},
}
every_own_page = pytest.mark.parametrize("route", OF_NO_SCHOOL)


def where_to(response: Any) -> str:
    """The path a response sends a browser to; empty when it does not."""
    return urlsplit(response.headers.get("Location", "")).path


@every_page
def test_signed_out_is_sent_to_sign_in(world: World, row: Page) -> None:
    """Every page of a school, by every method: the same answer whether the thing exists or not."""
    path = address(row, world.cast, world.things, children_of(row)[0])
    nowhere = path.replace(world.cast.school.slug, "no-such-school")
    for tried, method, headers in product((path, nowhere), METHODS, ({}, HTMX)):
        response = ask(Client(), method, tried, headers=headers)
        assert (response.status_code, where_to(response)) == (302, reverse("account_login"))
        assert not marks_in(text_of(response))


@every_own_page
def test_own_pages_too(world: World, route: str) -> None:
    """One's own password and second factor are no more public than the rest."""
    for method in ("GET", "POST"):
        response = ask(Client(), method, reverse(route, kwargs=PARTS.get(route)))
        assert response.status_code in {302, 405}
        assert where_to(response) in {reverse("account_login"), "/", ""}


@pytest.mark.parametrize("route", PUBLIC)
def test_the_public_pages_hold_nothing(world: World, route: str) -> None:
    """They answer, and say nothing about any child or school."""
    response = ask(Client(), "GET", reverse(route, kwargs=PARTS.get(route)))
    assert response.status_code in {200, 302, 404}
    assert not marks_in(text_of(response))


@every_page
def test_without_a_second_factor_nothing_opens(world: World, row: Page) -> None:
    """A password alone opens no page: the person is sent to set the second factor up."""
    client = world.client("senco")
    forget(client)
    Authenticator.objects.filter(user=world.cast.senco.user).delete()
    assert ways_on(world, row, client) == {(302, reverse(SET_UP))}


@every_page
def test_a_session_that_never_showed_it_opens_nothing(world: World, row: Page) -> None:
    """Signed in before there was a second factor, say: the session shows it now or stays out."""
    client = world.client("senco")
    forget(client)
    assert ways_on(world, row, client) == {(302, reverse("mfa_reauthenticate"))}


def ways_on(world: World, row: Page, client: Client) -> set[tuple[int, str]]:
    """Where a page sends this browser, by any method, with and without htmx."""
    path = address(row, world.cast, world.things, children_of(row)[0])
    tries = [
        ask(client, method, path, headers=headers)
        for method, headers in product(METHODS, ({}, HTMX))
    ]
    return {(response.status_code, where_to(response)) for response in tries}


@every_own_page
def test_own_pages_ask_for_it_too(world: World, route: str) -> None:
    """Recovery codes and the password are not to be had with a password alone.

    The password again is no factor: that page leads to the one that asks for it.
    """
    client = world.client("senco")
    forget(client)
    response = ask(client, "GET", reverse(route, kwargs=PARTS.get(route)))
    if route in ALWAYS_OPEN:
        assert where_to(response) in {"", reverse("mfa_reauthenticate")}
    else:
        assert where_to(response) == reverse("mfa_reauthenticate")


def forget(client: Client) -> None:
    """Take the second factor out of a session, as if only the password had been given."""
    session = client.session
    for key in (PROVEN, "account_authentication_methods"):
        session.pop(key, None)
    session.save()
