"""Asking colleagues about a child, writing what was asked for, giving up on an answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import long_date
from common.errors import Refused
from pupils.actions import ask_colleagues, close_observation, write_observation
from pupils.models import Concern, Observation, Pupil
from pupils.views.pages import MISTAKEN, head_context, posted, show_and_save
from reports.concerns.triage import may_decide
from reports.forms.letters import BecauseForm
from reports.forms.observations import AskForm, ObservationForm

TAB = "reports:pupil_concerns"


@requires(Permission.TRIAGE_CONCERNS)
@show_and_save
def concern_ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask colleagues who may see the child for a short answer by a day."""
    rows = Concern.objects.triageable_by(request.membership).select_related("pupil")
    concern: Concern = get_object_or_404(rows, pk=pk)
    if not may_decide(concern, request.membership):
        raise Http404
    form = AskForm(posted(request), concern=concern, by=request.membership)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = ask_colleagues(
                concern=concern,
                members=list(given["members"]),
                question=given["question"],
                due_on=given["due_on"],
                by=request.membership.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            who = "1 colleague is" if len(made) == 1 else f"{len(made)} colleagues are"
            messages.success(request, f"{who} asked, by a message that names no child.")
            return redirect(_concern(request, pk))
    more = {
        "concern": concern,
        "title": "Ask colleagues",
        "action": "Ask them",
        "cancel_url": _concern(request, pk),
    }
    return _page(request, concern.pupil, "reports/concern_ask.html", form, **more)


@requires(Permission.RAISE_CONCERN)
@show_and_save
def observation_write(request: StaffRequest, pk: int) -> HttpResponse:
    """Write what one was asked: what is seen of a child, and what helps."""
    rows = Observation.objects.asked_of(request.membership).select_related("pupil", "asked_by")
    row: Observation = get_object_or_404(rows, pk=pk)
    form = ObservationForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            write_observation(observation=row, by=request.membership, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Thank you. {row.asked_by.name} reads it now.")
            return redirect("reports:concern_list", school=request.school.slug)
    more = {
        "row": row,
        "title": str(row.get_kind_display()),
        "action": "Send it",
        "cancel_url": reverse("reports:concern_list", args=[request.school.slug]),
    }
    return _page(request, row.pupil, "reports/observation_write.html", form, **more)


@requires(Permission.TRIAGE_CONCERNS)
@show_and_save
def observation_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Give up on an answer, with a reason."""
    rows = Observation.objects.closable_by(request.membership)
    row: Observation = get_object_or_404(rows.select_related("pupil", "member__user"), pk=pk)
    form = BecauseForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            close_observation(
                observation=row,
                because=form.cleaned_data["because"],
                by=request.membership.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Nothing is waited for from {row.member.user.name}.")
            return redirect(_concern(request, row.concern_id))
    more = {
        "row": row,
        "due": long_date(row.due_on),
        "title": "Do not wait for this answer",
        "action": "Do not wait",
        "cancel_url": _concern(request, row.concern_id),
    }
    return _page(request, row.pupil, "reports/observation_close.html", form, **more)


def _page(
    request: StaffRequest, pupil: Pupil, template: str, form: Any, **more: Any
) -> HttpResponse:
    context = head_context(request, pupil, tab=TAB) | {"form": form, "clash": None} | more
    return render(request, template, context, status=MISTAKEN if form.errors else 200)


def _concern(request: StaffRequest, pk: int) -> str:
    return reverse("reports:concern_detail", kwargs={"school": request.school.slug, "pk": pk})
