"""Where an invitation's link leads: public, for its token stands for the right to read it."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.access import request_id
from accounts.actions import Gone, accept_as, accept_as_newcomer
from accounts.forms import NewcomerForm
from accounts.invitations import found_by, places_in_words
from accounts.models import Invitation, Membership, User
from accounts.staff import roles_in_words
from common.dates import long_date, today
from common.errors import Refused
from schools.models import School
from schools.tenancy import school_scope

MISTAKEN = 422


@login_not_required
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, school: str, token: str) -> HttpResponse:
    """Read an invitation, and say yes to it. Reading uses nothing up: mail scanners read first.

    Unknown, expired, used, withdrawn and put aside look alike: 404 and one sentence.
    """
    place = School.objects.filter(slug=school).first()
    if place is None:
        return _gone(request)
    writes = request.method == "POST"
    if writes and (limited := ratelimit.consume_or_429(request, action="invitation")):
        return limited
    by = request.user if isinstance(request.user, User) else None
    with school_scope(place, by=by, request_id=request_id(), writes=writes):
        row = found_by(token)
        if row is None:
            return _gone(request)
        met = _answer(request, row, token)
    if isinstance(met, Membership):  # outside: the session begins once the membership is saved
        return _welcome(request, met, is_new=by is None)
    return met


def _answer(request: HttpRequest, row: Invitation, token: str) -> Membership | HttpResponse:
    """The membership that begins by a yes, or the page to show."""
    form = _form(request, row)
    may_accept = _who(request, row) in {"new", "you"} and (form is None or form.is_valid())
    if request.method != "POST" or not may_accept:
        return _page(request, row, form)
    try:
        made = _accept(request, token, form)
    except Gone:
        return _gone(request)
    except Refused as fault:
        return _page(request, row, form, refusal=str(fault))
    return made or _gone(request)


def _who(request: HttpRequest, row: Invitation) -> str:
    """Who reads it: `you` (signed in as asked), `other`, `known` (has a sign-in), or `new`."""
    if isinstance(request.user, User):
        return "you" if request.user.email.lower() == row.email else "other"
    return "known" if User.objects.filter(email__iexact=row.email).exists() else "new"


def _form(request: HttpRequest, row: Invitation) -> NewcomerForm | None:
    if _who(request, row) != "new":
        return None
    return NewcomerForm(request.POST or None, email=row.email, initial={"name": row.name})


def _accept(request: HttpRequest, token: str, form: NewcomerForm | None) -> Membership | None:
    if form is None:
        assert isinstance(request.user, User)
        return accept_as(token=token, user=request.user)
    cleaned = form.cleaned_data
    return accept_as_newcomer(token=token, name=cleaned["name"], password=cleaned["password1"])


def _welcome(request: HttpRequest, made: Membership, *, is_new: bool) -> HttpResponse:
    """In they go: a newcomer is signed in, and meets the second factor next."""
    words = f"You have joined {made.school}."
    if made.starts_on > today():
        words = f"{words} Your first day here is {long_date(made.starts_on)}."
    if is_new:
        record_authentication(request, made.user, method="password", email=made.user.email)
        response = perform_login(request, Login(user=made.user, email=made.user.email))
        messages.success(request, words)
        return response
    messages.success(request, words)
    return redirect("home_redirect")


def _page(request: HttpRequest, row: Invitation, form: Any, *, refusal: str = "") -> HttpResponse:
    context = {
        "invitation": row,
        "school_name": row.school.name,
        "inviter": row.invited_by.user.name,
        "roles": roles_in_words(row.roles),
        "classes": places_in_words(row.classes.select_related("class_group__academic_year")),
        "starts_later": row.starts_on > today(),
        "who": _who(request, row),
        "form": form,
        "refusal": refusal,
    }
    wrong = refusal or (form is not None and form.errors)
    status = MISTAKEN if request.method == "POST" and wrong else 200
    return render(request, "accounts/invitation_accept.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/_invitation_gone.html", status=404)
