"""Where one is signed in, ending it there, and a colleague's sign-in seen from their page."""

from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import StaffRequest, requires, step_up
from accounts.actions import reset_factor, sign_out_person
from accounts.models import BrowserSession, Membership, User
from accounts.permissions import Permission
from accounts.sessions import end_sessions, end_sessions_of, places_of
from accounts.staff import colleague
from common.errors import Refused


@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """Every browser one is signed in with: this one and the others."""
    places = places_of(request.user, request.session.session_key)
    context = {
        "here": next((place for place in places if place.is_here), None),
        "elsewhere": [place for place in places if not place.is_here],
    }
    return render(request, "accounts/session_list.html", context)


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one other browser out."""
    mine = BrowserSession.objects.filter(user=cast(User, request.user))
    row = get_object_or_404(mine.exclude(key=request.session.session_key), pk=pk)
    end_sessions([row])
    messages.success(request, f"Signed out: {row.browser}.")
    return redirect("accounts:session_list")


@require_POST
def session_end_others(request: HttpRequest) -> HttpResponse:
    """Sign every other browser out."""
    end_sessions_of(request.user, but=request.session.session_key)
    messages.success(request, "You are signed in with this browser only.")
    return redirect("accounts:session_list")


@requires(Permission.RESET_SIGN_IN)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def person_sign_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign a colleague out of every browser: a lost laptop, a session left open."""
    person = colleague(request.membership, pk)
    if request.method == "POST":
        sign_out_person(by=request.membership, membership=person)
        messages.success(request, f"{person.user.name} is signed out everywhere.")
        return _to_person(request, person)
    context = _asking(
        request,
        person,
        title=f"Sign {person.user.name} out everywhere?",
        text="Every browser they are signed in with is out at its next page.",
        consequences=["They can sign in again at once. What they had not saved is lost."],
        action="Sign them out",
    )
    return render(request, "confirm.html", context)


@requires(Permission.RESET_SIGN_IN)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def person_reset_factor(request: StaffRequest, pk: int) -> HttpResponse:
    """Reset the second factor of a colleague who has lost it and the codes as well."""
    person = colleague(request.membership, pk)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            reset_factor(by=request.membership, membership=person)
        except Refused as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, f"{person.user.name} sets up a new factor at next sign-in.")
            return _to_person(request, person)
    context = _asking(
        request,
        person,
        title=f"Reset {person.user.name}'s second factor?",
        text="Only if they have lost the phone or key and their recovery codes as well.",
        consequences=[
            "Be sure that it is they who ask: speak to them, do not answer an e-mail.",
            "Their passkeys, authenticator app and codes stop working, and they are signed out.",
            "They sign in with their password and a code by e-mail, and set up a new factor.",
            "A message tells them that you did this.",
        ],
        action="Reset it",
        form=form,
    )
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


def _asking(request: StaffRequest, person: Membership, **words: Any) -> dict[str, Any]:
    """What `confirm.html` takes, with the way back to the person's page."""
    return words | {"danger": True, "cancel_url": _page_of(request, person)}


def _to_person(request: StaffRequest, person: Membership) -> HttpResponse:
    return redirect(_page_of(request, person))


def _page_of(request: StaffRequest, person: Membership) -> str:
    keys = {"school": request.school.slug, "pk": person.pk}
    return reverse("accounts:person_edit", kwargs=keys)
