"""Passkeys: both factors in one, never without the owner, never the last factor taken away."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.signing_in import (
    answer_trust,
    give_factor,
    give_password,
    is_in,
    sign_in,
    where,
)
from tests.accounts.soft_passkey import SoftPasskey, handle_of
from tests.cast import Cast

ADD, LOGIN = "/accounts/second-factor/passkeys/add/", "/accounts/second-factor/passkeys/login/"
EXPORT = "/s/northfield/register/export/"
XHR = {"X-Requested-With": "XMLHttpRequest"}


def add(client: Client, passkey: SoftPasskey, name: str = "Blue key") -> Any:
    """Make a passkey in a signed-in browser."""
    options = client.get(ADD).context["js_data"]["creation_options"]
    return client.post(ADD, {"name": name, "credential": passkey.made(options)})


def passkeys_of(user: User) -> list[Authenticator]:
    """The passkeys a person has."""
    return list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN))


@pytest.fixture
def passkey(senco: User) -> SoftPasskey:
    """The SENCO's, made in a browser of theirs."""
    made, browser = SoftPasskey(), Client()
    sign_in(browser, senco)
    assert add(browser, made).status_code == 302
    return made


def log_in(client: Client, passkey: SoftPasskey, **said: Any) -> Any:
    """Show a passkey at the door, with no password."""
    options = client.get(LOGIN, headers=XHR).json()["request_options"]
    return client.post(LOGIN, {"credential": passkey.shown(options, **said)})


def test_a_passkey_is_both_factors(client: Client, senco: User, passkey: SoftPasskey) -> None:
    """Shown at the door it opens every page, and the ten minutes of step-up begin with it."""
    assert where(log_in(client, passkey)) == reverse("home_redirect")
    assert is_in(client)
    assert client.get(EXPORT).status_code == 200


def test_a_passkey_that_did_not_check_its_owner_is_no_use(
    client: Client, senco: User, passkey: SoftPasskey
) -> None:
    """A key found in a drawer, touched by whoever found it, signs nobody in."""
    passkey.flags = SoftPasskey(verifies=False).flags
    log_in(client, passkey)
    assert not is_in(client)
    give_password(client, senco.email)
    options = client.get(reverse("mfa_authenticate")).context["js_data"]["request_options"]
    client.post(reverse("mfa_authenticate"), {"credential": passkey.shown(options)})
    answer_trust(client)
    assert not is_in(client)


def test_nor_is_one_made(client: Client, senco: User) -> None:
    """Such a passkey is not even taken."""
    sign_in(client, senco)
    assert add(client, SoftPasskey(verifies=False)).status_code == 422
    assert not passkeys_of(senco)


def test_a_challenge_of_ones_own_does_not_sign_in_another(
    client: Client, senco: User, passkey: SoftPasskey, cast: Cast
) -> None:
    """A colleague half way in, with the SENCO's found key, stays outside as well."""
    give_factor(cast.head.user)
    give_password(client, cast.head.user.email)
    options = client.get(reverse("mfa_authenticate")).context["js_data"]["request_options"]
    passkey.flags = SoftPasskey(verifies=False).flags
    client.post(LOGIN, {"credential": passkey.shown(options)})
    assert not is_in(client)


def test_a_passkey_is_ones_own(
    client: Client, senco: User, passkey: SoftPasskey, cast: Cast
) -> None:
    """One that names somebody else as its owner, or nobody, is refused."""
    for owner in (handle_of(cast.head.user.pk), handle_of(0), "", "%%%"):
        log_in(client, passkey, owner=owner)
        assert not is_in(client), owner


def test_an_answer_from_another_site_is_refused(
    client: Client, senco: User, passkey: SoftPasskey
) -> None:
    """A page that looks like ours cannot pass on what the device said."""
    passkey.origin = "https://evil.example"
    log_in(client, passkey)
    assert not is_in(client)


def test_an_answer_is_good_once(senco: User, passkey: SoftPasskey) -> None:
    """Each question is new."""
    first, second = Client(), Client()
    options = first.get(LOGIN, headers=XHR).json()["request_options"]
    answer = {"credential": passkey.shown(options)}
    first.post(LOGIN, answer)
    second.get(LOGIN, headers=XHR)
    second.post(LOGIN, answer)
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_closed_account_stays_closed(client: Client, senco: User, passkey: SoftPasskey) -> None:
    """People are deactivated, never deleted; so their passkeys are still there."""
    User.objects.filter(pk=senco.pk).update(is_active=False)
    assert where(log_in(client, passkey)) == reverse("account_inactive")
    assert not is_in(client)


