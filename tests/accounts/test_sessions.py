"""Where one is signed in: listed in plain words, ended at the very next request."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.browsers import browser_in_words
from accounts.models import BrowserSession, Membership, User
from accounts.sessions import SEEN_EVERY
from tests.accounts.signing_in import answer_trust, code_now, give_code, give_password, is_in, where
from tests.accounts.signing_in import sign_in as sign_in_by_form
from tests.cast import Cast
from tests.people import SignIn

LIST = "/accounts/sessions/"
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0.0.0"
STEP = 60  # seconds: a code is good once, so each sign-in waits for the next


@pytest.fixture
def two(senco: User, clock: Any) -> tuple[Client, Client]:
    """A laptop and, a minute later, a tablet, both the SENCO's."""
    laptop, tablet = (Client(headers={"User-Agent": agent}) for agent in (EDGE, IPAD))
    sign_in_by_form(laptop, senco)
    clock.shift(STEP)
    sign_in_by_form(tablet, senco)
    return laptop, tablet


def listed(client: Client) -> tuple[str, list[str]]:
    """This browser and the others, as the page names them."""
    context = client.get(LIST).context
    return context["here"].browser, [place.browser for place in context["elsewhere"]]


def test_each_browser_is_named(two: tuple[Client, Client]) -> None:
    """In words a person knows their devices by, this one apart."""
    laptop, tablet = two
    assert listed(laptop) == ("Edge on Windows", ["Safari on an iPad"])
    assert listed(tablet) == ("Safari on an iPad", ["Edge on Windows"])


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, "Edge on Windows"),
        (IPAD, "Safari on an iPad"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/126.0 Safari/537.36", "Chrome on a Chromebook"),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25.0 Chrome/121.0 Safari/537.36",
         "Samsung Internet on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:127.0) Gecko/20100101 Firefox/127.0",
         "Firefox on a Mac"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)  # fmt: skip
def test_browsers_in_words(agent: str, words: str) -> None:
    """Most browsers also claim to be others."""
    assert browser_in_words(agent) == words


def test_ending_one_ends_it_at_once(two: tuple[Client, Client], senco: User) -> None:
    """The tablet left in the hall is out at its next page; the laptop stays."""
    laptop, tablet = two
    page = laptop.get(LIST)
    done = laptop.post(reverse("accounts:session_end", args=[page.context["elsewhere"][0].pk]))
    assert where(done) == LIST
    assert (is_in(laptop), is_in(tablet)) == (True, False)
    assert listed(laptop) == ("Edge on Windows", [])


def test_ending_all_others(two: tuple[Client, Client], senco: User, clock: Any) -> None:
    """Whatever there is, and it can be said from any of them."""
    third = Client()
    clock.shift(STEP)
    sign_in_by_form(third, senco)
    third.post(reverse("accounts:session_end_others"))
    assert [is_in(browser) for browser in (*two, third)] == [False, False, True]
    assert BrowserSession.objects.count() == 1


def test_nobody_ends_what_is_not_theirs(
    two: tuple[Client, Client], cast: Cast, sign_in: SignIn
) -> None:
    """Another person's session does not exist here; nor does ending the one that asks."""
    head = sign_in(cast.head)
    theirs = BrowserSession.objects.filter(user=cast.senco.user)
    for row in theirs:
        assert head.post(reverse("accounts:session_end", args=[row.pk])).status_code == 404
    mine = two[0].get(LIST).context["here"].pk
    assert two[0].post(reverse("accounts:session_end", args=[mine])).status_code == 404
    assert all(is_in(browser) for browser in two)


def test_a_new_password_ends_the_others(two: tuple[Client, Client], senco: User) -> None:
    """It may have leaked: only the browser that changed it stays, under its new key."""
    laptop, tablet = two
    new = "another long fictional phrase"
    typed = {"oldpassword": "correct-horse-battery-staple", "password1": new, "password2": new}
    senco.set_password(typed["oldpassword"])
    User.objects.filter(pk=senco.pk).update(password=senco.password)
    give_password(laptop, senco.email, typed["oldpassword"])
    give_code(laptop, code_now(seconds_ago=-30))
    answer_trust(laptop)
    assert laptop.post(reverse("account_change_password"), typed).status_code == 302
    assert is_in(laptop)
    assert listed(laptop)[1] == []
    assert not is_in(tablet)


