"""Cover: a class is somebody's for a day or more, and it ends by itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.actions import assign
from accounts.cover import CoverForm
from accounts.models import ClassAssignment
from accounts.permissions import Permission
from accounts.staff import what_of, when_of
from accounts.views.assignments import back_to
from common.dates import today
from common.errors import Refused

MISTAKEN = 422


@requires(Permission.ASSIGN_CLASSES)
@require_http_methods(["GET", "HEAD", "POST"])
def cover_add(request: StaffRequest) -> HttpResponse:
    """Who covers which class, and until when; `?class=` fills in the class."""
    form = CoverForm(request.POST or None, initial={"what": request.GET.get("class")})
    if request.method == "POST" and form.is_valid():
        try:
            made = assign(kind=ClassAssignment.Kind.COVER, **form.cover())
        except Refused as fault:
            form.add_error(None, str(fault))
        else:
            when = when_of(made, today())
            messages.success(
                request, f"{made.membership.user.name} covers {what_of(made)}: {when}."
            )
            return redirect(back_to(request, made))
    context = {"form": form, "cancel_url": _cancel(request)}
    status = MISTAKEN if form.is_bound else 200
    return render(request, "accounts/cover_add.html", context, status=status)


def _cancel(request: StaffRequest) -> str:
    may = request.membership.can(Permission.EDIT_SCHOOL)
    page = "reports:class_list" if may else "reports:home"
    return reverse(page, kwargs={"school": request.school.slug})
