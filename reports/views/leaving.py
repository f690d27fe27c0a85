"""Somebody stops working here, and what they hold goes to others."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, requires, step_up
from accounts.permissions import Permission
from accounts.staff import colleague, last_day, may_give, memberships
from common.dates import long_date, today
from common.errors import Refused
from pupils.access_log import log_list
from pupils.actions import hand_over, stay
from pupils.handover import held_by, passed_on, takers
from reports.forms.leaving import LeavingForm, consequences

MISTAKEN = 422


@requires(Permission.MANAGE_PEOPLE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def person_end(request: StaffRequest, pk: int) -> HttpResponse:
    """A colleague's last day here, and who goes on with what is theirs."""
    person, reader, day = colleague(request.membership, pk), request.membership, today()
    held = held_by(person, day, reader)
    form = LeavingForm(
        request.POST or None, person=person, held=held, takers=takers(person, day), by=reader
    )
    if request.method == "POST" and form.is_valid():
        last = form.cleaned_data["last_day"]
        try:
            hand_over(by=reader, membership=person, last_day=last, to=form.to())
        except Refused as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, f"{person.user.name}'s last day here: {long_date(last)}.")
            return redirect("reports:person_handover", school=request.school.slug, pk=pk)
    if held.pupil_ids:
        log_list(request, held.pupil_ids)
    context = {
        "person": person,
        "form": form,
        "named": [link.pupil.name for link in held.links],
        "consequences": consequences(held, sees_links=reader.can(Permission.MANAGE_ACCESS)),
    }
    status = MISTAKEN if form.errors else 200
    return render(request, "reports/person_end.html", context, status=status)


@requires(Permission.MANAGE_PEOPLE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def person_stay(request: StaffRequest, pk: int) -> HttpResponse:
    """A colleague who was about to leave does not; 404 for one whose last day nobody set."""
    person = colleague(request.membership, pk)
    if person.ends_on is None and request.method != "POST":
        raise Http404
    name = person.user.name
    if request.method == "POST":
        try:
            stay(by=request.membership, membership=person)
        except Refused as fault:
            messages.error(request, str(fault))
        else:
            messages.success(request, f"{name} stays.")
        return redirect("accounts:person_edit", school=request.school.slug, pk=pk)
    context = {
        "title": f"{name} stays",
        "text": "The last day that was set is taken back.",
        "consequences": [
            "They keep their classes and the children linked to them.",
            "Who was to take over does not.",
        ],
        "action": "They stay",
        "danger": False,
        "cancel_url": reverse(
            "accounts:person_edit", kwargs={"school": request.school.slug, "pk": pk}
        ),
    }
    return render(request, "confirm.html", context)


@requires(Permission.MANAGE_PEOPLE)
@step_up
@require_safe
def person_handover(request: StaffRequest, pk: int) -> HttpResponse:
    """What somebody who left, or is about to, gave up, and who has it now."""
    rows = memberships().filter(ends_on__isnull=False)
    person = get_object_or_404(rows, pk=pk)
    passed = passed_on(person, request.membership)
    pupil_ids = [row.pupil_id for row in passed if row.pupil_id]
    if pupil_ids:
        log_list(request, pupil_ids)
    end = last_day(person.ends_on)
    context = {
        "person": person,
        "passed": passed,
        "last_day": end,
        "is_over": person.ends_on is not None and person.ends_on <= today(),
        "may_change": person.user_id != request.membership.user_id
        and person.roles <= may_give(request.membership),
    }
    return render(request, "reports/person_handover.html", context)
