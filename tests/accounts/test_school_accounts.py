"""Microsoft and Google: linked by tenant and subject while signed in; all else is refused."""

import importlib
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.school_accounts import is_one_tenant, origins
from tests.accounts.fake_provider import (
    DOMAIN,
    SETTINGS,
    TENANT,
    FakeProvider,
    begin,
    come_back,
    round_trip,
)
from tests.accounts.signing_in import (
    answer_trust,
    code_now,
    give_code,
    give_password,
    is_in,
    sign_in,
    where,
)
from tests.accounts.test_sessions import shown
from tests.cast import Cast
from tests.people import SignIn

ACCOUNT = "/accounts/me/"
both = pytest.mark.parametrize("fake", ["microsoft", "google"], indirect=True)


def link(person: Any, fake: FakeProvider, sign_in: SignIn) -> Client:
    """Link the account of the fake's owner to a person who has just given the factor."""
    client = shown(sign_in(person))
    assert where(round_trip(client, fake)) == ACCOUNT
    return client


def test_not_configured_there_is_nothing(cast: Cast, sign_in: SignIn) -> None:
    """No button, no panel, and every address answers 404, signed in or out."""
    for client in (Client(), sign_in(cast.senco)):
        for name in ("microsoft", "google", "github"):
            assert client.post(f"/accounts/school-account/{name}/").status_code == 404
            assert client.get(f"/accounts/school-account/{name}/callback/").status_code == 404
    unlink = "/accounts/school-account/microsoft/unlink/"
    assert sign_in(cast.senco).post(unlink).status_code == 404
    assert b"Microsoft" not in Client().get(reverse("account_login")).content
    assert b"Microsoft" not in sign_in(cast.senco).get(ACCOUNT).content


@both
def test_linked_it_is_the_first_factor(
    cast: Cast, senco: User, sign_in: SignIn, fake: FakeProvider
) -> None:
    """It takes the place of the password, and the code is asked for all the same."""
    link(cast.senco, fake, sign_in)
    browser = Client()
    assert where(round_trip(browser, fake)) == reverse("mfa_authenticate")
    assert not is_in(browser)
    give_code(browser, code_now())
    assert where(answer_trust(browser)) == reverse("home_redirect")
    assert is_in(browser)


def test_a_trusted_browser_is_not_asked_for_the_code(
    cast: Cast, senco: User, sign_in: SignIn, fake: FakeProvider
) -> None:
    """Trust spares the code here as it does after a password."""
    link(cast.senco, fake, sign_in)
    browser = Client()
    from_form(browser, senco)
    browser.post(reverse("account_logout"))
    assert where(round_trip(browser, fake)) == reverse("home_redirect")
    assert is_in(browser)


def from_form(browser: Client, user: User) -> None:
    """Sign in by password and code, and trust the browser."""
    sign_in(browser, user, trust=True)


@both
def test_what_is_asked_of_the_provider(fake: FakeProvider) -> None:
    """One tenant, one scope, PKCE, a nonce and a state; back to the configured site only."""
    client = Client()
    answer = begin(client, fake, "?scope=everything&auth_params=prompt%3Dnone&process=connect")
    state = fake.takes(answer.headers["Location"])
    assert (TENANT in answer.headers["Location"]) == (fake.name == "microsoft")
    assert set(fake.asked["scope"].split()) == {"openid", "email"}
    assert fake.asked["code_challenge_method"] == "S256"
    assert fake.asked["redirect_uri"].startswith("http://localhost")
    assert {"nonce", "code_challenge", "state"} <= set(fake.asked)
    assert fake.asked["prompt"] == "select_account"
    come_back(client, fake, state=state, code="a code")
    (exchange, sent), (keys, _nothing) = fake.called
    assert sent["code_verifier"]
    assert all("localhost" not in url and "testserver" not in url for url in (exchange, keys))


@both
def test_an_unlinked_account_is_refused_kindly(cast: Cast, senco: User, fake: FakeProvider) -> None:
    """Even with a colleague's e-mail: nobody signs up, nothing is linked, and the page says how."""
    people = User.objects.count()
    browser = Client()
    answer = round_trip(browser, fake)
    assert answer.status_code == 403
    assert "link it" in " ".join(answer.content.decode().split())
    assert not is_in(browser)
    assert User.objects.count() == people
    assert not SocialAccount.objects.exists()


