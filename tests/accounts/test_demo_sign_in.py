"""The demo turns the demand for a second factor off (commands.md); nothing else does."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.factories.accounts import PASSWORD
from tests.people import enrol


@pytest.mark.parametrize(("demanded", "lands_on"), [(True, "mfa_authenticate"), (False, "home")])
def test_only_the_demo_lets_a_password_alone_in(
    cast: Cast, settings: Any, demanded: bool, lands_on: str
) -> None:
    """Somebody with a second factor is asked for it at sign-in, but not in the demo."""
    settings.SECOND_FACTOR_REQUIRED = demanded
    enrol(cast.senco)
    answer = Client().post(
        reverse("account_login"), {"login": cast.senco.user.email, "password": PASSWORD}
    )
    expected = reverse("home_redirect") if lands_on == "home" else reverse(lands_on)
    assert answer.headers["Location"] == expected
