"""Whoever changes how somebody signs in, its owner hears of it: by mail, once, and what to do."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.actions import tell_of_change
from accounts.models import Membership, User
from jobs.models import OutboxMessage
from jobs.outbox import email_of, send_waiting
from schools.tenancy import school_scope
from tests.accounts.fake_provider import FakeProvider, round_trip
from tests.accounts.signing_in import give_factor, links_in, sign_in
from tests.accounts.soft_passkey import SoftPasskey
from tests.accounts.test_passkeys import add, passkeys_of
from tests.accounts.test_recovery import NEW, ask_for_link, new_password
from tests.accounts.test_second_factor import set_up
from tests.cast import Cast
from tests.factories.accounts import PASSWORD

EDGE = "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0"
FACTORS = "/accounts/second-factor/"


@pytest.fixture
def browser(senco: User) -> Client:
    """The SENCO, who has just come in with Edge."""
    client = Client(headers={"User-Agent": EDGE})
    sign_in(client, senco)
    return client


def told(cast: Cast) -> list[OutboxMessage]:
    """The messages of this kind, oldest first."""
    with school_scope(cast.school):
        return list(OutboxMessage.objects.filter(template="sign_in_changed").order_by("pk"))


def body_of(message: OutboxMessage) -> str:
    """What the mail says."""
    return str(email_of(message).body)


def change_password(client: Client, old: str = PASSWORD) -> Any:
    """Send the form of one's own page."""
    given = {"oldpassword": old, "password1": NEW, "password2": NEW}
    return client.post(reverse("account_change_password"), given)


def remove_passkey(client: Client, senco: User) -> Any:
    """Take the newest passkey out."""
    (row,) = passkeys_of(senco)
    return client.post(f"{FACTORS}passkeys/{row.pk}/remove/")


def test_a_new_password(cast: Cast, browser: Client, senco: User) -> None:
    """The whole message: what, when, in which browser, and what to do; to the person alone."""
    assert change_password(browser).status_code == 302
    (message,) = told(cast)
    mail = email_of(message)
    assert mail.to == [senco.email]
    assert mail.subject == "How you sign in to senregister was changed"
    text = str(mail.body)
    assert text.startswith(
        "Your password was changed, at 12:00 on 23 November 2026, in Edge on Windows."
    )
    assert [link.removeprefix("http://localhost:8000") for link in links_in(text)] == [
        "/accounts/password/reset/",
        "/accounts/me/",
    ]
    assert "Tell the SENCO or head" in text
    assert not [name for name in ("Ayla", "Ben", "Northfield") if name in text]


def test_it_is_sent_by_the_outbox(cast: Cast, browser: Client, mailoutbox: list[Any]) -> None:
    """As every message of the house: it waits there, and goes once."""
    change_password(browser)
    assert mailoutbox == []
    send_waiting(cast.school)
    send_waiting(cast.school)
    assert [mail.subject for mail in mailoutbox] == ["How you sign in to senregister was changed"]


def test_a_mistake_changes_nothing_and_tells_nobody(cast: Cast, browser: Client) -> None:
    """Only what became so is told."""
    change_password(browser, old="not the password there was")
    add(browser, SoftPasskey(verifies=False))
    assert told(cast) == []


def test_a_password_and_its_message_are_one(
    cast: Cast, browser: Client, senco: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the message cannot be kept, the old password stays."""
    monkeypatch.setattr("accounts.actions.notices.post", _no_room)
    browser.raise_request_exception = False
    assert change_password(browser).status_code == 500
    senco.refresh_from_db()
    assert senco.check_password(PASSWORD)


def _no_room(**_: Any) -> None:
    raise OSError


def test_a_link_in_a_mail(cast: Cast, senco: User, mailoutbox: list[Any]) -> None:
    """Whoever reads the mailbox cannot choose a password unnoticed elsewhere than there."""
    ask_for_link(Client(), senco.email)
    new_password(Client(), links_in(mailoutbox[0].body)[0])
    (message,) = told(cast)
    assert body_of(message).startswith("A new password was chosen through a link sent to you")


def test_a_passkey_added_and_removed(cast: Cast, browser: Client, senco: User) -> None:
    """Each is told."""
    assert add(browser, SoftPasskey()).status_code == 302
    assert remove_passkey(browser, senco).status_code == 302
    assert [body_of(row).split(",")[0] for row in told(cast)] == [
        "A passkey was added",
        "A passkey was removed",
    ]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            lambda client: client.post(f"{FACTORS}totp/remove/"),
            "Your authenticator app was removed",
        ),
        (
            lambda client: client.post(f"{FACTORS}recovery-codes/generate/"),
            "New recovery codes were made",
        ),
    ],
    ids=["app removed", "codes"],
)
def test_an_app_and_codes(
    cast: Cast,
    browser: Client,
    django_capture_on_commit_callbacks: Any,
    change: Callable[[Client], Any],
    what: str,
) -> None:
    """The other factors too."""
    add(browser, SoftPasskey())
    with django_capture_on_commit_callbacks(execute=True):
        assert change(browser).status_code == 302
    assert body_of(told(cast)[-1]).startswith(what)


def test_the_first_app(cast: Cast, client: Client, django_capture_on_commit_callbacks: Any) -> None:
    """Somebody who set it up with a stolen password is seen by the owner; once, not twice."""
    user = cast.head.user
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": 9e9}]
    session.save()
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    (message,) = told(cast)
    assert (message.to, body_of(message).split(",")[0]) == (
        user.email,
        "An authenticator app was set up",
    )


def test_a_school_account(cast: Cast, browser: Client, fake: FakeProvider) -> None:
    """Linked and unlinked, with the address that was linked; linking again tells nothing new."""
    for _ in range(2):
        round_trip(browser, fake)
    browser.post("/accounts/school-account/microsoft/unlink/")
    linked, unlinked = (body_of(row) for row in told(cast))
    assert linked.startswith("A Microsoft account was linked (senco@northfield.test), at 12:00")
    assert unlinked.startswith("Your Microsoft account was unlinked, at 12:00")


def test_a_refused_link_tells_nothing(cast: Cast, fake: FakeProvider, browser: Client) -> None:
    """Somebody else's account stays theirs, and nobody is alarmed."""
    round_trip(browser, fake)
    head = Client()
    give_factor(cast.head.user)
    sign_in(head, cast.head.user)
    round_trip(head, fake)
    assert [row.to for row in told(cast)] == [cast.senco.user.email]


def test_somebody_who_left_is_told_by_the_school_they_left(cast: Cast) -> None:
    """Their sign-in is still theirs."""
    Membership.objects.filter(pk=cast.ta.pk).update(ends_on=date(2026, 10, 1))
    tell_of_change(user=cast.ta.user, what="Your password was changed", browser="A browser")
    assert [row.to for row in told(cast)] == [cast.ta.user.email]


def test_of_two_schools_one_sends(cast: Cast, other: Cast, senco: User) -> None:
    """One change, one message."""
    Membership.objects.create(
        user=senco, school=other.school, roles=cast.ta.roles, starts_on=date(2026, 9, 1)
    )
    tell_of_change(user=senco, what="Your password was changed", browser="A browser")
    assert len(told(cast)) + len(told(other)) == 1
