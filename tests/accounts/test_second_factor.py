"""The second factor: set up first, shown each time, remembered where a person says so."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.signing_in import (
    answer_trust,
    code_now,
    give_code,
    give_factor,
    give_password,
    is_in,
    sign_in,
    where,
    wrong_code,
)
from tests.cast import Cast

SET_UP = "/accounts/second-factor/totp/activate/"
FORTNIGHT = 14 * 24 * 3600


def set_up(client: Client) -> Any:
    """Scan the picture and type the code it gives."""
    secret = client.get(SET_UP).context["form"].secret
    return client.post(SET_UP, {"code": code_now(secret)})


def test_a_newcomer_sets_it_up_first(client: Client, cast: Cast) -> None:
    """Signed in with a password only, every page leads to setting the factor up; then they open."""
    give_password(client, cast.senco.user.email)
    for path in ("/", "/s/northfield/", "/s/northfield/register/", reverse("mfa_index")):
        assert where(client.get(path)) == SET_UP
    assert where(set_up(client)) == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert client.get("/s/northfield/").status_code == 200


def test_a_wrong_code_does_not_set_it_up(client: Client, cast: Cast) -> None:
    """It is set up only when the app shows the right digits."""
    give_password(client, cast.senco.user.email)
    client.get(SET_UP)
    client.post(SET_UP, {"code": wrong_code()})
    assert not Authenticator.objects.exists()
    assert where(client.get("/s/northfield/")) == SET_UP


def test_a_session_from_before_is_asked_for_it(cast: Cast) -> None:
    """Someone with a stolen password, signed in first, gains nothing when the owner sets it up."""
    thief, owner = Client(), Client()
    for browser in (thief, owner):
        give_password(browser, cast.senco.user.email)
    set_up(owner)
    assert owner.get("/s/northfield/").status_code == 200
    for path in ("/s/northfield/", SET_UP, reverse("mfa_view_recovery_codes")):
        assert where(thief.get(path)) == reverse("mfa_reauthenticate")
    assert thief.post(SET_UP, {"code": "000000"}).status_code == 302
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1


def test_that_session_can_show_it_and_go_on(cast: Cast) -> None:
    """Were it the owner's other browser, the code opens it, and leads to the page asked for."""
    first = Client()
    give_password(first, cast.senco.user.email)
    give_factor(cast.senco.user)
    asked = first.get("/s/northfield/register/")
    response = first.post(asked.headers["Location"], {"code": code_now()})
    assert response.headers["Location"] == "/s/northfield/register/"
    assert first.get("/s/northfield/register/").status_code == 200


def test_setting_up_again_needs_no_second_page(client: Client, senco: User) -> None:
    """With the factor in place the set-up page leads to what there is."""
    sign_in(client, senco)
    assert where(client.get(SET_UP)) == reverse("mfa_index")


def test_a_recovery_code_works_once(senco: User) -> None:
    """The way in for whoever has lost their telephone."""
    code = RecoveryCodes.activate(senco).get_unused_codes()[0]
    for browser, accepted in ((Client(), True), (Client(), False)):
        give_password(browser, senco.email)
        give_code(browser, code)
        answer_trust(browser)
        assert is_in(browser) is accepted


def test_a_trusted_browser_is_not_asked_for_a_fortnight(
    client: Client, senco: User, clock: Any
) -> None:
    """Fourteen days with the password alone, and then the code again (permissions.md)."""
    sign_in(client, senco, trust=True)
    client.post(reverse("account_logout"))
    clock.shift(FORTNIGHT - 60)
    assert where(give_password(client, senco.email)) == reverse("home_redirect")
    assert is_in(client)
    client.post(reverse("account_logout"))
    clock.shift(120)
    assert where(give_password(client, senco.email)) == reverse("mfa_authenticate")
    assert not is_in(client)


def test_trust_is_of_a_person_and_a_browser(client: Client, senco: User, cast: Cast) -> None:
    """Neither another person in that browser nor that person in another gets by."""
    give_factor(cast.head.user)
    sign_in(client, senco, trust=True)
    client.post(reverse("account_logout"))
    assert where(give_password(client, cast.head.user.email)) == reverse("mfa_authenticate")
    assert where(give_password(Client(), senco.email)) == reverse("mfa_authenticate")


def test_trust_is_not_given_unasked(client: Client, senco: User) -> None:
    """Saying no on a shared computer is kept to."""
    sign_in(client, senco, trust=False)
    client.post(reverse("account_logout"))
    assert where(give_password(client, senco.email)) == reverse("mfa_authenticate")


def test_trust_ends_with_a_new_password(client: Client, senco: User) -> None:
    """Whoever resets a password because it leaked is asked for the code everywhere."""
    sign_in(client, senco, trust=True)
    client.post(reverse("account_logout"))
    senco.set_password("another long fictional phrase")
    senco.save()
    response = give_password(client, senco.email, "another long fictional phrase")
    assert where(response) == reverse("mfa_authenticate")


@pytest.mark.parametrize("change", ["shorter", "other", "empty"])
def test_a_forged_trust_cookie_is_no_use(client: Client, senco: User, change: str) -> None:
    """The cookie is signed."""
    sign_in(client, senco, trust=True)
    client.post(reverse("account_logout"))
    cookie = client.cookies["mfa_trusted"]
    changed = {"shorter": cookie.value[:-1], "other": f"x{cookie.value}", "empty": ""}
    client.cookies["mfa_trusted"] = changed[change]
    assert where(give_password(client, senco.email)) == reverse("mfa_authenticate")


def test_the_trust_cookie_is_kept_from_scripts(client: Client, senco: User) -> None:
    """Secure, HttpOnly, SameSite, and for a fortnight."""
    sign_in(client, senco, trust=True)
    cookie = client.cookies["mfa_trusted"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert cookie["max-age"] == FORTNIGHT


EXPORT = "/s/northfield/register/export/"


def test_step_up_asks_again_after_ten_minutes(client: Client, senco: User, clock: Any) -> None:
    """Names leave the school only with the factor given in the last ten minutes."""
    sign_in(client, senco)
    assert client.get(EXPORT).status_code == 200
    clock.shift(settings.STEP_UP_SECONDS + 1)
    asked = client.get(f"{EXPORT}?as=csv")
    assert where(asked) == reverse("mfa_reauthenticate")
    done = client.post(asked.headers["Location"], {"code": code_now()})
    assert done.headers["Location"] == f"{EXPORT}?as=csv"
    assert client.get(EXPORT).status_code == 200


def test_the_password_again_is_no_step_up(client: Client, senco: User, clock: Any) -> None:
    """It is the second factor that is asked for, and a wrong code does not do."""
    sign_in(client, senco)
    clock.shift(settings.STEP_UP_SECONDS + 1)
    client.post(reverse("account_reauthenticate"), {"password": "a long fictional phrase"})
    client.post(reverse("mfa_reauthenticate"), {"code": wrong_code()})
    assert where(client.get(EXPORT)) == reverse("mfa_reauthenticate")


def test_a_trusted_browser_still_steps_up(client: Client, senco: User) -> None:
    """Trust spares the code at sign-in, never for an export."""
    sign_in(client, senco, trust=True)
    client.post(reverse("account_logout"))
    give_password(client, senco.email)
    assert is_in(client)
    assert where(client.get(EXPORT)) == reverse("mfa_reauthenticate")


def test_step_up_comes_after_permission(client: Client, cast: Cast) -> None:
    """Who may not export is told so, not asked for a code."""
    give_factor(cast.teacher_4b.user)
    sign_in(client, cast.teacher_4b.user)
    assert client.get(EXPORT).status_code == 403
