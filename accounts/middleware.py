"""What holds for every signed-in page: nothing cached, and a second factor for all staff."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.internal.flows.trust import is_trusted_browser
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse

from accounts.access import asking_again
from accounts.factor_resets import close_resets, code_is_due
from accounts.factors import factors_of, has_factor
from accounts.models import Tablet
from accounts.sessions import keep_session
from accounts.tablets import COOKIE, is_on_tablet, lock, note_use, session_tablet

Handler = Callable[[HttpRequest], HttpResponse]

SET_UP = "mfa_activate_totp"
CODE_PAGE = "accounts:factor_code"
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
TABLET_HOME = "accounts:tablet_home"
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


# Where a session on a shared tablet may go beside the pages of its school.
ON_TABLETS = frozenset({TABLET_HOME, "account_logout", "health"})


class SharedTablet:
    """Holds a session that began with a PIN to its tablet, its five minutes, and its pages.

    What the pages of a school show it is cut in `@requires`; everything else that is not a page of
    a school, such as the person's own account, is refused here. Signed out, an enrolled tablet
    leads to its names, not to the page that asks for a password.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_on_tablet(request):
            tablet = session_tablet(request)
            if tablet is None:
                lock(request)
                return HttpResponseRedirect(reverse(TABLET_HOME))
            note_use(request)
            return self._answer(request, tablet)
        if COOKIE in request.COOKIES and not request.user.is_authenticated and _is_home(request):
            return HttpResponseRedirect(reverse(TABLET_HOME))
        return self.get_response(request)

    def _answer(self, request: HttpRequest, tablet: Tablet) -> HttpResponse:
        if _is_home(request):
            home = reverse("reports:home", kwargs={"school": tablet.school.slug})
            return HttpResponseRedirect(home)
        if not _is_for_tablets(request):
            raise PermissionDenied
        return self.get_response(request)


def _is_home(request: HttpRequest) -> bool:
    return route_name(request) == "home_redirect"


def _is_for_tablets(request: HttpRequest) -> bool:
    """Whether an address is a page of a school, which `@requires` guards, or one of the few."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return True  # there is no such page, and that may be said
    return hasattr(match.func, "permission") or match.view_name in ON_TABLETS


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
            close_resets(request.user)
            record_authentication(request, request.user, "mfa", newly_set_up=True)
        return response

    def next_step(self, request: HttpRequest) -> str:
        """The address this person must go to before any other; empty when they may go on."""
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return ""
        if is_on_tablet(request):
            return ""  # `SharedTablet` has looked at it
        route = route_name(request)
        if route in ALWAYS_OPEN or (request.session.get(PROVEN) and route != SET_UP):
            return ""
        factors = factors_of(request.user)
        if not factors:
            first = CODE_PAGE if code_is_due(request) else SET_UP
            allowed = {CODE_PAGE} if first == CODE_PAGE else SETTING_UP
            return "" if route in allowed else reverse(first)
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
