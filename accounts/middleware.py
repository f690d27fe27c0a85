"""What holds for every signed-in page: nothing cached, and a second factor for all staff."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.internal.flows.trust import is_trusted_browser
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse

from accounts.access import asking_again
from accounts.factors import factors_of, has_factor
from accounts.sessions import keep_session

Handler = Callable[[HttpRequest], HttpResponse]

SET_UP = "mfa_activate_totp"
# The ways to set a first one up.
SETTING_UP = frozenset({SET_UP, "mfa_add_webauthn"})
# Where anyone signed in may go: to show the factor, or to leave.
ALWAYS_OPEN = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
PROVEN = "second_factor_proven"


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


class SeenBrowsers:
    """Notes when a browser was last seen: at most every quarter of an hour, so most pages write
    nothing (docs/decisions/sessions-list.md).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            keep_session(request)
        return response


class WrongMethod:
    """Gives a page to a person whose browser asked in a way an address does not answer."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response


class SecondFactor:
    """Lets staff on only in a session that has shown their second factor.

    Sign-in asks for it (allauth). This catches the rest: a person without one sets it up first,
    and a session that began before there was one shows it now.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        step = self.next_step(request)
        if step:
            return HttpResponseRedirect(step)
        newcomer = route_name(request) in SETTING_UP and not has_factor(request.user)
        response = self.get_response(request)
        if newcomer and has_factor(request.user):
            request.session[PROVEN] = True
            record_authentication(request, request.user, "mfa", newly_set_up=True)
        return response

    def next_step(self, request: HttpRequest) -> str:
        """The address this person must go to before any other; empty when they may go on."""
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return ""
        route = route_name(request)
        if route in ALWAYS_OPEN or (request.session.get(PROVEN) and route != SET_UP):
            return ""
        factors = factors_of(request.user)
        if not factors:
            return "" if route in SETTING_UP else reverse(SET_UP)
        if not was_shown(request):
            return asking_again(request)
        request.session[PROVEN] = True
        has_app = Authenticator.Type.TOTP in factors
        return reverse("mfa_index") if route == SET_UP and has_app else ""


def was_shown(request: HttpRequest) -> bool:
    """Whether this session showed the second factor, or began on a browser trusted for it."""
    if request.session.get(PROVEN):
        return True
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records) or is_trusted_browser(
        request, request.user
    )


def route_name(request: HttpRequest) -> str:
    """The name of the route a request asks for; empty when there is none."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
