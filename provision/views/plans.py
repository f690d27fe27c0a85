"""A child's plans: the list, one plan, beginning one, the next one, its dates, taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.clash import clash_of
from accounts.permissions import Permission
from common.dates import long_date, today
from common.errors import Refused
from provision.actions import begin_plan, end_plan, set_dates, start_next, withdraw_plan
from provision.forms import BeginForm, DatesForm, ReasonForm
from provision.lists import plan_lines
from provision.models import Plan
from provision.offered import templates_offered
from provision.terms import next_start, review_day
from provision.views.pages import (
    CLASH,
    TAB,
    may_change,
    show_paper,
    to_plan,
    url_of,
    writable_plan,
)
from pupils.contexts import Action
from pupils.models import Pupil
from pupils.views.pages import MISTAKEN, form_page, head_context, posted, show_and_save
from schools.dates import calendar_for
from schools.records import EditClash


@requires(Permission.VIEW_PLANS)
@require_safe
def pupil_plans(request: StaffRequest, pk: int) -> HttpResponse:
    """A child's plans: those that go on, and those of earlier terms."""
    reader = request.membership
    pupil: Pupil = get_object_or_404(Pupil.objects.visible_to(reader), pk=pk)
    may_write = reader.can(Permission.WRITE_PLANS) and may_change(request, pupil)
    url = url_of(request, "plan_begin", pk)
    actions = [Action("Begin a plan", url)] if may_write else []
    lines = plan_lines(Plan.objects.visible_to(reader).filter(pupil=pupil), today())
    context = head_context(request, pupil, tab=TAB, actions=actions) | {
        "going_on": [line for line in lines if not line.is_over],
        "over": [line for line in lines if line.is_over],
        "may_write": may_write,
    }
    return render(request, "provision/pupil_plans.html", context)


@requires(Permission.VIEW_PLANS)
@require_safe
def plan_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One plan: the paper, and the forms in it for those who write."""
    return show_paper(request, pk)


@requires(Permission.WRITE_PLANS)
@show_and_save
def plan_begin(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin a plan of a kind the school has; `?of=` names the kind, and leads to one that is."""
    rows = Pupil.objects.changeable_by(request.membership).on_roll()
    pupil: Pupil = get_object_or_404(rows, pk=pk)
    offered = templates_offered()
    asked = request.GET.get("of", "")
    if request.method != "POST" and (there := _going_on(pupil, asked)):
        return to_plan(request, there.pk)
    day = today()
    first = asked or (offered[0].address if len(offered) == 1 else "")
    begins = {"template": first, "starts_on": day, "review_by": review_day(calendar_for(), day)}
    form = BeginForm(posted(request), templates=offered, initial=begins)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            plan = begin_plan(
                pupil=pupil,
                template=form.chosen,
                starts_on=given["starts_on"],
                review_by=given["review_by"],
                by=request.membership.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{plan.name} begun. Choose a section and write.")
            return to_plan(request, plan.pk)
    cancel = {"cancel_url": url_of(request, "pupil_plans", pk), "has_templates": bool(offered)}
    return form_page(
        request,
        pupil,
        form,
        title="Begin a plan",
        action="Begin the plan",
        template="provision/plan_begin.html",
        context=cancel,
        tab=TAB,
    )


@requires(Permission.WRITE_PLANS)
@require_POST
def plan_next(request: StaffRequest, pk: int) -> HttpResponse:
    """Start the next plan from this one: what is not met, what helps and the profile are there."""
    plan, calendar = writable_plan(request, pk), calendar_for()
    begins = next_start(calendar, plan.starts_on, today())
    try:
        following = start_next(
            plan=plan,
            starts_on=begins,
            review_by=review_day(calendar, begins),
            by=request.membership.user,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return to_plan(request, plan.pk)
    words = f"The next {plan.name} begins on {long_date(begins)}."
    messages.success(request, f"{words} What is not met yet, what helps and the profile are in it.")
    return to_plan(request, following.pk)


@requires(Permission.WRITE_PLANS)
@show_and_save
def plan_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """From when the plan holds, and when it is reviewed."""
    plan = writable_plan(request, pk)
    values = {name: getattr(plan, name) for name in ("starts_on", "review_by", "version")}
    form, clash = DatesForm(posted(request), initial=values), None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            set_dates(
                plan=plan,
                starts_on=given["starts_on"],
                review_by=given["review_by"],
                expected=given["version"] or 0,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash as fault:
            now = {name: getattr(fault.current, name) for name in ("starts_on", "review_by")}
            clash = clash_of(form, now, fault.current, fault.current.version)
        else:
            messages.success(request, "The dates are changed.")
            return to_plan(request, pk)
    status = CLASH if clash else None
    return _form(request, plan, form, "Dates", "Save the dates", clash=clash, status=status)


@requires(Permission.WRITE_PLANS)
@show_and_save
def plan_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that the plan is over from today, with no next one."""
    plan, form = writable_plan(request, pk), ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            end_plan(plan=plan, on=today(), because=form.cleaned_data["because"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{plan.name} ends today.")
            return redirect(url_of(request, "pupil_plans", plan.pupil_id))
    return _form(request, plan, form, f"End the {plan.name}", "End it today")


@requires(Permission.WRITE_PLANS)
@show_and_save
def plan_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a plan that was begun by mistake; the one it was started from goes on."""
    plan, form = writable_plan(request, pk), ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            withdraw_plan(
                plan=plan, because=form.cleaned_data["because"], by=request.membership.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{plan.name} is taken back. Its history stays.")
            return redirect(url_of(request, "pupil_plans", plan.pupil_id))
    return _form(request, plan, form, f"Take back the {plan.name}", "Take it back")


def _form(
    request: StaffRequest,
    plan: Plan,
    form: Any,
    title: str,
    action: str,
    *,
    clash: Any = None,
    status: int | None = None,
) -> HttpResponse:
    context = {"cancel_url": url_of(request, "plan_detail", plan.pk), "clash": clash}
    return form_page(
        request,
        plan.pupil,
        form,
        title=title,
        action=action,
        context=context,
        tab=TAB,
        status=status or (MISTAKEN if form.is_bound else 200),
    )


def _going_on(pupil: Pupil, address: str) -> Plan | None:
    """The child's open plan of the kind an address asks for."""
    evidence, _, key = address.partition("-")
    rows = Plan.objects.open().filter(pupil=pupil)
    found: Plan | None = rows.filter(template__evidence=evidence, template__key=key).first()
    return found
