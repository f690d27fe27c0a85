"""Signing in: a password, then a code; and what happens to whoever has one of them only."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.signing_in import (
    answer_trust,
    code_now,
    give_code,
    give_password,
    is_in,
    sign_in,
    where,
    wrong_code,
)
from tests.cast import Cast


def test_password_then_code(client: Client, senco: User) -> None:
    """Both together lead to the person's own school; the password alone to nothing."""
    assert where(give_password(client, senco.email)) == reverse("mfa_authenticate")
    assert not is_in(client)
    assert where(give_code(client, code_now())) == reverse("mfa_trust")
    assert not is_in(client)
    assert where(answer_trust(client)) == reverse("home_redirect")
    assert is_in(client)
    assert where(client.get("/")) == "/s/northfield/"


def test_an_email_counts_however_it_is_cased(client: Client, senco: User) -> None:
    """Telephones begin an address with a capital."""
    assert where(give_password(client, senco.email.title())) == reverse("mfa_authenticate")


def test_a_wrong_password_and_an_unknown_person_look_alike(client: Client, senco: User) -> None:
    """Nobody learns who works at a school by trying addresses."""
    pages = [
        give_password(client, email, "not the password").content.decode()
        for email in (senco.email, "nobody@northfield.test")
    ]
    plain = [
        page.replace(senco.email, "").replace("nobody@northfield.test", "").split("<main")[-1]
        for page in pages
    ]
    assert _without_tokens(plain[0]) == _without_tokens(plain[1])
    assert not is_in(client)


def _without_tokens(page: str) -> str:
    lines = page.splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_a_wrong_code_lets_nobody_in(client: Client, senco: User) -> None:
    """The page asks again, and no session begins."""
    give_password(client, senco.email)
    assert give_code(client, wrong_code()).status_code == 200
    assert not is_in(client)
    assert where(client.get("/s/northfield/")) == reverse("account_login")


@pytest.mark.parametrize(
    ("seconds_ago", "accepted"), [(0, True), (30, True), (120, False), (-120, False)]
)
def test_a_code_lives_about_half_a_minute(
    client: Client, senco: User, seconds_ago: int, accepted: bool
) -> None:
    """One step beside the clock is forgiven, no more."""
    give_password(client, senco.email)
    met = where(give_code(client, code_now(seconds_ago=seconds_ago)))
    assert (met == reverse("mfa_trust")) is accepted


def test_a_code_is_good_once(senco: User) -> None:
    """Somebody looking over a shoulder cannot use it again."""
    first, second = Client(), Client()
    assert where(sign_in(first, senco)) == reverse("home_redirect")
    give_password(second, senco.email)
    assert where(give_code(second, code_now())) == ""
    assert not is_in(second)


@pytest.mark.parametrize("route", ["mfa_authenticate", "mfa_trust"])
def test_the_second_step_has_no_door_of_its_own(client: Client, senco: User, route: str) -> None:
    """Without a password before it, the second step leads back to the first."""
    assert where(client.get(reverse(route))) == reverse("account_login")
    assert where(client.post(reverse(route), {"code": code_now()})) == reverse("account_login")


def test_the_trust_step_cannot_be_reached_past_the_code(client: Client, senco: User) -> None:
    """A password, then straight to the third step: still outside, and no browser is trusted."""
    give_password(client, senco.email)
    answer_trust(client, trust=True)
    assert not is_in(client)
    assert "mfa_trusted" not in client.cookies


def test_an_account_that_was_closed_cannot_sign_in(client: Client, senco: User) -> None:
    """People are deactivated, never deleted."""
    User.objects.filter(pk=senco.pk).update(is_active=False)
    sign_in(client, senco)
    assert not is_in(client)


def test_an_account_closed_in_between_is_out_at_once(client: Client, senco: User) -> None:
    """The very next request is that of nobody."""
    sign_in(client, senco)
    User.objects.filter(pk=senco.pk).update(is_active=False)
    assert where(client.get("/s/northfield/")) == reverse("account_login")


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example/",
        "https://evil.example/",
        "https:evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http://localhost.evil.example/",
    ],
)
def test_no_next_leads_away(client: Client, senco: User, wanted: str) -> None:
    """An address in a link cannot send a person who has just signed in to another site."""
    response = sign_in(client, senco, query=f"?next={wanted}")
    assert response.headers["Location"] == reverse("home_redirect")


def test_a_next_of_ours_is_followed(client: Client, senco: User) -> None:
    """Whoever followed a link into the register lands there after signing in."""
    response = sign_in(client, senco, query="?next=/s/northfield/register/%3Fyear%3D4")
    assert response.headers["Location"] == "/s/northfield/register/?year=4"


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(
    client: Client, senco: User
) -> None:
    """Secure, HttpOnly, SameSite; and gone when the browser is closed."""
    sign_in(client, senco)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        if name in client.cookies:
            cookie = client.cookies[name]
            assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""


def test_the_session_gets_a_new_key(client: Client, senco: User) -> None:
    """A session planted in the browser before signing in is worth nothing after."""
    give_password(client, senco.email)
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value
    give_code(client, code_now())
    answer_trust(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_forms_refuse_a_request_from_elsewhere(senco: User) -> None:
    """Signing in needs our own form's token."""
    strict = Client(enforce_csrf_checks=True)
    assert give_password(strict, senco.email).status_code == 403


def test_nobody_signs_up(client: Client, cast: Cast) -> None:
    """People are invited by their school."""
    before = User.objects.count()
    for response in (
        client.get(reverse("account_signup")),
        client.post(
            reverse("account_signup"),
            {
                "email": "new@evil.test",
                "password1": "a long phrase 1",
                "password2": "a long phrase 1",
            },
        ),
    ):
        assert response.status_code in {200, 403}
    assert User.objects.count() == before


def test_signing_out_forgets_everything(client: Client, senco: User) -> None:
    """The session ends on the server, and the browser is told to clear what it kept."""
    sign_in(client, senco)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    response = client.post(reverse("account_logout"))
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert response.headers["Cache-Control"] == "no-store"
    assert not Session.objects.filter(session_key=key).exists()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_in(client)


def test_a_link_cannot_sign_a_person_out(client: Client, senco: User) -> None:
    """Signing out takes a form: a picture's address in a mail does nothing."""
    sign_in(client, senco)
    client.get(reverse("account_logout"))
    assert is_in(client)


def test_a_session_ends_by_itself(client: Client, senco: User, clock: Any) -> None:
    """Twelve hours after signing in it is over, whatever the browser kept."""
    sign_in(client, senco)
    clock.shift(settings.SESSION_COOKIE_AGE + 1)
    assert where(client.get("/s/northfield/")) == reverse("account_login")