OTHER_TENANT = "99999999-1111-4222-8333-444455556666"


@pytest.mark.parametrize(
    "lie", [{"sub": "subject-2"}, {"tid": OTHER_TENANT}, {"nonce": "of another browser"}], ids=str
)
def test_no_lie_lets_anybody_in(
    cast: Cast, senco: User, sign_in: SignIn, fake: FakeProvider, lie: dict[str, Any]
) -> None:
    """The e-mail is right in all of them: it counts for nothing (more: test_school_tokens)."""
    link(cast.senco, fake, sign_in)
    fake.claims = lie
    browser = Client()
    assert round_trip(browser, fake).status_code == 403
    assert where(browser.get("/s/northfield/")) == reverse("account_login")
    give_code(browser, code_now())
    assert not is_in(browser)


def test_a_tenants_own_account_elsewhere_is_another(
    cast: Cast, senco: User, sign_in: SignIn, fake: FakeProvider, settings: Any
) -> None:
    """The same subject under the tenant this site is given next year is a stranger."""
    link(cast.senco, fake, sign_in)
    settings.SCHOOL_ACCOUNTS = {"microsoft": SETTINGS["microsoft"] | {"tenant": OTHER_TENANT}}
    fake.claims = {
        "tid": OTHER_TENANT,
        "iss": f"https://login.microsoftonline.com/{OTHER_TENANT}/v2.0",
    }
    assert round_trip(Client(), fake).status_code == 403


@pytest.mark.parametrize(
    "query", [{}, {"code": "a code"}, {"state": "guessed", "code": "a code"}, {"error": "denied"}]
)
def test_coming_back_without_having_gone_is_refused(
    cast: Cast, fake: FakeProvider, query: dict[str, str]
) -> None:
    """A link somebody sends with their own code signs nobody in as them."""
    assert come_back(Client(), fake, **query).status_code == 403
    assert fake.called == []


def test_a_state_is_good_once_and_for_one_browser(
    cast: Cast, sign_in: SignIn, fake: FakeProvider
) -> None:
    """Neither twice nor in another's browser."""
    link(cast.senco, fake, sign_in)
    first = Client()
    state = fake.takes(begin(first, fake).headers["Location"])
    assert come_back(Client(), fake, state=state, code="a code").status_code == 403
    come_back(first, fake, state=state, code="a code")
    assert come_back(first, fake, state=state, code="a code").status_code in {302, 403}
    assert SocialAccount.objects.count() == 1


def test_saying_no_there_is_said_here(cast: Cast, fake: FakeProvider) -> None:
    """Cancelled at the provider: a page with the way back, and nothing has happened."""
    client = Client()
    state = fake.takes(begin(client, fake).headers["Location"])
    answer = come_back(client, fake, state=state, error="access_denied")
    assert answer.status_code == 403
    assert b"did not work" in answer.content
    assert b"Back to sign in" in answer.content


def test_saying_no_while_linking_leads_back_to_the_account(
    cast: Cast, sign_in: SignIn, fake: FakeProvider
) -> None:
    """Nothing is linked, and whoever is signed in stays so."""
    client = shown(sign_in(cast.senco))
    state = fake.takes(begin(client, fake).headers["Location"])
    answer = come_back(client, fake, state=state, error="access_denied")
    assert b"was not linked" in answer.content
    assert b"Back to your account" in answer.content
    assert not SocialAccount.objects.exists()
    assert is_in(client)


def test_a_closed_account_stays_closed(
    cast: Cast, senco: User, sign_in: SignIn, fake: FakeProvider
) -> None:
    """Linked before they were deactivated, it lets them in no more."""
    link(cast.senco, fake, sign_in)
    User.objects.filter(pk=senco.pk).update(is_active=False)
    browser = Client()
    assert where(round_trip(browser, fake)) == reverse("account_inactive")
    assert not is_in(browser)


