"""What the tests of signing in share: a SENCO with both factors, at noon on a Monday."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.linking import LinkingAdapter
from accounts.models import User
from tests.accounts.fake_provider import SETTINGS, FakeProvider
from tests.accounts.signing_in import give_factor
from tests.cast import Cast


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """A clock the test can move; it stands still otherwise."""
    noon = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/London"))
    with time_machine.travel(noon, tick=False) as traveller:
        yield traveller


@pytest.fixture
def senco(cast: Cast) -> User:
    """The SENCO of Northfield, with both factors."""
    user: User = cast.senco.user
    give_factor(user)
    return user


@pytest.fixture
def fake(request: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    """The provider this site is configured for, reached without a network."""
    settings.SCHOOL_ACCOUNTS = SETTINGS
    made = FakeProvider(getattr(request, "param", "microsoft"))
    monkeypatch.setattr(LinkingAdapter, "get_requests_session", lambda self: made)
    return made
