"""How allauth behaves here: nobody signs up by themselves, and links name the configured site."""

import time
from typing import Any
from urllib.parse import urljoin

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


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

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whether to ask again; not of one who gave a password or code within ten minutes.

        allauth would ask a newcomer for the password at every step of setting the factor up.
        """
        given = [r["at"] for r in get_authentication_records(self.request, self.request.user)]
        return not given or time.time() - given[-1] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):
    """Sign-in asks for the second factor a person has, except in the demo, which turns it off."""

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        return settings.SECOND_FACTOR_REQUIRED and super().is_mfa_enabled(user, types)
