"""A school account where something else is amiss: a lost factor, a shared tablet."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from accounts.actions import reset_factor
from accounts.models import User
from accounts.tablets import COOKIE
from schools.tenancy import school_scope
from tests.accounts.fake_provider import FakeProvider, begin, come_back, round_trip
from tests.accounts.signing_in import (
    answer_trust,
    code_now,
    give_code,
    give_factor,
    give_password,
    is_in,
    where,
)
from tests.accounts.test_sessions import shown
from tests.cast import Cast
from tests.people import SignIn


def linked(user: Any) -> SocialAccount:
    """The account of the fake's owner, linked to a person."""
    uid = "0a1b2c3d-1111-4222-8333-444455556666:subject-1"
    made: SocialAccount = SocialAccount.objects.create(user=user, provider="microsoft", uid=uid)
    return made


def test_after_a_factor_was_reset_it_opens_nothing(
    cast: Cast, senco: User, fake: FakeProvider
) -> None:
    """It is often the mailbox too, where the code comes: the mailbox alone opens nothing."""
    linked(senco)
    with school_scope(cast.school, by=cast.head.user):
        reset_factor(by=cast.head, membership=cast.senco)
    browser = Client()
    answer = round_trip(browser, fake)
    assert answer.status_code == 403
    assert "Use your password this time" in answer.content.decode()
    assert where(browser.get(reverse("accounts:factor_code"))) == reverse("account_login")
    give_factor(senco)
    assert where(round_trip(browser, fake)) == reverse("mfa_authenticate")


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/s/northfield/register/", "/s/northfield/register/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_it_leads_to_our_own_pages_only(
    cast: Cast, senco: User, fake: FakeProvider, wanted: str, reached: str
) -> None:
    """To the page that was asked for; never to somebody else's."""
    linked(senco)
    browser = Client()
    begun = browser.post(f"/accounts/school-account/{fake.name}/", {"next": wanted})
    come_back(browser, fake, state=fake.takes(begun.headers["Location"]), code="a code")
    give_code(browser, code_now())
    answer = answer_trust(browser)
    assert answer.headers["Location"] == reached
    assert is_in(browser)


def test_a_shared_tablet_does_not_offer_it(cast: Cast, fake: FakeProvider) -> None:
    """The provider would still know them when the next person picks the tablet up."""
    tablet = Client()
    tablet.cookies[COOKIE] = "northfield.a token"
    assert begin(tablet, fake).status_code == 404
    assert b"Microsoft" not in tablet.get(reverse("account_login")).content


def test_a_form_of_another_site_begins_nothing(
    cast: Cast, sign_in: SignIn, fake: FakeProvider
) -> None:
    """Neither going there, nor unlinking: a page elsewhere cannot press our buttons."""
    linked(cast.senco.user)
    victim = shown(sign_in(cast.senco))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = victim.cookies
    assert begin(strict, fake).status_code == 403
    assert strict.post(f"/accounts/school-account/{fake.name}/unlink/").status_code == 403
    assert SocialAccount.objects.count() == 1


def test_linking_begun_by_one_never_ends_at_another(
    cast: Cast, sign_in: SignIn, fake: FakeProvider
) -> None:
    """Whoever signs in between finds that state gone with the session it was in."""
    browser = shown(sign_in(cast.senco))
    state = fake.takes(begin(browser, fake).headers["Location"])
    give_factor(cast.head.user)
    browser.post(reverse("account_logout"))
    give_password(browser, cast.head.user.email)
    give_code(browser, code_now())
    answer_trust(browser)
    assert is_in(browser)
    assert come_back(browser, fake, state=state, code="a code").status_code == 403
    assert not SocialAccount.objects.exists()


def test_signing_in_gives_the_session_another_key(
    senco: User, cast: Cast, fake: FakeProvider
) -> None:
    """A key somebody planted before is worth nothing after."""
    linked(senco)
    browser = Client()
    state = fake.takes(begin(browser, fake).headers["Location"])
    planted = browser.session.session_key
    come_back(browser, fake, state=state, code="a code")
    give_code(browser, code_now())
    answer_trust(browser)
    assert is_in(browser)
    assert browser.session.session_key != planted


def test_unlinking_ends_the_other_browsers(
    cast: Cast, sign_in: SignIn, senco: User, fake: FakeProvider
) -> None:
    """One that came in by the account a stranger linked is out at once; this one stays."""
    linked(senco)
    elsewhere = Client()
    round_trip(elsewhere, fake)
    give_code(elsewhere, code_now())
    answer_trust(elsewhere)
    assert is_in(elsewhere)
    here = shown(sign_in(cast.senco))
    assert here.post(f"/accounts/school-account/{fake.name}/unlink/").status_code == 302
    assert not is_in(elsewhere)
    assert is_in(here)


def test_unlinking_leaves_no_second_one_behind(
    cast: Cast, sign_in: SignIn, fake: FakeProvider
) -> None:
    """Two of one provider, linked at the same instant, both go."""
    linked(cast.senco.user)
    SocialAccount.objects.create(user=cast.senco.user, provider="microsoft", uid="tenant:other")
    here = shown(sign_in(cast.senco))
    assert here.post("/accounts/school-account/microsoft/unlink/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_somebody_whose_time_here_is_over_sees_no_school(cast: Cast, fake: FakeProvider) -> None:
    """The account may still sign them in, as a password would; no school opens."""
    give_factor(cast.gone.user)
    linked(cast.gone.user)
    browser = Client()
    round_trip(browser, fake)
    give_code(browser, code_now())
    answer_trust(browser)
    assert browser.get("/s/northfield/").status_code == 404


def test_what_went_wrong_is_in_the_log_without_the_token(cast: Cast, fake: FakeProvider) -> None:
    """Whoever runs the site can tell a wrong tenant from a broken line."""
    fake.claims = {"tid": "99999999-1111-4222-8333-444455556666"}
    with capture_logs() as lines:
        round_trip(Client(), fake)
    (line,) = [line for line in lines if line["event"] == "school_account_failed"]
    assert (line["provider"], line["fault"]) == ("Microsoft", "tenant")
    assert "a code" not in str(line)
