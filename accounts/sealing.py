"""Secrets at rest: what signs a person in is unreadable in a copy of the database alone.

The key is derived from `SECRET_KEY`, so a stolen backup without the settings opens nothing; older
keys in `SECRET_KEY_FALLBACKS` still open what they sealed. Text sealed before there was a seal is
read as it is, and sealed by the migration `seal_secrets`.
"""

import base64

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SEALED = "sealed:"
SALT = "accounts.sealing"


def seal(text: str) -> str:
    """The text, unreadable without the site's key; already sealed text stays as it is."""
    if text.startswith(SEALED):
        return text
    return SEALED + _keys().encrypt(text.encode()).decode()


def unseal(text: str) -> str:
    """The text that was sealed. Raises `cryptography.fernet.InvalidToken` for another site's."""
    if not text.startswith(SEALED):
        return text
    return _keys().decrypt(text.removeprefix(SEALED).encode()).decode()


def _keys() -> MultiFernet:
    """Seals with the first key, opens with any."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    digest = salted_hmac(SALT, "key", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
