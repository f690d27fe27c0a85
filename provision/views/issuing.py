"""Agreeing to a plan, issuing it, the versions issued, taking one back."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import long_date, today
from common.errors import Refused
from jobs.progress import is_fragment, progress_of
from provision.actions import (
    agree_plan,
    have_printed,
    issue_plan,
    issue_plans,
    may_issue,
    withdraw_issued,
)
from provision.forms import AgreeForm, CopyForm, ReasonForm
from provision.freezing import digest_of, sections_now
from provision.models import IssuedPlan, Plan, PlanSection
from provision.sections import VOICES
from provision.to_issue import waiting_plans
from provision.views.pages import TAB, to_plan, url_of, writable_plan
from pupils.access_log import log_list
from pupils.models import Voice
from pupils.views.pages import MISTAKEN, form_page, head_context, posted, show_and_save

LATELY = timedelta(days=120)  # a term
VOICES_SHOWN = 4


@requires(Permission.WRITE_PLANS)
@show_and_save
def plan_agree(request: StaffRequest, pk: int) -> HttpResponse:
    """Agree to a plan with both voices or the reasons; who may, issues it at once."""
    plan = writable_plan(request, pk)
    form = AgreeForm(
        posted(request),
        voices=_voices(plan),
        words=_words(plan),
        initial={"seen": digest_of(sections_now(plan))},
    )
    issues = may_issue(request.membership)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                agree_plan(
                    plan=plan,
                    pupil=form.side("pupil"),
                    parent=form.side("parent"),
                    by=request.membership,
                    seen=form.cleaned_data["seen"],
                )
                issued = issue_plan(plan=plan, by=request.membership) if issues else None
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if issued is not None:
                messages.success(request, f"{plan.name} is issued, version {issued.number}.")
                return redirect(url_of(request, "issued_detail", issued.pk))
            messages.success(request, f"{plan.name} is agreed. It is on the SENCO's list to issue.")
            return to_plan(request, plan.pk)
    return form_page(
        request,
        plan.pupil,
        form,
        title=f"Agree to the {plan.name}",
        action="Agree and issue" if issues else "Agree, and propose it to the SENCO",
        template="provision/plan_agree.html",
        context={"cancel_url": url_of(request, "plan_detail", pk), "plan": plan, "issues": issues},
        tab=TAB,
    )


@requires(Permission.ISSUE_PLANS)
@show_and_save
def issue_list(request: StaffRequest) -> HttpResponse:
    """Plans that were agreed and wait to be issued: tick them and issue them together."""
    lines = waiting_plans(request.membership)
    if request.method == "POST":
        ticked = {int(pk) for pk in request.POST.getlist("plans") if pk.isdecimal()}
        plans = [line.plan for line in lines if line.plan.pk in ticked]
        try:
            issued = issue_plans(plans=plans, by=request.membership)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            words = "plan is" if len(issued) == 1 else "plans are"
            messages.success(request, f"{len(issued)} {words} issued. The prints follow.")
        return redirect("provision:issue_list", school=request.school.slug)
    recent = _recent(request)
    shown = {line.plan.pupil_id for line in lines} | {row.pupil_id for row in recent}
    if shown:
        log_list(request, sorted(shown))
    return render(request, "provision/issue_list.html", {"lines": lines, "recent": recent})


@requires(Permission.READ_WHOLE_PLANS)
@require_safe
def issued_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """An issued version as it is frozen; how its print stands, and its copies."""
    issued = _issued(request, pk)
    progress = progress_of(
        issued.job, is_made=issued.is_printed, title="Making the PDF", poll_url=request.path
    )
    if is_fragment(request) and not issued.is_withdrawn:
        return render(request, "provision/_issued_print.html", progress | {"issued": issued})
    context = head_context(request, issued.pupil, tab=TAB) | progress
    changeable = Plan.objects.changeable_by(request.membership)
    copies = issued.copies.select_related("print", "given_by").order_by("-pk")
    context |= {
        "issued": issued,
        "plan": issued.frozen,
        "issued_words": f"Issued {long_date(issued.issued_on)}, version {issued.number}",
        "copies": copies,
        "versions": _versions(issued),
        "form": CopyForm(),
        "may_write": changeable.filter(pk=issued.plan_id).exists(),
        "may_withdraw": may_issue(request.membership) and not issued.is_withdrawn,
        "may_issue_all": request.membership.can(Permission.ISSUE_PLANS),
    }
    return render(request, "provision/issued_detail.html", context)


@requires(Permission.WRITE_PLANS)
@require_POST
def issued_print(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask for the PDF again, where its job did not make it."""
    issued = _issued(request, pk)
    if not issued.is_printed and not issued.is_withdrawn:
        have_printed(issued)
    return redirect(url_of(request, "issued_detail", pk))


@requires(Permission.WRITE_PLANS)
@show_and_save
def issued_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an issued version back, with a reason: its PDF and every link to it die."""
    issued = _issued(request, pk)
    if not may_issue(request.membership):
        raise Http404
    form = ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            withdraw_issued(
                issued=issued, because=form.cleaned_data["because"], by=request.membership.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "This version is taken back. It stays to be seen.")
            return redirect(url_of(request, "issued_detail", pk))
    frozen = issued.frozen
    return form_page(
        request,
        issued.pupil,
        form,
        title=f"Take back version {frozen.number} of the {frozen.name}",
        action="Take it back",
        context={"cancel_url": url_of(request, "issued_detail", pk)},
        status=MISTAKEN if form.is_bound else 200,
        tab=TAB,
    )


def _issued(request: StaffRequest, pk: int) -> IssuedPlan:
    rows = IssuedPlan.objects.visible_to(request.membership)
    found: IssuedPlan = get_object_or_404(
        rows.select_related("pupil", "plan", "job", "document", "withdrawn_by"), pk=pk
    )
    return found


def _versions(issued: IssuedPlan) -> list[IssuedPlan]:
    """The other versions of the same plan that stand, the newest first."""
    rows = IssuedPlan.objects.standing().filter(plan=issued.plan_id).exclude(pk=issued.pk)
    return list(rows.order_by("-number")[:20])


def _recent(request: StaffRequest) -> list[IssuedPlan]:
    rows = IssuedPlan.objects.visible_to(request.membership).newest()
    rows = rows.filter(issued_on__gte=today() - timedelta(days=14))
    return list(rows.select_related("pupil", "plan").order_by("-issued_at")[:60])


def _voices(plan: Plan) -> list[Voice]:
    """What the child and the parents said lately, the newest first, a few of each."""
    rows = Voice.objects.given().filter(pupil=plan.pupil_id, on__gte=today() - LATELY)
    found: dict[str, list[Voice]] = {}
    for voice in rows.order_by("-on", "-pk"):
        found.setdefault(voice.whose, []).append(voice)
    return [voice for some in found.values() for voice in some[:VOICES_SHOWN]]


def _words(plan: Plan) -> dict[str, str]:
    """What the plan's own sections hold of either voice."""
    sorts = [sort.value for sort in VOICES]
    found: dict[str, Any] = {}
    for row in PlanSection.objects.filter(plan=plan, sort__in=sorts).order_by("place"):
        if row.text.strip():
            found.setdefault(row.sort.removesuffix("_voice"), []).append(row.text.strip())
    return {whose: "\n".join(texts) for whose, texts in found.items()}
