"""Shared tablets: enrolling them, one's own PIN, and the page on which people switch."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, request_id, requires, step_up
from accounts.actions import (
    Answer,
    choose_pin,
    enrol_tablet,
    give_pin,
    may_have_pin,
    remove_pin,
    revoke_tablet,
)
from accounts.forms.tablets import PinForm, PinGivenForm, TabletForm
from accounts.models import Membership, Tablet, TabletPin
from accounts.permissions import Permission
from accounts.pins import DEMO_PIN, session_ends
from accounts.sessions import begin_session
from accounts.tablets import (
    COOKIE,
    Switcher,
    begin_mark,
    is_on_tablet,
    lock,
    locked_pins,
    switchers,
    tablet_of,
)
from common.dates import today
from common.errors import Refused
from schools.tenancy import school_scope

MISTAKEN = 422
SAID = {
    Answer.WRONG: "That PIN is wrong.",
    Answer.LOCKED: (
        "This PIN is locked after five wrong tries. Sign in on your own device and choose another."
    ),
}


@login_not_required
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tablet_home(request: HttpRequest) -> HttpResponse:
    """The names of those who switch on this tablet; tapped, one asks for the PIN.

    Public: the cookie of an enrolled browser is what opens it. `lock` ends the session that is on,
    `here` says that somebody is still typing.
    """
    if request.method == "POST" and "here" in request.POST:
        return HttpResponse(status=204 if is_on_tablet(request) else 401)
    if request.method == "POST" and "lock" in request.POST:
        lock(request)
        return redirect("accounts:tablet_home")
    tablet = tablet_of(request)
    if tablet is None:
        return render(request, "accounts/tablet_home.html", {"here": None, "person": None})
    writes = request.method == "POST"
    with school_scope(tablet.school, request_id=request_id(), writes=writes):
        people = switchers(tablet)
        asked = (request.POST or request.GET).get("person", "")
        person = next((row for row in people if str(row.pk) == asked), None)
        return _switch(request, tablet, people, person)


def _switch(
    request: HttpRequest, tablet: Tablet, people: list[Switcher], person: Switcher | None
) -> HttpResponse:
    form = PinGivenForm(request.POST if request.method == "POST" else None)
    if person and form.is_valid():
        member = Membership.objects.select_related("user").get(pk=person.pk)
        answer = give_pin(tablet=tablet, membership=member, pin=form.cleaned_data["pin"])
        if answer is Answer.RIGHT:
            return _begin(request, tablet, member)
        form.add_error("pin", SAID[answer])
    context = {
        "here": tablet,
        "people": people,
        "person": person,
        "form": form,
        "demo_pin": DEMO_PIN if settings.DEMO else "",
    }
    status = MISTAKEN if person and form.is_bound else 200
    return render(request, "accounts/tablet_home.html", context, status=status)


def _begin(request: HttpRequest, tablet: Tablet, member: Membership) -> HttpResponse:
    """A short session of this person, marked as the tablet's; whatever was open is over."""
    logout(request)
    login(request, member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    begin_mark(request, tablet, member, session_ends(timezone.localtime()))
    begin_session(request, member.user, tablet=f"The shared tablet “{tablet.name}”")
    return redirect("reports:home", school=tablet.school.slug)


@requires(Permission.MANAGE_TABLETS)
@step_up
@require_safe
def tablet_list(request: StaffRequest) -> HttpResponse:
    """The school's tablets, and whose PIN is locked."""
    rows = Tablet.objects.select_related("enrolled_by", "revoked_by")
    in_use = rows.in_use(today()).order_by("name")
    context = {
        "tablets": in_use,
        "past": rows.exclude(pk__in=in_use).order_by("-enrolled_at"),
        "locked": locked_pins(),
    }
    return render(request, "accounts/tablet_list.html", context)


@requires(Permission.MANAGE_TABLETS)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def tablet_add(request: StaffRequest) -> HttpResponse:
    """Make this very browser a shared tablet; whoever does it is signed out of it."""
    form = TabletForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            tablet, token = enrol_tablet(by=request.membership, **form.cleaned_data)
        except Refused as fault:
            form.add_error("name", str(fault))
        else:
            logout(request)
            response = redirect("accounts:tablet_home")
            _enrol(response, tablet, token)
            return response
    status = MISTAKEN if form.is_bound and form.errors else 200
    return render(request, "accounts/tablet_add.html", {"form": form}, status=status)


def _enrol(response: HttpResponse, tablet: Tablet, token: str) -> None:
    """Give the browser its token, out of reach of scripts."""
    days = (tablet.last_day - today()).days + 1
    response.set_cookie(
        COOKIE,
        f"{tablet.school.slug}.{token}",
        max_age=days * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@requires(Permission.MANAGE_TABLETS)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def tablet_revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a tablet out of use: lost, given back, or no longer shared."""
    tablet = get_object_or_404(Tablet.objects.filter(revoked_at__isnull=True), pk=pk)
    back = reverse("accounts:tablet_list", kwargs={"school": request.school.slug})
    if request.method == "POST":
        revoke_tablet(by=request.membership, tablet=tablet)
        messages.success(request, f"“{tablet.name}” is out of use.")
        return redirect(back)
    context = {
        "title": f"Take “{tablet.name}” out of use?",
        "text": "Whoever is on it is out at the next page, and no PIN works there any more.",
        "consequences": ["To use it again, enrol it anew on the tablet itself."],
        "action": "Take it out of use",
        "danger": True,
        "cancel_url": back,
    }
    return render(request, "confirm.html", context)


@requires(Permission.USE_TABLET)
@step_up
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def pin_edit(request: StaffRequest) -> HttpResponse:
    """Choose one's own PIN, or do without one."""
    own = TabletPin.objects.filter(membership=request.membership).first()
    if request.method == "POST" and "remove" in request.POST:
        remove_pin(by=request.membership)
        messages.success(request, "You have no PIN any more.")
        return redirect("accounts:account_page")
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            choose_pin(by=request.membership, pin=form.cleaned_data["pin"])
        except Refused as fault:
            form.add_error("pin", str(fault))
        else:
            messages.success(request, "Your PIN is saved. It works on the school's tablets only.")
            return redirect("accounts:account_page")
    context: dict[str, Any] = {"form": form, "own": own, "may": may_have_pin(request.membership)}
    status = MISTAKEN if form.is_bound and form.errors else 200
    return render(request, "accounts/pin_edit.html", context, status=status)
