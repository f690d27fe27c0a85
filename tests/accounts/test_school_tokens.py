"""What a token must say before it is believed; no page and no database."""

import json
import time
from typing import Any

import pytest
from jwt.algorithms import RSAAlgorithm

from accounts.school_accounts import KNOWN, Untrusted, uid_of, verified
from tests.accounts.fake_provider import ANOTHER_KEY, DOMAIN, KEY, SETTINGS, TENANT, FakeProvider

ELSEWHERE = "99999999-1111-4222-8333-444455556666"
NONCE = "of this browser"
LIES: dict[str, dict[str, Any]] = {
    "another audience": {"aud": "their-client"},
    "another issuer": {"iss": "https://evil.example"},
    "over": {"exp": int(time.time()) - 3600 * 24 * 365},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "two audiences": {"aud": ["our-client", "our-other-client", "theirs"]},
    "no issuer": {"iss": None},
    "no end": {"exp": None},
    "another nonce": {"nonce": "of another browser"},
    "no nonce": {"nonce": None},
    "a nonce beyond ASCII": {"nonce": "\u00fcber"},
    "no tenant": {"tid": None, "hd": None},
    "another tenant": {"tid": ELSEWHERE, "hd": "southmere.example"},
    "an empty tenant": {"tid": "", "hd": ""},
    "a list of tenants": {"tid": [TENANT], "hd": [DOMAIN]},
}


both = pytest.mark.parametrize("name", ["microsoft", "google"])


def read(fake: FakeProvider, *, kid: str = "key-1") -> dict[str, Any]:
    """What we believe of the fake's token."""
    public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": kid}
    return verified(
        fake.token(),
        {"keys": [public]},
        known=KNOWN[fake.name],
        client_id=SETTINGS[fake.name]["client_id"],
        tenant=SETTINGS[fake.name]["tenant"],
        nonce=NONCE,
    )


def honest(name: str) -> FakeProvider:
    """A provider asked by this browser."""
    return FakeProvider(name, asked={"nonce": NONCE})


@both
def test_an_honest_token_names_tenant_and_subject(name: str) -> None:
    """And nothing else of it names the person."""
    fake = honest(name)
    assert uid_of(read(fake), KNOWN[name]) == f"{SETTINGS[name]['tenant']}:subject-1"


@both
@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_not_believed(name: str, lie: str) -> None:
    """Each is signed by the right key; one claim of it is wrong."""
    fake = honest(name)
    fake.claims = LIES[lie]
    with pytest.raises(Untrusted):
        read(fake)


@both
@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(ANOTHER_KEY, "RS256"), (KEY, "PS256"), ("our-secret" * 4, "HS256"), (None, "none")],
    ids=["another key", "another algorithm", "our secret as a key", "no signature"],
)
def test_a_forged_token_is_not_believed(name: str, key: Any, algorithm: str) -> None:
    """Signed by somebody else, or in a way that asks for no key of theirs, or not at all."""
    fake = honest(name)
    fake.key, fake.algorithm = key, algorithm
    with pytest.raises(Untrusted):
        read(fake)


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": [{"kty": "?"}]}, {"keys": "none"}])
def test_without_a_key_nothing_is_believed(keys: dict[str, Any]) -> None:
    """A provider that answers something else than its keys."""
    with pytest.raises(Untrusted):
        verified(
            honest("google").token(),
            keys,
            known=KNOWN["google"],
            client_id="our-other-client",
            tenant=DOMAIN,
            nonce=NONCE,
        )


@pytest.mark.parametrize("token", ["", "a.b.c", "no token"])
def test_what_is_no_token_is_not_believed(token: str) -> None:
    """Nor an answer that holds none."""
    with pytest.raises(Untrusted):
        verified(token, {}, known=KNOWN["google"], client_id="x", tenant=DOMAIN, nonce=NONCE)


def test_a_token_of_a_key_we_were_not_told_is_not_believed() -> None:
    """The key is found by the name the token gives it, among the provider's own."""
    with pytest.raises(Untrusted):
        read(honest("microsoft"), kid="key-2")
