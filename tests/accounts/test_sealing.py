"""Secrets of second factors are sealed with the site's key before they are stored."""

import importlib
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.sealing import seal, unseal
from tests.accounts.signing_in import SECRET, code_now, give_code, give_password, where

seal_secrets = importlib.import_module("accounts.migrations.0008_seal_secrets")


@given(st.text())
def test_what_was_sealed_is_read_again(text: str) -> None:
    """Whatever it is; and sealing twice is sealing once."""
    sealed = seal(f"x{text}")
    assert unseal(sealed) == f"x{text}"
    assert seal(sealed) == sealed
    assert text == "" or text not in sealed or len(text) < 3


def test_another_sites_key_opens_nothing(settings: Any) -> None:
    """A copy of the database is no use without its settings; an older key of the site still is."""
    sealed = seal(SECRET)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key altogether"
    with pytest.raises(InvalidToken):
        unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed) == SECRET


def test_a_secret_is_stored_sealed_and_works(client: Any, senco: User) -> None:
    """The database holds no secret of an app and no seed of codes that could be used."""
    RecoveryCodes.activate(senco)
    for row in Authenticator.objects.filter(user=senco):
        assert {str(row.data.get(name, "sealed:"))[:7] for name in ("secret", "seed")} == {
            "sealed:"
        }
    give_password(client, senco.email)
    assert where(give_code(client, code_now())) == "/accounts/second-factor/trust/"


def test_what_was_stored_before_is_sealed_by_the_migration(senco: User) -> None:
    """Rows of an older version work before and after, and can be had back."""
    row = Authenticator.objects.get(user=senco)
    row.data = {"secret": SECRET}
    row.save()
    assert row.wrap().validate_code(code_now())
    seal_secrets.seal_all(apps, None)
    row.refresh_from_db()
    assert SECRET not in str(row.data)
    assert row.wrap().validate_code(code_now(seconds_ago=30))
    seal_secrets.unseal_all(apps, None)
    row.refresh_from_db()
    assert row.data["secret"] == SECRET
