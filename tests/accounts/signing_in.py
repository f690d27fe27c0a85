"""Signing in as a person does it: by the forms, with a code worked out from the secret."""

import base64
import hashlib
import hmac
import re
import time
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OTHER_ADDRESS = "198.51.100.7"


def code_now(secret: str = SECRET, *, seconds_ago: int = 0) -> str:
    """The six digits an authenticator shows (RFC 6238: SHA-1, 30 seconds)."""
    counter = int(time.time() - seconds_ago) // 30
    digest = hmac.new(base64.b32decode(secret), counter.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def wrong_code() -> str:
    """Six digits that no authenticator of ours shows now."""
    near = {code_now(seconds_ago=step * 30) for step in range(-3, 4)}
    return next(code for n in range(10) if (code := f"{n}" * 6) not in near)


def give_factor(user: User) -> None:
    """Set up the second factor of a person, as they did on their first day."""
    TOTP.activate(user, SECRET)


def give_password(
    client: Client, email: str, password: str = PASSWORD, *, query: str = "", **extra: Any
) -> Any:
    """Send the sign-in form."""
    return client.post(
        reverse("account_login") + query, {"login": email, "password": password}, **extra
    )


def give_code(client: Client, code: str) -> Any:
    """Send the second step of signing in."""
    return client.post(reverse("mfa_authenticate"), {"code": code})


def answer_trust(client: Client, *, trust: bool = False) -> Any:
    """Say whether this browser is to be trusted."""
    return client.post(reverse("mfa_trust"), {"action": "trust" if trust else "none"})


def sign_in(client: Client, user: User, *, trust: bool = False, query: str = "") -> Any:
    """The whole way in; gives the last response."""
    give_password(client, user.email, query=query)
    give_code(client, code_now())
    return answer_trust(client, trust=trust)


def is_in(client: Client) -> bool:
    """Whether this browser is signed in and past the second factor."""
    return where(client.get(reverse("mfa_index"))) == ""


def where(response: Any) -> str:
    """The path a response leads to; empty when it is a page."""
    return urlsplit(response.headers.get("Location", "")).path


def links_in(text: str) -> list[str]:
    """Every address in a mail."""
    return re.findall(r"https?://\S+", text)
