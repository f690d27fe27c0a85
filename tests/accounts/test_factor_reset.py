"""After a reset: the password and a code by e-mail, and only then a new factor."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.actions import reset_factor
from accounts.models import FactorReset, Membership, User
from common.errors import Refused
from jobs.models import OutboxMessage
from jobs.outbox import email_of, send_waiting
from jobs.secrets import SEED, code_of
from schools.tenancy import school_scope
from tests.accounts.signing_in import OTHER_ADDRESS, give_factor, give_password, where
from tests.accounts.test_second_factor import set_up
from tests.accounts.test_sessions import shown
from tests.cast import Cast

PAGE = "/accounts/second-factor/code/"
SET_UP = "/accounts/second-factor/totp/activate/"


@pytest.fixture
def reset(cast: Cast, senco: User) -> FactorReset:
    """The SENCO's factor, reset by the head."""
    with school_scope(cast.school, by=cast.head.user):
        reset_factor(by=cast.head, membership=cast.senco)
    return FactorReset.objects.get()


@pytest.fixture
def browser(senco: User, reset: FactorReset) -> Client:
    """A browser that has given the SENCO's password."""
    client = Client()
    give_password(client, senco.email)
    return client


def messages(cast: Cast, template: str) -> list[OutboxMessage]:
    """Messages of a kind in the outbox, oldest first."""
    with school_scope(cast.school):
        return list(OutboxMessage.objects.filter(template=template).order_by("pk"))


def code(cast: Cast) -> str:
    """The digits of the newest message."""
    return code_of(messages(cast, "factor_code")[-1].context[SEED])


def other_than(digits: str) -> str:
    """Six other digits."""
    return "000000" if digits != "000000" else "000001"


def test_person_is_told_who_did_it(cast: Cast, reset: FactorReset) -> None:
    """By mail, so that one who did not ask can say so."""
    (message,) = messages(cast, "factor_reset")
    mail = email_of(message)
    assert mail.to == [cast.senco.user.email]
    assert "Head of Northfield Primary reset your second factor" in str(mail.body)
    assert (reset.user, reset.reset_by) == (cast.senco.user, cast.head)


def test_their_page_says_when_and_by_whom(cast: Cast, reset: FactorReset, sign_in: Any) -> None:
    """So that the next who asks sees that it was done already."""
    head = shown(sign_in(cast.head))
    page = head.get(f"/s/northfield/people/{cast.senco.pk}/").content.decode()
    assert "Second factor reset by Head" in page
    assert "no new one yet" in page


def test_nothing_opens_before_the_code(browser: Client) -> None:
    """Not a page of the school, not the setting up, by whatever address."""
    for path in ("/s/northfield/", SET_UP, reverse("mfa_add_webauthn"), reverse("mfa_index")):
        assert where(browser.get(path)) == PAGE, path
        assert where(browser.post(path)) == PAGE, path


def test_code_opens_the_setting_up_and_that_opens_the_rest(cast: Cast, browser: Client) -> None:
    """Once: the reset is over with the new factor."""
    browser.post(PAGE)
    assert where(browser.post(PAGE, {"code": code(cast)})) == SET_UP
    assert where(browser.get("/s/northfield/")) == SET_UP
    set_up(browser)
    assert browser.get("/s/northfield/").status_code == 200
    assert FactorReset.objects.get().over_at is not None
    assert where(browser.get(PAGE)) == "/"


def test_reading_the_page_sends_nothing(cast: Cast, browser: Client) -> None:
    """A code goes out when it is asked for."""
    assert browser.get(PAGE).status_code == 200
    assert messages(cast, "factor_code") == []


def test_code_is_in_the_mail_and_nowhere_else(cast: Cast, browser: Client, mailoutbox: Any) -> None:
    """Kept as a hash made with the site's key, and forgotten once sent."""
    browser.post(PAGE)
    digits = code(cast)
    send_waiting(cast.school)
    assert digits in mailoutbox[-1].body
    row = FactorReset.objects.get()
    assert digits not in str(vars(row))
    assert SEED not in messages(cast, "factor_code")[0].context


def test_another_session_shows_its_own_code(cast: Cast, browser: Client, senco: User) -> None:
    """What one browser showed opens no other."""
    browser.post(PAGE)
    browser.post(PAGE, {"code": code(cast)})
    thief = Client()
    give_password(thief, senco.email, REMOTE_ADDR=OTHER_ADDRESS)
    assert where(thief.get(SET_UP)) == PAGE
    assert thief.post(PAGE, {"code": "123456"}).status_code == 422


def test_five_wrong_tries_end_a_code(cast: Cast, browser: Client) -> None:
    """The right one does not count after that; a new one does, a minute later."""
    browser.post(PAGE)
    digits = code(cast)
    for _ in range(5):
        answer = browser.post(PAGE, {"code": other_than(digits)})
        assert answer.status_code == 422
    assert "tried five times" in browser.post(PAGE, {"code": digits}).content.decode()
    assert where(browser.get(SET_UP)) == PAGE


def test_a_code_lives_a_quarter_of_an_hour(cast: Cast, browser: Client, clock: Any) -> None:
    """Then another is asked for, and the first is worth nothing."""
    browser.post(PAGE)
    digits = code(cast)
    clock.shift(15 * 60 + 1)
    assert "too old" in browser.post(PAGE, {"code": digits}).content.decode()
    browser.post(PAGE)
    assert where(browser.post(PAGE, {"code": code(cast)})) == SET_UP


def test_codes_are_not_sent_without_end(cast: Cast, browser: Client, clock: Any) -> None:
    """One a minute, five in all."""
    browser.post(PAGE)
    assert "a moment ago" in browser.post(PAGE, follow=True).content.decode()
    for _ in range(6):
        clock.shift(61)
        answer = browser.post(PAGE, follow=True)
    assert "Too many codes" in answer.content.decode()
    assert len(messages(cast, "factor_code")) == 5


def test_the_mailbox_alone_opens_nothing(cast: Cast, senco: User, reset: FactorReset) -> None:
    """A password changed after the reset, by a link in that mailbox: no code is sent."""
    senco.set_password("another long fictional phrase")
    senco.save()
    client = Client()
    give_password(client, senco.email, "another long fictional phrase")
    page = client.post(PAGE, follow=True).content.decode()
    assert "Your password was changed" in page
    assert messages(cast, "factor_code") == []


def test_a_second_reset_takes_the_place_of_the_first(cast: Cast, reset: FactorReset) -> None:
    """One is open at a time."""
    give_factor(cast.senco.user)
    with school_scope(cast.school, by=cast.head.user):
        reset_factor(by=cast.head, membership=cast.senco)
    assert FactorReset.objects.filter(over_at__isnull=True).count() == 1
    assert not Authenticator.objects.filter(user=cast.senco.user).exists()


def test_who_needs_no_code_is_sent_on(cast: Cast, sign_in: Any) -> None:
    """The page is for the one it concerns."""
    assert where(sign_in(cast.ta).get(PAGE)) == "/"


def test_nobody_resets_a_factor_of_roles_they_could_not_give(cast: Cast) -> None:
    """Nor their own: the page is 403, and the action refuses."""
    stranger = Membership(user=cast.ta.user, school=cast.school, roles=cast.ta.roles)
    with school_scope(cast.school), pytest.raises(Refused):
        reset_factor(by=stranger, membership=cast.senco)
