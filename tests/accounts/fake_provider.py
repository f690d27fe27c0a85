"""A Microsoft or Google made of software: gives codes and tokens, and lies when told to."""

import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from jwt.algorithms import RSAAlgorithm

TENANT = "0a1b2c3d-1111-4222-8333-444455556666"
DOMAIN = "northfield.example"
SETTINGS = {
    "microsoft": {"client_id": "our-client", "secret": "our-secret", "tenant": TENANT},
    "google": {"client_id": "our-other-client", "secret": "our-secret", "tenant": DOMAIN},
}
OURS = {
    "microsoft": {"iss": f"https://login.microsoftonline.com/{TENANT}/v2.0", "tid": TENANT},
    "google": {"iss": "https://accounts.google.com", "hd": DOMAIN},
}
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ANOTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Answer:
    """What the provider's server sends back."""

    headers = {"content-type": "application/json"}
    content = text = "an answer"

    def __init__(self, body: dict[str, Any], status: int = 200) -> None:
        self.body, self.status_code = body, status

    def json(self) -> dict[str, Any]:
        return self.body

    def raise_for_status(self) -> None:
        assert self.status_code == 200


@dataclass
class FakeProvider:
    """One provider; `claims` and `key` make its next token another than an honest one.

    It is also the session with which allauth would reach it: no request leaves the test.
    """

    name: str = "microsoft"
    claims: dict[str, Any] = field(default_factory=dict)
    key: Any = KEY
    algorithm: str = "RS256"
    asked: dict[str, str] = field(default_factory=dict)
    called: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def takes(self, address: str) -> str:
        """The browser comes with what the site asks; gives the state to go back with."""
        query = parse_qs(urlsplit(address).query)
        self.asked = {name: values[0] for name, values in query.items()}
        return self.asked["state"]

    def token(self) -> str:
        """The id_token of whoever signed in there."""
        now = int(time.time())
        said = {
            "aud": SETTINGS[self.name]["client_id"],
            "sub": "subject-1",
            "email": "senco@northfield.test",
            "iat": now,
            "exp": now + 3600,
            "nonce": self.asked.get("nonce", ""),
        }
        said |= OURS[self.name] | self.claims
        said = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(said, self.key, self.algorithm, headers={"kid": "key-1"})

    def __enter__(self) -> "FakeProvider":
        return self

    def __exit__(self, *_: Any) -> None:
        """Nothing was open."""

    def request(self, method: str, url: str, **sent: Any) -> Answer:
        """The exchange of a code for tokens."""
        self.called.append((url, sent.get("data") or {}))
        return Answer({"access_token": "an access token", "id_token": self.token()})

    def get(self, url: str, **_: Any) -> Answer:
        """The provider's public keys."""
        self.called.append((url, {}))
        public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
        return Answer({"keys": [public | {"kid": "key-1", "use": "sig"}]})


def begin(client: Client, fake: FakeProvider, query: str = "") -> Any:
    """Press the button."""
    return client.post(f"/accounts/school-account/{fake.name}/{query}")


def come_back(client: Client, fake: FakeProvider, **query: str) -> Any:
    """What the provider's page does at its end."""
    return client.get(f"/accounts/school-account/{fake.name}/callback/", query)


def round_trip(client: Client, fake: FakeProvider) -> Any:
    """To the provider and back with a code."""
    state = fake.takes(begin(client, fake).headers["Location"])
    return come_back(client, fake, state=state, code="a code")
