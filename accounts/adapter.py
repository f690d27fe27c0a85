"""How allauth behaves here: nobody signs up by themselves, and links name the configured site."""

import time
from typing import Any
from urllib.parse import urljoin, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.actions import tell_of_change
from accounts.browsers import browser_in_words
from accounts.factors import FACTORS, factors_of, has_factor, stepped_up
from accounts.sealing import seal, unseal
from accounts.sessions import begin_session, end_sessions_of

# What a person is told of, by the name of allauth's own mail about it.
CHANGES = {
    "account/email/password_changed": "Your password was changed",
    "account/email/password_reset": "A new password was chosen through a link sent to you",
    "account/email/password_set": "A password was set",
    "mfa/email/totp_activated": "An authenticator app was set up",
    "mfa/email/totp_deactivated": "Your authenticator app was removed",
    "mfa/email/webauthn_added": "A passkey was added",
    "mfa/email/webauthn_removed": "A passkey was removed",
    "mfa/email/recovery_codes_generated": "New recovery codes were made, and the old ones are void",
}


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by their school; a forged Host header cannot enter a reset link."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That e-mail address and password do not match."
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return urljoin(settings.BASE_URL, path)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        begin_session(request, user)

    def set_password(self, user: Any, password: str) -> None:
        """A new password ends every other session; Django would only stop answering them."""
        super().set_password(user, password)
        session = getattr(self.request, "session", None)
        end_sessions_of(user, but=session.session_key if session else None)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person of a change to their ways in, by the house's outbox."""
        browser = browser_in_words(self.request.headers.get("User-Agent", ""))
        tell_of_change(user=user, what=CHANGES[template_prefix], browser=browser)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whether to ask again before the ways to sign in change: for the factor, if they have one.

        A newcomer, who has none, is not asked for the password again at every step of setting it
        up, as allauth would.
        """
        if settings.SECOND_FACTOR_REQUIRED and has_factor(self.request.user):
            return not stepped_up(self.request)
        given = [r["at"] for r in get_authentication_records(self.request, self.request.user)]
        return not given or time.time() - given[-1] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """The ways to show that it is still you, the person's own first.

        The password again proves nothing to whoever has a second factor.
        """
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        if not (settings.SECOND_FACTOR_REQUIRED and has_factor(user)):
            return methods
        words = {
            "mfa_reauthenticate": "Use a code",
            "mfa_reauthenticate:webauthn": "Use a passkey",
        }
        found = [way | {"description": words[way["id"]]} for way in methods if way["id"] in words]
        by_app = Authenticator.Type.TOTP in factors_of(user)
        return found if by_app else found[::-1]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Sign-in asks for the second factor a person has, except in the demo, which turns it off."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "This is your only second factor. Add another one first.",
        "incorrect_code": "That code or passkey did not work. Try again.",
    }

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        return settings.SECOND_FACTOR_REQUIRED and super().is_mfa_enabled(user, types)

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another factor is left: all staff keep one (permissions.md)."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id)
        return others.exclude(pk=authenticator.pk).filter(type__in=FACTORS).exists()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the configured site, whatever name a request came by."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": "senregister"}
