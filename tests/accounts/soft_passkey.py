"""A passkey made of software: answers a site as a device would, and lies when told to."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

Flag = AuthenticatorData.FLAG


def text_of(data: bytes) -> str:
    """Bytes as WebAuthn writes them in JSON."""
    return urlsafe_b64encode(data).decode().rstrip("=")


class SoftPasskey:
    """One key for one site. `verifies`: whether it checked its owner, not just a touch."""

    def __init__(self, *, verifies: bool = True, origin: str = settings.BASE_URL) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.origin = origin
        self.flags = Flag.UP | (Flag.UV if verifies else Flag(0))
        self.owner = ""

    def made(self, options: dict[str, Any]) -> str:
        """What a browser sends for a new passkey."""
        asked = options["publicKey"]
        self.owner = asked["user"]["id"]
        credential = AttestedCredentialData.create(
            b"\0" * 16,
            self.id,
            ES256.from_cryptography_key(self.key.public_key()),  # type: ignore[no-untyped-call]
        )
        about = AuthenticatorData.create(
            self._site(asked["rp"]["id"]), self.flags | Flag.AT, 0, credential
        )
        return self._answer(
            {
                "clientDataJSON": text_of(self._said("webauthn.create", asked)),
                "attestationObject": text_of(AttestationObject.create("none", about, {})),
            }
        )

    def shown(self, options: dict[str, Any], *, owner: str | None = None) -> str:
        """What a browser sends when the passkey is shown, as whoever it says owns it."""
        asked = options["publicKey"]
        about = AuthenticatorData.create(self._site(asked["rpId"]), self.flags, 1)
        said = self._said("webauthn.get", asked)
        signed = bytes(about) + hashlib.sha256(said).digest()
        return self._answer(
            {
                "clientDataJSON": text_of(said),
                "authenticatorData": text_of(about),
                "signature": text_of(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
                "userHandle": self.owner if owner is None else owner,
            }
        )

    def _said(self, what: str, asked: dict[str, Any]) -> bytes:
        said = {"type": what, "challenge": asked["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, str]) -> str:
        name = text_of(self.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )

    @staticmethod
    def _site(name: str) -> bytes:
        return hashlib.sha256(name.encode()).digest()


def handle_of(pk: int) -> str:
    """The owner a passkey names, for a person's id."""
    return text_of(str(pk).encode())
