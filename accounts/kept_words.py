"""What a person typed is not lost when their sign-in, or their time here, ended under the form.

A page that is sent whole would answer with "not there" or with the sign-in page, and the browser
would forget the form. Instead its words come back, to be copied; and when only the second factor
must be shown again, the form waits in the session and is sent with one press. With htmx the form
stays on the page by itself (static/senregister/js/swaps.js).
"""

import re
import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.factors import stepped_up
from accounts.middleware import Handler, route_name
from accounts.models import Membership, User

KEPT = "form_kept"
KEPT_SECONDS = 15 * 60
MOST_LETTERS = 200_000
SCHOOL_PAGES = re.compile(r"^/s/(?P<slug>[-\w]+)/")
NOT_FOUND, SIGNED_OUT, FOUND = 404, 401, 302
ASKED_AGAIN = ("mfa_reauthenticate", "mfa_reauthenticate_webauthn")


class KeptWords:
    """Gives back what was typed into a form of a school that could not be taken."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and _waits_for(request):
            return _send_again(request)
        response = self.get_response(request)
        if request.method != "POST" or not SCHOOL_PAGES.match(request.path_info):
            return response
        if request.headers.get("HX-Request") or _is_secret(request):
            return response
        return self._give_back(request, response)

    def _give_back(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        where = response.headers.get("Location", "").partition("?")[0]
        if response.status_code == FOUND and where in map(reverse, ASKED_AGAIN):
            _keep(request)
            return response
        request.session.pop(KEPT, None)
        words = _words(request)
        if words and response.status_code == NOT_FOUND:
            return _page(request, words, _ended_at(request), status=NOT_FOUND)
        if words and response.status_code == FOUND and where == reverse("account_login"):
            return _page(request, words, "", status=SIGNED_OUT)
        return response


def _is_secret(request: HttpRequest) -> bool:
    return any("password" in name for name in request.POST)


def _words(request: HttpRequest) -> list[tuple[str, str]]:
    """What is worth giving back: texts of more than one word, each with its field's name."""
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, values in request.POST.lists()
        for value in values
        if " " in value.strip() or "\n" in value.strip()
    ]


def _ended_at(request: HttpRequest) -> str:
    """The school of this address, to somebody who worked there; empty to anybody else."""
    match = SCHOOL_PAGES.match(request.path_info)
    if not match or not isinstance(request.user, User):
        return ""
    rows = Membership.objects.filter(user=request.user, school__slug=match["slug"])
    ended = rows.filter(ends_on__isnull=False).select_related("school").order_by("-ends_on").first()
    if ended is None or rows.filter(ends_on__isnull=True).exists():
        return ""
    return str(ended.school)


def _page(
    request: HttpRequest, words: list[tuple[str, str]], ended_at: str, *, status: int
) -> HttpResponse:
    context = {"words": words, "ended_at": ended_at, "is_signed_out": status == SIGNED_OUT}
    response = render(request, "accounts/_kept_words.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _keep(request: HttpRequest) -> None:
    """Let the form wait until the second factor was shown; a file cannot wait."""
    pairs = [
        [name, value]
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    if request.FILES or sum(len(value) for _name, value in pairs) > MOST_LETTERS:
        return
    path = request.get_full_path()
    request.session[KEPT] = {"path": path, "pairs": pairs, "at": time.time()}


def _waits_for(request: HttpRequest) -> dict[str, Any] | None:
    """The form that waits at this address, for one who has shown the factor again."""
    if not hasattr(request, "session") or not request.user.is_authenticated:
        return None
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.get_full_path():
        return None
    fresh = time.time() - kept["at"] < KEPT_SECONDS
    return kept if fresh and route_name(request) and stepped_up(request) else None


def _send_again(request: HttpRequest) -> HttpResponse:
    kept = request.session[KEPT]
    mark = "&" if "?" in kept["path"] else "?"
    context = {"pairs": kept["pairs"], "path": kept["path"], "anew": f"{kept['path']}{mark}anew=1"}
    return render(request, "accounts/_send_again.html", context)
