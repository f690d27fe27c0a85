"""Losing a password or a telephone: links name our own address, and codes are one's own."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.signing_in import (
    give_password,
    is_in,
    links_in,
    sign_in,
    where,
)
from tests.cast import Cast

NEW = "a quite different fictional phrase"


@pytest.fixture
def everywhere(settings: Any) -> None:
    """A site that answers to any name, as behind a careless proxy."""
    settings.ALLOWED_HOSTS = ["*"]


def ask_for_link(client: Client, email: str, **extra: Any) -> Any:
    """Send the form of somebody who has forgotten the password."""
    return client.post(reverse("account_reset_password"), {"email": email}, **extra)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"Host": "evil.example:8000", "X-Forwarded-Proto": "https"},
    ],
)
def test_a_forged_host_does_not_get_into_a_link(
    client: Client, senco: User, everywhere: None, mailoutbox: list[Any], headers: dict[str, str]
) -> None:
    """The link in the mail names the address in our settings, whatever the request said."""
    host = headers.get("Host", "testserver")
    ask_for_link(client, senco.email, HTTP_HOST=host, headers=headers)
    links = links_in(mailoutbox[0].body)
    assert links
    assert all(link.startswith(settings.BASE_URL) for link in links)
    assert "evil" not in mailoutbox[0].body + mailoutbox[0].subject


def test_a_host_that_is_not_ours_is_refused(client: Client, senco: User) -> None:
    """And as installed, such a request gets no page at all."""
    assert ask_for_link(client, senco.email, HTTP_HOST="evil.example").status_code == 400


def test_known_and_unknown_look_alike(client: Client, senco: User) -> None:
    """Nobody learns by this form who works here."""
    known = ask_for_link(client, senco.email)
    unknown = ask_for_link(client, "nobody@northfield.test")
    assert (known.status_code, where(known)) == (unknown.status_code, where(unknown))


def new_password(client: Client, link: str, password: str = NEW) -> Any:
    """Follow the link and give a new password."""
    path = link.removeprefix(settings.BASE_URL)
    form = client.get(path, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})


def test_a_link_sets_a_password_and_lets_nobody_in(
    client: Client, senco: User, mailoutbox: list[Any]
) -> None:
    """Whoever reads the mail still needs the second factor; the old password is no more."""
    ask_for_link(client, senco.email)
    new_password(client, links_in(mailoutbox[0].body)[0])
    assert not is_in(client)
    assert where(give_password(client, senco.email, NEW)) == reverse("mfa_authenticate")
    assert where(give_password(Client(), senco.email)) == ""


def test_a_link_works_once(client: Client, senco: User, mailoutbox: list[Any]) -> None:
    """A mail found later is worth nothing."""
    ask_for_link(client, senco.email)
    link = links_in(mailoutbox[0].body)[0]
    new_password(client, link)
    new_password(Client(), link, "yet another fictional phrase")
    assert where(give_password(Client(), senco.email, NEW)) == reverse("mfa_authenticate")


def test_looking_at_a_link_does_not_use_it_up(
    client: Client, senco: User, mailoutbox: list[Any]
) -> None:
    """Mail scanners open every link first."""
    ask_for_link(client, senco.email)
    link = links_in(mailoutbox[0].body)[0]
    Client().get(link.removeprefix(settings.BASE_URL), follow=True)
    new_password(client, link)
    assert where(give_password(Client(), senco.email, NEW)) == reverse("mfa_authenticate")


def test_a_reset_ends_the_sessions_there_were(
    client: Client, senco: User, mailoutbox: list[Any]
) -> None:
    """Whoever was signed in with the leaked password is out at the next request."""
    thief = Client()
    sign_in(thief, senco)
    ask_for_link(client, senco.email)
    new_password(client, links_in(mailoutbox[0].body)[0])
    assert not is_in(thief)


def test_a_closed_account_gets_no_way_in(
    client: Client, senco: User, mailoutbox: list[Any]
) -> None:
    """A link to someone who has left opens nothing."""
    User.objects.filter(pk=senco.pk).update(is_active=False)
    ask_for_link(client, senco.email)
    for mail in mailoutbox:
        for link in links_in(mail.body):
            new_password(client, link)
    give_password(client, senco.email, NEW)
    assert not is_in(client)


def test_the_mail_names_no_school_and_no_child(
    client: Client, senco: User, mailoutbox: list[Any]
) -> None:
    """Mail is read on the way."""
    ask_for_link(client, senco.email)
    text = mailoutbox[0].subject + mailoutbox[0].body
    assert "Northfield" not in text
    assert "Zq" not in text


def test_recovery_codes_are_ones_own(senco: User, cast: Cast) -> None:
    """Each person sees their own codes, and nobody else's."""
    theirs = RecoveryCodes.activate(cast.head.user).get_unused_codes()
    RecoveryCodes.activate(senco)
    client = Client()
    sign_in(client, senco)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not [code for code in theirs if code in page]


def test_new_codes_end_the_old(senco: User) -> None:
    """A list that lay on a desk is worth nothing once new codes are made."""
    old = RecoveryCodes.activate(senco).get_unused_codes()
    client = Client()
    sign_in(client, senco)
    client.post(reverse("mfa_generate_recovery_codes"))
    row = Authenticator.objects.get(user=senco, type=Authenticator.Type.RECOVERY_CODES)
    assert not set(old) & set(row.wrap().get_unused_codes())
