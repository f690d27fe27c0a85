"""Signing a member of the cast in, the short way."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.middleware import PROVEN
from accounts.models import Membership

SignIn = Callable[[Membership], Client]


def enrol(membership: Membership) -> None:
    """Give a person a second factor, as all staff have (permissions.md)."""
    Authenticator.objects.get_or_create(
        user=membership.user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
    )


def client_of(membership: Membership) -> Client:
    """A browser signed in as this person, who has shown a second factor."""
    enrol(membership)
    client = Client()
    client.force_login(
        membership.user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session[PROVEN] = True
    session.save()
    return client


@pytest.fixture
def sign_in(db: Any) -> SignIn:
    """Gives a browser signed in as a member of the cast."""
    return client_of
