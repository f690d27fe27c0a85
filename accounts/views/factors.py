"""Passkeys: adding, naming and removing them. allauth's pages, with the house's rules.

allauth asks for the factor again before each of them (`AccountAdapter`).
"""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import TrustView
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse_lazy

from accounts.factors import has_factor
from accounts.models import User
from accounts.sessions import end_sessions_of
from accounts.tablets import COOKIE

MISTAKEN = 422
WAYS_IN = reverse_lazy("mfa_index")


class AddPasskey(AddWebAuthnView):
    """Make a passkey, kept on the device where it can, so that it can sign in by itself."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = context["js_data"]["creation_options"]["publicKey"]
        options["authenticatorSelection"]["residentKey"] = "preferred"
        return context | kwargs | {"is_first": not has_factor(self.request.user)}

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=MISTAKEN)


class EditPasskey(EditWebAuthnView):
    """Call a passkey something else."""

    success_url = WAYS_IN

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=MISTAKEN)


class RemovePasskey(RemoveWebAuthnView):
    """Take a passkey out; never the last factor."""

    success_url = WAYS_IN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = get_adapter().can_delete_authenticator(self.object)
        return super().get_context_data(**kwargs) | {"may_remove": may}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        User.objects.select_for_update().get(pk=self.request.user.pk)  # one removal at a time
        if not get_adapter().can_delete_authenticator(self.get_object()):
            return self.render_to_response(self.get_context_data(form=form), status=MISTAKEN)
        response = super().form_valid(form)
        end_sessions_of(self.request.user, but=self.request.session.session_key)
        return response


class RemoveApp(DeactivateTOTPView):
    """Take the authenticator app out; never the last factor (allauth asks the adapter)."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        User.objects.select_for_update().get(pk=self.request.user.pk)
        response: HttpResponse = super().form_valid(form)
        end_sessions_of(self.request.user, but=self.request.session.session_key)
        return response


class Trust(TrustView):
    """Trust a browser that one person uses; never one that the school shares."""

    def form_valid(self, form: Any) -> HttpResponse:
        if COOKIE in self.request.COOKIES:
            response: HttpResponse = self.request._login_stage.exit()
            return response
        return super().form_valid(form)


browser_trust = Trust.as_view()
passkey_add = AddPasskey.as_view()
passkey_edit = EditPasskey.as_view()
passkey_remove = RemovePasskey.as_view()
app_remove = RemoveApp.as_view()
