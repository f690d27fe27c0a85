"""The staff of a school: who works here and as what (permissions.md, "people and roles")."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, requires, step_up
from accounts.actions import edit_person, end_person
from accounts.clash import chosen, clash_of
from accounts.forms import PersonEditForm, PersonEndForm
from accounts.models import Membership
from accounts.permissions import Permission
from accounts.sessions import places_of
from accounts.staff import (
    assignments,
    changes_of,
    colleagues,
    duties,
    may_give,
    may_have_class,
    roles_in_words,
    version_of,
    when_of,
    working_on,
)
from common.dates import long_date, today
from common.errors import Refused
from schools.records import EditClash

MISTAKEN = 422


@requires(Permission.MANAGE_PEOPLE)
@step_up
@require_safe
def person_list(request: StaffRequest) -> HttpResponse:
    """Who works here; with `?left=1` who did."""
    left = request.GET.get("left") == "1"
    people = colleagues(request.membership, today(), left=left)
    here = reverse("accounts:person_list", kwargs={"school": request.school.slug})
    pills = [
        {"label": "Working here", "url": here, "chosen": not left, "count": None},
        {"label": "Left", "url": f"{here}?left=1", "chosen": left, "count": None},
    ]
    context = {"people": people, "left": left, "pills": pills, "clear_url": ""}
    return render(request, "accounts/person_list.html", context)


@requires(Permission.MANAGE_PEOPLE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """A colleague's roles and title; their classes, and what changed before."""
    person = colleague_of(request, pk)
    form = PersonEditForm(chosen(request.POST) or None, by=request.membership, membership=person)
    clash = None
    if request.method == "POST" and form.is_valid():
        try:
            edit_person(
                by=request.membership,
                membership=person,
                expected=form.cleaned_data["version"],
                roles=form.chosen(),
                job_title=form.cleaned_data["job_title"],
            )
        except Refused as fault:
            form.add_error(None, str(fault))
        except EditClash as fault:
            saved = {"roles": sorted(fault.current.roles), "job_title": fault.current.job_title}
            clash = clash_of(form, saved, fault.current, version_of(fault.current))
        else:
            messages.success(request, f"Saved what {person.user.name} is here.")
            return redirect("accounts:person_edit", school=request.school.slug, pk=pk)
    context = _about(request, person) | {"form": form, "clash": clash}
    status = 409 if clash else _status(form)
    return render(request, "accounts/person_edit.html", context, status=status)


@requires(Permission.MANAGE_PEOPLE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def person_end(request: StaffRequest, pk: int) -> HttpResponse:
    """A colleague's last day here."""
    person = colleague_of(request, pk)
    form = PersonEndForm(request.POST or None, initial={"last_day": today()})
    if request.method == "POST" and form.is_valid():
        last = form.cleaned_data["last_day"]
        try:
            end_person(by=request.membership, membership=person, last_day=last)
        except Refused as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, f"{person.user.name}'s last day here: {long_date(last)}.")
            return redirect("accounts:person_list", school=request.school.slug)
    name = person.user.name
    context = {
        "title": f"End {name}'s time here",
        "text": f"{name} can no longer sign in to {request.school.name} after that day.",
        "consequences": [
            "Their classes and year groups end the same day.",
            "What they wrote stays, with their name.",
            "If they work in another school too, nothing changes there.",
        ],
        "action": "End their time here",
        "danger": True,
        "form": form,
        "cancel_url": reverse(
            "accounts:person_edit", kwargs={"school": request.school.slug, "pk": pk}
        ),
    }
    return render(request, "confirm.html", context, status=_status(form))


def colleague_of(request: StaffRequest, pk: int) -> Membership:
    """Somebody else who works here. 403 for oneself: nobody changes what they may do."""
    person = get_object_or_404(working_on(today()), pk=pk)
    if person.user_id == request.membership.user_id:
        raise PermissionDenied
    return person


def _about(request: StaffRequest, person: Membership) -> dict[str, Any]:
    """What the page of a colleague shows beside the form."""
    day = today()
    kept = person.roles - may_give(request.membership)
    return {
        "person": person,
        "when": when_of(person, day),
        "kept": roles_in_words(kept),
        "may_end": not kept,
        "may_have_class": may_have_class(person),
        "duties": duties(assignments(membership=person), day),
        "changes": changes_of(person),
        "places": places_of(person.user),
    }


def _status(form: Any) -> int:
    return MISTAKEN if form.is_bound and form.errors else 200
