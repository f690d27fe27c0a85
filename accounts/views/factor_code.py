"""After a factor was reset: the code by e-mail, before a new factor may be set up."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.actions import send_code, take_code
from accounts.factor_resets import SHOWN, code_is_due, open_reset
from accounts.models import FactorReset
from common.errors import Refused

MISTAKEN = 422


class CodeForm(forms.Form):
    """The six digits."""

    code = forms.CharField(
        label="Code from the message",
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def factor_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and show it. Whoever need not is sent on."""
    reset = open_reset(request.user)
    if reset is None or not code_is_due(request):
        return redirect("home_redirect")
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and not form.is_bound:
        return _send(request, reset)
    if form.is_valid() and _is_right(form, reset):
        request.session[SHOWN] = reset.pk
        return redirect("mfa_activate_totp")
    context = {"form": form, "reset": reset, "is_sent": bool(reset.code_hash)}
    status = MISTAKEN if form.errors else 200
    return render(request, "accounts/factor_code.html", context, status=status)


def _is_right(form: CodeForm, reset: FactorReset) -> bool:
    try:
        if take_code(reset=reset, code=form.cleaned_data["code"], now=timezone.now()):
            return True
    except Refused as fault:
        form.add_error("code", str(fault))
    else:
        form.add_error("code", "That is not the code in the newest message.")
    return False


def _send(request: HttpRequest, reset: FactorReset) -> HttpResponse:
    try:
        send_code(reset=reset, now=timezone.now())
    except Refused as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, f"A code is on its way to {reset.user.email}.")
    return redirect("accounts:factor_code")
