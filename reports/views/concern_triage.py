"""What is done about a concern: deciding, who may read it, taking it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import StaffRequest, requires
from accounts.clash import CLASH, clash_of
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.actions import may_withdraw, say_who_reads, withdraw_concern
from pupils.models import Concern
from pupils.views.pages import MISTAKEN, head_context, posted, show_and_save
from reports.concerns.asking import asked_lines
from reports.concerns.lines import facts_of, with_people
from reports.concerns.triage import clash_shown, decides_about, stages_to_agree, triage
from reports.forms.concerns import OpennessForm, TriageForm
from reports.forms.letters import BecauseForm
from schools.records import EditClash
from stages.actions.line import standpoint_of
from stages.guiding import guide_of
from stages.rules import NotAllowed

TAB = "reports:pupil_concerns"


@requires(Permission.TRIAGE_CONCERNS)
@show_and_save
def concern_triage(request: StaffRequest, pk: int) -> HttpResponse:
    """Agree a stage, plan an observation, or resolve: each with its reason."""
    rows = with_people(Concern.objects.triageable_by(request.membership))
    concern: Concern = get_object_or_404(rows, pk=pk)
    is_over = request.method != "POST" and not concern.is_undecided
    if is_over or not decides_about(concern, request.membership):
        raise Http404
    point, guide = standpoint_of(concern.pupil), guide_of(concern.pupil, today())
    moves = stages_to_agree(point, request.membership)
    form = TriageForm(
        posted(request),
        concern=concern,
        pupil=concern.pupil,
        moves=moves,
        gaps=guide.gaps(moves) if guide else {},
        head=point.head,
    )
    clash = None
    if form.is_bound and form.is_valid():
        try:
            done = triage(concern=concern, form=form, by=request.membership)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash as fault:
            clash = clash_shown(fault, form)
        else:
            messages.success(request, _said(done))
            return redirect(_detail(request, pk))
    context = {
        "form": form,
        "concern": concern,
        "facts": facts_of(concern),
        "asked": asked_lines(concern, request.membership),
        "may_decide": concern.is_undecided,
        "point": point,
        "clash": clash,
    }
    return _page(request, concern, "reports/concern_triage.html", context)


@requires(Permission.RESTRICT_CONCERNS)
@show_and_save
def concern_openness(request: StaffRequest, pk: int) -> HttpResponse:
    """Who may read a concern, beside whoever raised it."""
    concern = _readable(request, pk)
    form = OpennessForm(
        posted(request), initial={"openness": concern.openness, "version": concern.version}
    )
    clash = None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            say_who_reads(concern=concern, openness=given["openness"], expected=given["version"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash as fault:
            now = fault.current
            clash = clash_of(form, {"openness": now.openness}, now, now.version)
        else:
            messages.success(request, "It is kept who may read this concern.")
            return redirect(_detail(request, pk))
    context = {
        "form": form,
        "concern": concern,
        "clash": clash,
        "title": "Who may read this concern",
        "action": "Save who may read it",
    }
    return _page(request, concern, "reports/concern_openness.html", context)


@requires(Permission.RAISE_CONCERN)
@show_and_save
def concern_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a concern was raised by mistake."""
    concern = _readable(request, pk)
    if not may_withdraw(concern, request.membership):
        raise Http404
    form = BecauseForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            withdraw_concern(
                concern=concern, because=form.cleaned_data["because"], by=request.membership
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The concern is taken back.")
            return redirect(_detail(request, pk))
    context = {
        "form": form,
        "concern": concern,
        "clash": None,
        "title": "Take back the concern",
        "action": "Take it back",
    }
    return _page(request, concern, "reports/concern_withdraw.html", context)


def _readable(request: StaffRequest, pk: int) -> Concern:
    """A raised concern whose words this person may read; 404 for any other."""
    rows = Concern.objects.visible_to(request.membership).raised()
    concern: Concern = get_object_or_404(with_people(rows), pk=pk)
    return concern


def _page(
    request: StaffRequest, concern: Concern, template: str, context: dict[str, Any]
) -> HttpResponse:
    shown = head_context(request, concern.pupil, tab=TAB) | context
    shown["cancel_url"] = _detail(request, concern.pk)
    status = CLASH if context["clash"] else MISTAKEN if context["form"].errors else 200
    return render(request, template, shown, status=status)


def _detail(request: StaffRequest, pk: int) -> str:
    return reverse("reports:concern_detail", kwargs={"school": request.school.slug, "pk": pk})


def _said(concern: Concern) -> str:
    what = concern.outcome_words or concern.get_outcome_display()
    return f"Decided: {what}. Whoever raised it sees this."