@pytest.mark.parametrize(
    "sent",
    ["", "null", "[]", "7", '"x"', "{", '{"id": 1}', '{"response": null}', '{"response": []}'],
)
def test_nonsense_is_refused_plainly(client: Client, senco: User, sent: str) -> None:
    """What no device would send is a clear no, at the door, at the second step and at adding."""
    client.get(LOGIN, headers=XHR)
    assert where(client.post(LOGIN, {"credential": sent})) == reverse("account_login")
    give_password(client, senco.email)
    client.get(reverse("mfa_authenticate"))
    assert client.post(reverse("mfa_authenticate"), {"credential": sent}).status_code == 200
    client.logout()
    sign_in(client, senco)
    client.get(ADD)
    assert client.post(ADD, {"name": "x", "credential": sent}).status_code == 422


def test_a_newcomer_may_begin_with_one(client: Client, cast: Cast) -> None:
    """Set up first, instead of an app; codes for the day it is lost come with it."""
    give_password(client, cast.head.user.email)
    assert where(client.get("/s/northfield/")) == reverse("mfa_activate_totp")
    assert where(add(client, SoftPasskey())) == reverse("mfa_view_recovery_codes")
    assert client.get("/s/northfield/").status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_step_up_asks_for_the_passkey_of_whoever_has_no_app(
    client: Client, cast: Cast, clock: Any
) -> None:
    """The page that asks is the one the person can answer."""
    passkey = SoftPasskey()
    give_password(client, cast.head.user.email)
    add(client, passkey)
    clock.shift(settings.STEP_UP_SECONDS + 1)
    asked = client.get(EXPORT)
    assert where(asked) == reverse("mfa_reauthenticate_webauthn")
    page = client.get(asked.headers["Location"])
    options = page.context["js_data"]["request_options"]
    done = client.post(asked.headers["Location"], {"credential": passkey.shown(options)})
    assert done.headers["Location"] == EXPORT


def test_changing_the_ways_in_asks_for_the_factor(
    client: Client, senco: User, passkey: SoftPasskey, clock: Any
) -> None:
    """A password and a trusted browser do not add, rename or remove a way to sign in."""
    clock.shift(60)  # a code is good once
    sign_in(client, senco, trust=True)
    clock.shift(settings.STEP_UP_SECONDS + 1)
    client.post(reverse("account_logout"))
    give_password(client, senco.email)
    assert is_in(client)
    key = {"pk": passkeys_of(senco)[0].pk}
    for path in (
        ADD,
        reverse("mfa_edit_webauthn", kwargs=key),
        reverse("mfa_remove_webauthn", kwargs=key),
        reverse("mfa_deactivate_totp"),
        reverse("mfa_generate_recovery_codes"),
    ):
        assert where(client.get(path)) == reverse("mfa_reauthenticate"), path
        assert where(client.post(path, {"name": "x"})) == reverse("mfa_reauthenticate"), path


def test_the_last_factor_stays(client: Client, senco: User, passkey: SoftPasskey) -> None:
    """The app goes while a passkey is there; then the passkey stays, whatever is sent."""
    log_in(client, passkey)
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    remove = reverse("mfa_remove_webauthn", kwargs={"pk": passkeys_of(senco)[0].pk})
    assert "only second factor" in client.get(remove).content.decode()
    assert client.post(remove).status_code == 422
    assert len(passkeys_of(senco)) == 1


def test_a_passkey_of_others_is_not_there(client: Client, senco: User, cast: Cast) -> None:
    """Nobody renames or removes a colleague's."""
    give_factor(cast.head.user)
    other = Client()
    sign_in(other, cast.head.user)
    add(other, SoftPasskey())
    sign_in(client, senco)
    key = {"pk": passkeys_of(cast.head.user)[0].pk}
    for route in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.post(reverse(route, kwargs=key), {"name": "x"}).status_code == 404
    assert len(passkeys_of(cast.head.user)) == 1


def test_a_passkey_gets_another_name(client: Client, senco: User, passkey: SoftPasskey) -> None:
    """An empty name is refused, and what was there stays."""
    log_in(client, passkey)
    page = reverse("mfa_edit_webauthn", kwargs={"pk": passkeys_of(senco)[0].pk})
    assert client.post(page, {"name": ""}).status_code == 422
    assert client.post(page, {"name": "Kitchen"}).status_code == 302
    assert str(passkeys_of(senco)[0]) == "Kitchen"
