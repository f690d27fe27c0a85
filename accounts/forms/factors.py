"""Forms about the ways a person signs in: allauth's, firm against what no device would send."""

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms

NAME_HELP = "So that you know it again: “Work laptop”, “Blue key”."
# What the parts of an answer that is not one make its readers raise.
NONSENSE = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)


class Shown(forms.Form):
    """A passkey that is shown: an answer that cannot be read is a wrong one."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except NONSENSE as fault:
            raise get_adapter().validation_error("incorrect_code") from fault


class PasskeyAuthenticateForm(Shown, AuthenticateWebAuthnForm):
    """At the second step of signing in."""


class PasskeyLoginForm(Shown, LoginWebAuthnForm):
    """Instead of both steps."""


class PasskeyReauthenticateForm(Shown, ReauthenticateWebAuthnForm):
    """Again, before something sensitive."""


class PasskeyAddForm(AddWebAuthnForm):
    """A passkey and what its owner calls it; where its device can, it signs in by itself."""

    name = forms.CharField(label="Name", max_length=60, required=False, help_text=NAME_HELP)
    passwordless = None

    def clean(self) -> Any:
        try:
            return super().clean()
        except NONSENSE as fault:
            raise get_adapter().validation_error("incorrect_code") from fault


class PasskeyEditForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label="Name", max_length=60, help_text=NAME_HELP)
