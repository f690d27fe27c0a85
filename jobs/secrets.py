"""Secrets that travel in a message: a link's token, a code. The database alone gives none away.

A message keeps a random seed; the secret is worked out of it with the site's key when it is sent,
and the seed is forgotten afterwards. Whoever asks for the secret back keeps its hash only.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode

from django.utils.crypto import salted_hmac

SEED = "secret_seed"


def new_seed() -> str:
    """256 random bits, to be put under `SEED` into a message's context."""
    return secrets.token_urlsafe(32)


def secret_of(seed: str) -> str:
    """The secret that goes out in place of a seed: 43 letters, digits, `-` and `_` (256 bits)."""
    digest = salted_hmac("jobs.secrets", seed, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def code_of(seed: str) -> str:
    """The six digits that go out in place of a seed, for somebody to type."""
    return f"{int.from_bytes(secret_of(seed).encode(), 'big') % 1_000_000:06d}"


def hash_of(secret: str) -> str:
    """What to keep of a secret, to know it again: 64 hexadecimal digits (SHA-256)."""
    return hashlib.sha256(secret.encode()).hexdigest()
