"""What holds for every signed-in page: nothing cached, and a second factor for all staff."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

Handler = Callable[[HttpRequest], HttpResponse]

# Where a person without a second factor may still go: to set one up, or to leave.
BEFORE_SECOND_FACTOR = frozenset({"mfa_activate_totp", "account_logout", "account_reauthenticate"})
ENROLLED = "second_factor_enrolled"


class PrivatePages:
    """Signed-in pages are `no-store`; signing out clears what the browser kept of them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if signed_in or request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        if signed_in and not request.user.is_authenticated:
            # Not "cookies": that would forget the browsers a person trusts.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class SecondFactor:
    """Sends staff without a second factor to set one up; sign-in itself asks for it (allauth)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.is_missing(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def is_missing(self, request: HttpRequest) -> bool:
        """Whether this signed-in person must set up a second factor before going on."""
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return False
        if request.session.get(ENROLLED) or route_name(request) in BEFORE_SECOND_FACTOR:
            return False
        rows = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP)
        if rows.exists():
            request.session[ENROLLED] = True
            return False
        return True


def route_name(request: HttpRequest) -> str:
    """The name of the route a request asks for; empty when there is none."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
