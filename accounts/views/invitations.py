"""Asking people to work here, and what became of it (permissions.md, "people and roles")."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import StaffRequest, requires, step_up
from accounts.actions import invite, send_again, withdraw
from accounts.forms import InvitationAddForm, InvitationPasteForm
from accounts.invitations import invitation_lines
from accounts.models import Invitation
from accounts.permissions import Permission
from accounts.setting_up import onward
from common.errors import Refused

MISTAKEN = 422


@requires(Permission.MANAGE_PEOPLE)
@step_up
@require_safe
def invitation_list(request: StaffRequest) -> HttpResponse:
    """Who was asked to work here; with `?over=1` those that were accepted or withdrawn."""
    over = request.GET.get("over") == "1"
    rows = invitation_lines(request.membership, timezone.now(), open_only=not over)
    here = _list_url(request)
    pills = [
        {"label": "Not answered", "url": here, "chosen": not over, "count": None},
        {"label": "Accepted or withdrawn", "url": f"{here}?over=1", "chosen": over, "count": None},
    ]
    context = {"rows": rows, "over": over, "pills": pills, "clear_url": ""}
    return render(request, "accounts/invitation_list.html", context)


@requires(Permission.MANAGE_PEOPLE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_add(request: StaffRequest) -> HttpResponse:
    """Ask one person."""
    form = InvitationAddForm(request.POST or None, by=request.membership)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            invite(
                by=request.membership,
                invitees=[form.invitee()],
                starts_on=cleaned["starts_on"],
                days=cleaned["days"],
            )
        except Refused as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, f"{cleaned['name']} is invited, at {cleaned['email']}.")
            return redirect(_list_url(request))
    return render(request, "accounts/invitation_add.html", {"form": form}, status=_status(form))


@requires(Permission.MANAGE_PEOPLE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_paste(request: StaffRequest) -> HttpResponse:
    """Ask many at once: the list is read and shown; nothing goes out before it is sent back."""
    form = InvitationPasteForm(request.POST or None, by=request.membership)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "leave_out" and form.wrong:
            form.leave_out_wrong()
            form = InvitationPasteForm(form.data, by=request.membership)
            form.is_valid()
        elif request.POST.get("do") == "send" and not form.wrong and form.was_shown():
            done = _send(request, form)
            if done:
                return done
    if form.is_bound and form.is_valid():
        form.show()
    status = MISTAKEN if form.is_bound and (form.errors or form.wrong) else 200
    return render(request, "accounts/invitation_paste.html", {"form": form}, status=status)


def _send(request: StaffRequest, form: InvitationPasteForm) -> HttpResponse | None:
    """Send what was shown; `None`, with the reason on the form, when it is refused."""
    cleaned = form.cleaned_data
    try:
        sent = invite(
            by=request.membership,
            invitees=form.invitees,
            starts_on=cleaned["starts_on"],
            days=cleaned["days"],
        )
    except Refused as fault:
        form.add_error(None, f"{fault} Nothing was sent.")
        return None
    messages.success(request, f"{len(sent)} invited." if len(sent) > 1 else "One person invited.")
    return onward(request, "accounts:invitation_list")


@requires(Permission.MANAGE_PEOPLE)
@step_up
@require_POST
def invitation_send(request: StaffRequest, pk: int) -> HttpResponse:
    """Send an invitation again: a new link, the old one dead."""
    row = get_object_or_404(Invitation.objects, pk=pk)
    try:
        send_again(by=request.membership, invitation=row)
    except Refused as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, f"Sent to {row.name} again. The earlier link no longer works.")
    return redirect(_list_url(request))


@requires(Permission.MANAGE_PEOPLE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    row = get_object_or_404(Invitation.objects, pk=pk)
    if request.method == "POST":
        try:
            withdraw(by=request.membership, invitation=row)
        except Refused as fault:
            messages.error(request, str(fault))
        else:
            messages.success(request, f"Withdrawn: {row.name}.")
        return redirect(_list_url(request))
    context = {
        "title": f"Withdraw {row.name}'s invitation",
        "text": f"The link sent to {row.email} stops working at once.",
        "consequences": ["They can be invited anew at any time."],
        "action": "Withdraw it",
        "danger": True,
        "cancel_url": _list_url(request),
    }
    return render(request, "confirm.html", context)


def _list_url(request: StaffRequest) -> str:
    return reverse("accounts:invitation_list", kwargs={"school": request.school.slug})


def _status(form: Any) -> int:
    return MISTAKEN if form.is_bound and form.errors else 200