def test_linking_asks_for_the_factor(cast: Cast, sign_in: SignIn, fake: FakeProvider) -> None:
    """A session left open links nobody's account; and the minutes count until it comes back."""
    left_open = sign_in(cast.senco)
    assert where(begin(left_open, fake)) == reverse("mfa_reauthenticate")
    client = shown(sign_in(cast.senco))
    state = fake.takes(begin(client, fake).headers["Location"])
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 1.0}]
    session.save()
    assert where(come_back(client, fake, state=state, code="a code")) == ACCOUNT
    assert not SocialAccount.objects.exists()


def test_one_account_is_one_persons(cast: Cast, sign_in: SignIn, fake: FakeProvider) -> None:
    """Linked to the SENCO it cannot be the head's too; and nobody links two of one provider."""
    senco = link(cast.senco, fake, sign_in)
    round_trip(shown(sign_in(cast.head)), fake)
    fake.claims = {"sub": "subject-2"}
    round_trip(senco, fake)
    assert [row.user for row in SocialAccount.objects.all()] == [cast.senco.user]


def test_no_token_is_kept(cast: Cast, sign_in: SignIn, fake: FakeProvider) -> None:
    """Not in the tables and not in the session: only tenant, subject and the address to show."""
    client = link(cast.senco, fake, sign_in)
    row = SocialAccount.objects.get()
    assert (row.uid, row.extra_data) == (
        f"{TENANT}:subject-1",
        {"email": "senco@northfield.test"},
    )
    assert not SocialToken.objects.exists()
    assert "an access token" not in str(dict(client.session.items()))


def test_unlinking(cast: Cast, senco: User, sign_in: SignIn, fake: FakeProvider) -> None:
    """With the factor only; afterwards the account is a stranger's again."""
    client = link(cast.senco, fake, sign_in)
    unlink = f"/accounts/school-account/{fake.name}/unlink/"
    assert where(sign_in(cast.senco).post(unlink)) == reverse("mfa_reauthenticate")
    assert client.post(unlink).status_code == 302
    assert client.post(unlink).status_code == 404
    assert round_trip(Client(), fake).status_code == 403


def test_the_pages_offer_it(cast: Cast, sign_in: SignIn, fake: FakeProvider) -> None:
    """A button at the door, a line on the account's page: linked or to be linked."""
    assert b"Use your Microsoft account" in Client().get(reverse("account_login")).content
    client = shown(sign_in(cast.senco))
    assert b"your Google account" in client.get(ACCOUNT).content
    round_trip(client, fake)
    assert b"senco@northfield.test" in client.get(ACCOUNT).content


def test_a_password_is_still_a_way(
    cast: Cast, senco: User, sign_in: SignIn, fake: FakeProvider
) -> None:
    """The provider may be down on a Monday."""
    link(cast.senco, fake, sign_in)
    assert where(give_password(Client(), senco.email)) == reverse("mfa_authenticate")


@pytest.mark.parametrize(
    ("key", "tenant", "fine"),
    [
        ("microsoft", TENANT, True),
        ("microsoft", "common", False),
        ("microsoft", "organizations", False),
        ("microsoft", "", False),
        ("google", DOMAIN, True),
        ("google", "", False),
        ("google", "*", False),
    ],
)
def test_a_setting_names_one_tenant(key: str, tenant: str, fine: bool) -> None:
    """One for all, as "common" is, would be everybody with an account there."""
    assert is_one_tenant(key, tenant) is fine


def test_a_half_configured_site_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client without its tenant says so at once, instead of letting others in."""
    settings_file = importlib.import_module("senregister.settings")
    monkeypatch.setenv("MICROSOFT_CLIENT_ID", "our-client")
    monkeypatch.setenv("MICROSOFT_CLIENT_SECRET", "our-secret")
    with pytest.raises(ImproperlyConfigured, match="MICROSOFT_TENANT_ID"):
        settings_file.school_accounts()
    monkeypatch.setenv("MICROSOFT_TENANT_ID", TENANT)
    assert set(settings_file.school_accounts()) == {"microsoft"}


def test_the_policy_lets_the_form_lead_there() -> None:
    """Only to the providers that are configured."""
    assert origins({}) == []
    assert origins(SETTINGS) == ["https://login.microsoftonline.com", "https://accounts.google.com"]
