"""The staff of a school: who works here and as what (permissions.md, "people and roles")."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, requires, step_up
from accounts.actions import edit_person
from accounts.clash import chosen, clash_of
from accounts.factor_resets import resets_of
from accounts.forms import PersonEditForm
from accounts.invitations import counts
from accounts.models import Membership
from accounts.people_list import colleagues
from accounts.permissions import Permission
from accounts.sessions import places_of
from accounts.staff import (
    assignments,
    changes_of,
    colleague,
    duties,
    last_day,
    may_give,
    may_have_class,
    roles_in_words,
    version_of,
    when_of,
)
from common.dates import today
from common.errors import Refused
from schools.records import EditClash

MISTAKEN = 422


@requires(Permission.MANAGE_PEOPLE)
@step_up
@require_safe
def person_list(request: StaffRequest) -> HttpResponse:
    """Who works here; with `?left=1` who did; `?q=` finds by name, address or role."""
    left, search = request.GET.get("left") == "1", request.GET.get("q", "")[:100].strip()
    people = colleagues(request.membership, today(), left=left, search=search)
    pending, held = counts(timezone.now())
    here = reverse("accounts:person_list", kwargs={"school": request.school.slug})
    invited = reverse("accounts:invitation_list", kwargs={"school": request.school.slug})
    pills = [
        {"label": "Working here", "url": here, "chosen": not left, "count": None},
        {"label": "Invited", "url": invited, "chosen": False, "count": pending + held},
        {"label": "Left", "url": f"{here}?left=1", "chosen": left, "count": None},
    ]
    context = {
        "people": people,
        "left": left,
        "search": search,
        "pills": pills,
        "clear_url": here if search else "",
    }
    return render(request, "accounts/person_list.html", context)


@requires(Permission.MANAGE_PEOPLE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """A colleague's roles and title; their classes, and what changed before."""
    person = colleague(request.membership, pk)
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


def _about(request: StaffRequest, person: Membership) -> dict[str, Any]:
    """What the page of a colleague shows beside the form."""
    day = today()
    kept = person.roles - may_give(request.membership)
    return {
        "person": person,
        "when": when_of(person, day),
        "kept": roles_in_words(kept),
        "may_end": not kept,
        "last_day": last_day(person.ends_on),
        "may_have_class": may_have_class(person),
        "duties": duties(assignments(membership=person), day),
        "changes": changes_of(person),
        "places": places_of(person.user),
        "resets": resets_of(person),
    }


def _status(form: Any) -> int:
    return MISTAKEN if form.is_bound and form.errors else 200
