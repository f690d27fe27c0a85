"""What the tests of people's pages share."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.account.internal.flows import login
from django.test import Client
from django.utils import timezone

from accounts.models import Membership
from tests.people import SignIn, client_of

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def monday() -> Any:
    """A Monday in term."""
    with time_machine.travel(NOON, tick=True):
        yield


def step_up_client(membership: Membership) -> Client:
    """A browser of a person who has just given the second factor again."""
    client = client_of(membership)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "mfa", "at": timezone.now().timestamp()}
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(membership.user.pk)
    session.save()
    return client


@pytest.fixture
def stepped(db: Any) -> SignIn:
    """Gives a browser signed in with a fresh second factor."""
    return step_up_client
