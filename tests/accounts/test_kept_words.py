"""Words typed into a form are not lost when a sign-in, or somebody's time here, ends under it."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Invitation, User
from schools.tenancy import school_scope
from tests.accounts.signing_in import code_now, give_factor, sign_in, where
from tests.cast import Cast
from tests.people import SignIn

TODAY = date(2026, 11, 23)
STORY = "Cannot settle after lunch.\nLoses words <b>when</b> tired."
PASTE = "/s/northfield/people/invitations/paste/"


def typed(cast: Cast) -> tuple[str, dict[str, str]]:
    """A form about a child, as it is sent."""
    path = f"/s/northfield/pupils/{cast.ayla.pk}/sen-status/"
    return path, {"code": "N", "starts_on": "2026-11-02", "reason": STORY, "version": "1"}


def end(cast: Cast) -> None:
    """The SENCO's time here ended yesterday."""
    cast.senco.ends_on = TODAY
    cast.senco.save()


def test_ended_under_a_form_says_so_and_gives_the_words_back(cast: Cast, sign_in: SignIn) -> None:
    """404 as for everything of that school, with what was typed, escaped; nothing is saved."""
    client = sign_in(cast.senco)
    end(cast)
    path, sent = typed(cast)
    page = client.post(path, sent)
    text = page.content.decode()
    assert page.status_code == 404
    assert "Your time at Northfield Primary has ended" in text
    assert "Cannot settle after lunch.\nLoses words &lt;b&gt;when&lt;/b&gt; tired." in text
    assert page.headers["Cache-Control"] == "no-store"


def test_signed_out_under_a_form_gives_the_words_back(cast: Cast, sign_in: SignIn) -> None:
    """With the way to sign in and come back."""
    path, sent = typed(cast)
    page = Client().post(path, sent)
    assert page.status_code == 401
    assert "You have been signed out." in page.content.decode()
    assert f"?next={path.replace('/', '%2F')}" in page.content.decode()


def test_a_stranger_learns_nothing_by_it(cast: Cast, other: Cast, sign_in: SignIn) -> None:
    """Another school and no school answer alike, whatever is sent."""
    path, sent = typed(cast)
    client = sign_in(other.senco)
    pages = [client.post(p, sent) for p in (path, path.replace("northfield", "no-such-school"))]
    assert {page.status_code for page in pages} == {404}
    assert "Northfield" not in pages[0].content.decode()
    assert "no longer for you to see" in pages[0].content.decode()


def test_a_form_without_words_answers_as_ever(cast: Cast, sign_in: SignIn) -> None:
    """Nothing typed, nothing to give back: the usual pages."""
    path, _sent = typed(cast)
    assert where(Client().post(path, {"code": "N"})) == reverse("account_login")
    client = sign_in(cast.senco)
    end(cast)
    assert "Nothing here" in client.post(path, {"code": "N"}).content.decode()


def test_with_htmx_the_form_stays_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    """The answer is the plain refusal; the page keeps the form and says what happened."""
    client = sign_in(cast.senco)
    end(cast)
    path, sent = typed(cast)
    page = client.post(path, sent, headers={"HX-Request": "true"})
    assert page.status_code == 404
    assert STORY[:20] not in page.content.decode()


def test_passwords_are_never_given_back(cast: Cast) -> None:
    """The one form of a school that holds one is left alone."""
    sent = {"name": "Nell Ash", "password1": "three odd words", "password2": "three odd words"}
    page = Client().post("/s/northfield/join/unknown/", sent)
    assert page.status_code == 404
    assert "Nell Ash" not in page.content.decode()


@pytest.fixture
def stale(cast: Cast, clock: Any) -> Client:
    """The SENCO, whose second factor was shown too long ago to send invitations."""
    user: User = cast.senco.user
    give_factor(user)
    client = Client()
    sign_in(client, user)
    clock.shift(settings.STEP_UP_SECONDS + 1)
    return client


def pasted(do: str = "check") -> dict[str, str]:
    """A list that took a quarter of an hour to type."""
    people = "Nell Ash, nell@northfield.test, teacher, 4B"
    return {"people": people, "starts_on": "2026-11-23", "days": "14", "shown": "", "do": do}


def test_a_form_waits_for_the_second_factor(cast: Cast, stale: Client) -> None:
    """Asked again in between, the list is sent with one press, as it was typed."""
    asked = stale.post(PASTE, pasted())
    assert where(asked) == reverse("mfa_reauthenticate")
    back = stale.post(asked.headers["Location"], {"code": code_now()})
    assert where(back) == PASTE
    page = stale.get(PASTE)
    assert "Send what you typed" in page.content.decode()
    assert "Nell Ash, nell@northfield.test, teacher, 4B" in page.content.decode()
    read = stale.post(PASTE, dict(page.context["pairs"]))
    assert "1 person, ready" in read.content.decode()
    assert "Invite people" in stale.get(PASTE).content.decode()
    with school_scope(cast.school):
        assert not Invitation.objects.exists()


def test_a_form_that_waits_can_be_left(stale: Client) -> None:
    """Begun again: the empty form. And it does not wait before the factor was shown."""
    asked = stale.post(PASTE, pasted())
    assert where(stale.get(PASTE)) == reverse("mfa_reauthenticate")
    stale.post(asked.headers["Location"], {"code": code_now()})
    page = stale.get(f"{PASTE}?anew=1")
    assert "Each gets a message" in page.content.decode()
    assert "Nell Ash, nell@northfield.test" not in page.content.decode()
