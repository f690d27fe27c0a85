"""Whose class is whose, and for how long: from the class's page or the person's."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.actions import assign, change_assignment, take_back_assignment
from accounts.clash import chosen, clash_of
from accounts.forms import AssignmentAddForm, AssignmentEditForm
from accounts.models import ClassAssignment
from accounts.permissions import Permission
from accounts.staff import assignments, last_day, what_of
from common.errors import Refused
from schools.dates import open_classes
from schools.records import EditClash

MISTAKEN = 422


@requires(Permission.ASSIGN_CLASSES)
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_add(request: StaffRequest) -> HttpResponse:
    """A class or year group becomes somebody's; `?class=` and `?person=` fill the form in."""
    initial = {"person": request.GET.get("person"), "what": f"class-{request.GET.get('class')}"}
    form = AssignmentAddForm(request.POST or None, classes=open_classes(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = assign(**form.assignment())
        except Refused as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, f"{made.membership.user.name}: {what_of(made)}.")
            return redirect(back_to(request, made))
    context = {"form": form, "cancel_url": _cancel(request)}
    return render(request, "accounts/assignment_add.html", context, status=_status(form))


@requires(Permission.ASSIGN_CLASSES)
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Other days for an assignment."""
    row = get_object_or_404(assignments(), pk=pk)
    form = AssignmentEditForm(chosen(request.POST) or None, assignment=row)
    clash = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            change_assignment(assignment=row, expected=version, **form.days())
        except Refused as fault:
            form.add_error(None, str(fault))
        except EditClash as fault:
            now = fault.current
            clash = clash_of(form, _days_of(now), now, now.version)
        else:
            messages.success(request, f"Saved: {row.membership.user.name}, {what_of(row)}.")
            return redirect(back_to(request, row))
    context = {
        "form": form,
        "clash": clash,
        "assignment": row,
        "what": what_of(row),
        "cancel_url": back_to(request, row),
    }
    status = 409 if clash else _status(form)
    return render(request, "accounts/assignment_edit.html", context, status=status)


@requires(Permission.ASSIGN_CLASSES)
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """An assignment made by mistake: it ends on the day it began, and history keeps it."""
    row = get_object_or_404(assignments(), pk=pk)
    if request.method == "POST":
        take_back_assignment(assignment=row)
        messages.success(request, f"Taken back: {row.membership.user.name}, {what_of(row)}.")
        return redirect(back_to(request, row))
    context = {
        "title": "Was this a mistake?",
        "text": f"{row.membership.user.name} was never {_as_what(row)}.",
        "consequences": [
            "They no longer see these children through it, from this moment.",
            "History keeps that it was entered, and by whom.",
            "If it was true until now, change its last day instead.",
        ],
        "action": "Take it back",
        "danger": True,
        "cancel_url": back_to(request, row),
    }
    return render(request, "confirm.html", context)


def _as_what(row: ClassAssignment) -> str:
    return f"{row.get_kind_display()} of {what_of(row)}".lower().replace("ta of", "TA of")


def _days_of(row: ClassAssignment) -> dict[str, Any]:
    """The saved days by the form's names."""
    return {
        "starts_on": row.starts_on,
        "last_day": last_day(row.ends_on),
        "may_see_from": row.may_see_from,
    }


def back_to(request: StaffRequest, row: ClassAssignment) -> str:
    """The page they came from: the person's (`?from=person`), else the class's, else home."""
    slug = request.school.slug
    own = row.membership.user_id == request.membership.user_id
    from_person = "person" in (request.GET.get("from"), *request.GET)
    may_person = request.membership.can(Permission.MANAGE_PEOPLE) and not own
    if may_person and (from_person or row.class_group_id is None):
        keys = {"school": slug, "pk": row.membership_id}
        return reverse("accounts:person_edit", kwargs=keys)
    if row.class_group_id and request.membership.can(Permission.EDIT_SCHOOL):
        return reverse("reports:class_edit", kwargs={"school": slug, "pk": row.class_group_id})
    return reverse("reports:home", kwargs={"school": slug})


def _cancel(request: StaffRequest) -> str:
    slug = request.school.slug
    if request.membership.can(Permission.EDIT_SCHOOL) and "person" not in request.GET:
        return reverse("reports:class_list", kwargs={"school": slug})
    return reverse("accounts:person_list", kwargs={"school": slug})


def _status(form: Any) -> int:
    return MISTAKEN if form.is_bound and form.errors else 200
