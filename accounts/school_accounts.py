"""Sign-in with a school's Microsoft or Google account: of whom a token speaks, if it is trusted.

Each provider is known by fixed addresses; nothing a token or a request says chooses where to ask. A
person is the tenant (Microsoft's `tid`, Google's `hd`) and the subject together, never an e-mail.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt

MICROSOFT = "https://login.microsoftonline.com"


class Untrusted(Exception):
    """A token that says nothing we may believe."""


@dataclass(frozen=True)
class Known:
    """A provider: its addresses, where `{tenant}` stands for the tenant, and what names one."""

    name: str
    authorize: str
    token: str
    keys: str
    issuers: tuple[str, ...]
    tenant_claim: str


KNOWN = {
    "microsoft": Known(
        name="Microsoft",
        authorize=f"{MICROSOFT}/{{tenant}}/oauth2/v2.0/authorize",
        token=f"{MICROSOFT}/{{tenant}}/oauth2/v2.0/token",
        keys=f"{MICROSOFT}/{{tenant}}/discovery/v2.0/keys",
        issuers=(f"{MICROSOFT}/{{tenant}}/v2.0",),
        tenant_claim="tid",
    ),
    "google": Known(
        name="Google",
        authorize="https://accounts.google.com/o/oauth2/v2/auth",
        token="https://oauth2.googleapis.com/token",  # noqa: S106  # nosec B106 - an address
        keys="https://www.googleapis.com/oauth2/v3/certs",
        issuers=("https://accounts.google.com", "accounts.google.com"),
        tenant_claim="hd",
    ),
}


def is_one_tenant(key: str, tenant: str) -> bool:
    """Whether a setting names one tenant: not "common", which would be everybody's."""
    shape = {
        "microsoft": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "google": r"([a-z0-9-]+\.)+[a-z]{2,}",
    }
    return bool(re.fullmatch(shape[key], tenant.lower()))


def origins(providers: Mapping[str, Any]) -> list[str]:
    """Where the sign-in form may lead a browser to, for the content policy."""
    addresses = (urlsplit(KNOWN[name].authorize) for name in providers)
    return [f"{address.scheme}://{address.netloc}" for address in addresses]


def nonce_of(verifier: str) -> str:
    """What binds a token to the browser that asked for it: from the secret only its session has."""
    return hmac.new(verifier.encode(), b"nonce", hashlib.sha256).hexdigest()


def verified(
    token: str, keys: Mapping[str, Any], *, known: Known, client_id: str, tenant: str, nonce: str
) -> dict[str, Any]:
    """What an id_token says, signed by one of the provider's keys, for us, now, of our tenant.

    Raises `Untrusted` for anything else: another key or algorithm, audience, issuer or tenant, one
    that names no tenant or nobody, one that is over, or one that another browser asked for.
    """
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        key = next(key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if key.key_id == kid)
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=["RS256"],
            audience=client_id,
            issuer=[issuer.format(tenant=tenant) for issuer in known.issuers],
            leeway=60,
            options={"require": ["exp", "iat", "iss", "aud", "sub"], "strict_aud": True},
        )
    except (jwt.PyJWTError, StopIteration, TypeError, ValueError, AttributeError) as fault:
        raise Untrusted(type(fault).__name__) from fault
    if str(claims.get(known.tenant_claim, "")).lower() != tenant:
        raise Untrusted("tenant")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise Untrusted("nonce")
    if not claims["sub"]:
        raise Untrusted("subject")
    return claims


def uid_of(claims: Mapping[str, Any], known: Known) -> str:
    """The one name of a person at a provider: tenant and subject."""
    return f"{str(claims[known.tenant_claim]).lower()}:{claims['sub']}"