def test_seen_is_noted_every_quarter_of_an_hour(two: tuple[Client, Client], clock: Any) -> None:
    """A page writes nothing of it in between, and asks nothing."""
    laptop, tablet = two
    tablet.get("/s/northfield/")
    before = BrowserSession.objects.get(browser="Edge on Windows").seen_at
    clock.shift(SEEN_EVERY - STEP - 1)
    with CaptureQueriesContext(connection) as sent:
        laptop.get("/s/northfield/")
    assert not [q for q in sent.captured_queries if "browsersession" in q["sql"]]
    clock.shift(1)
    laptop.get("/s/northfield/")
    row = BrowserSession.objects.get(browser="Edge on Windows")
    assert (row.seen_at - before).total_seconds() == SEEN_EVERY


def test_sessions_that_are_over_are_not_listed(
    two: tuple[Client, Client], senco: User, clock: Any
) -> None:
    """Signed out, or run out after 12 hours: not shown, and forgotten at the next sign-in."""
    laptop, tablet = two
    tablet.post(reverse("account_logout"))
    assert listed(laptop) == ("Edge on Windows", [])
    clock.shift(13 * 3600)
    sign_in_by_form(tablet, senco)
    assert listed(tablet) == ("Safari on an iPad", [])
    assert BrowserSession.objects.count() == 1


def test_no_address_is_kept(two: tuple[Client, Client]) -> None:
    """Nor the long text a browser says of itself."""
    kept = str(list(BrowserSession.objects.values()))
    assert "127.0.0.1" not in kept
    assert "Mozilla" not in kept


PEOPLE = "/s/northfield/people/"


def shown(client: Client) -> Client:
    """The browser, having just given the factor."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "mfa", "at": 9e9}]
    session.save()
    return client


def test_a_senco_signs_a_colleague_out(
    cast: Cast, sign_in: SignIn, two: tuple[Client, Client]
) -> None:
    """From their page: out at the next request, everywhere."""
    head = shown(sign_in(cast.head))
    page = head.get(f"{PEOPLE}{cast.senco.pk}/").content.decode()
    assert "Safari on an iPad" in page
    assert head.post(f"{PEOPLE}{cast.senco.pk}/sign-out/").status_code == 302
    assert not any(is_in(browser) for browser in two)


@pytest.mark.parametrize("what", ["sign-out", "reset-factor"])
def test_not_by_the_office_and_not_of_oneself(cast: Cast, sign_in: SignIn, what: str) -> None:
    """The office manages people, and does not hold the keys; nobody lifts their own factor."""
    assert shown(sign_in(cast.office)).post(f"{PEOPLE}{cast.ta.pk}/{what}/").status_code == 403
    assert shown(sign_in(cast.head)).post(f"{PEOPLE}{cast.head.pk}/{what}/").status_code == 403


def test_a_lost_factor_is_reset(
    cast: Cast, sign_in: SignIn, senco: User, two: tuple[Client, Client], clock: Any
) -> None:
    """Signed out, and at the next sign-in the way to a new one comes before anything else."""
    head = shown(sign_in(cast.head))
    assert head.post(f"{PEOPLE}{cast.senco.pk}/reset-factor/").status_code == 302
    assert not any(is_in(browser) for browser in two)
    browser = Client()
    give_password(browser, senco.email)
    assert where(browser.get("/s/northfield/")) == reverse("accounts:factor_code")


def test_a_factor_for_another_school_as_well_is_not_reset(
    cast: Cast, other: Cast, sign_in: SignIn, two: tuple[Client, Client]
) -> None:
    """One school's head opens no way into another's records; the page says why."""
    row = cast.senco
    Membership.objects.create(
        user=row.user, school=other.school, roles=row.roles, starts_on=row.starts_on
    )
    answer = shown(sign_in(cast.head)).post(f"{PEOPLE}{row.pk}/reset-factor/")
    assert answer.status_code == 422
    assert "another school" in answer.content.decode()
    assert all(is_in(browser) for browser in two)


def test_an_ended_session_is_gone(two: tuple[Client, Client], senco: User) -> None:
    """The row Django reads is deleted, so the cookie opens nothing, however it was kept."""
    laptop, tablet = two
    key = tablet.session.session_key
    laptop.post(reverse("accounts:session_end_others"))
    assert not Session.objects.filter(session_key=key).exists()
