"""Writing in the paper: a section, a target, what helps; kept while somebody writes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import StaffRequest, requires
from accounts.clash import clash_of
from accounts.permissions import Permission
from common.errors import Refused
from provision.actions import save_strategy, save_target, write_section
from provision.forms import SectionForm, StrategyForm, TargetForm
from provision.forms.writing import values_of
from provision.models import Plan, PlanSection, Strategy, Target
from provision.sections import ROWS, Sort
from provision.views.pages import (
    Editing,
    section_for,
    show_paper,
    still_open,
    to_plan,
    url_of,
    writable_plan,
    writable_row,
)
from pupils.views.pages import posted, show_and_save
from schools.records import EditClash

SECTION, TARGET, STRATEGY = (
    "provision/_write_section.html",
    "provision/_write_target.html",
    "provision/_write_strategy.html",
)


@requires(Permission.WRITE_PLANS)
@show_and_save
def section_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Write a section."""
    section: PlanSection = writable_row(request, PlanSection, pk)
    if section.sort in ROWS:
        return to_plan(request, section.plan_id, f"section-{section.key}")
    form = SectionForm(posted(request), section=section, auto_id=f"{section.key}_%s")
    url = url_of(request, "section_edit", pk)
    editing = Editing(section.key, "", form, url, SECTION)

    def save() -> PlanSection:
        return write_section(
            section=section,
            text=form.cleaned_data["text"],
            source=form.origin,
            by=request.membership.user,
            expected=form.cleaned_data["version"],
        )

    return _write(request, section.plan, editing, save)


@requires(Permission.WRITE_PLANS)
@show_and_save
def target_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a target; it is kept from its first words on."""
    plan = writable_plan(request, pk)
    form = TargetForm(posted(request), plan=plan, auto_id="target_new_%s")
    return _write_target(request, plan, form, url_of(request, "target_add", pk), "target-new")


@requires(Permission.WRITE_PLANS)
@show_and_save
def target_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a target."""
    row: Target = writable_row(request, Target, pk)
    form = TargetForm(posted(request), row=row, plan=row.plan, auto_id=f"target_{pk}_%s")
    return _write_target(
        request, row.plan, form, url_of(request, "target_edit", pk), f"target-{pk}"
    )


@requires(Permission.WRITE_PLANS)
@show_and_save
def strategy_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add something that helps."""
    plan = writable_plan(request, pk)
    form = StrategyForm(posted(request), plan=plan, auto_id="strategy_new_%s")
    return _write_strategy(request, plan, form, url_of(request, "strategy_add", pk), "strategy-new")


@requires(Permission.WRITE_PLANS)
@show_and_save
def strategy_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change something that helps."""
    row: Strategy = writable_row(request, Strategy, pk)
    form = StrategyForm(posted(request), row=row, plan=row.plan, auto_id=f"strategy_{pk}_%s")
    return _write_strategy(
        request, row.plan, form, url_of(request, "strategy_edit", pk), f"strategy-{pk}"
    )


def _write_target(
    request: StaffRequest, plan: Plan, form: TargetForm, url: str, row: str
) -> HttpResponse:
    def save() -> Target:
        given = form.cleaned_data
        return save_target(
            plan=plan,
            uid=given["uid"],
            words=form.said,
            by=request.membership.user,
            expected=given["version"],
        )

    editing = Editing(section_for(plan, Sort.TARGETS), row, form, url, TARGET)
    return _write(request, plan, editing, save)


def _write_strategy(
    request: StaffRequest, plan: Plan, form: StrategyForm, url: str, row: str
) -> HttpResponse:
    def save() -> Strategy:
        given = form.cleaned_data
        return save_strategy(
            plan=plan,
            uid=given["uid"],
            words=form.said,
            by=request.membership.user,
            expected=given["version"],
        )

    editing = Editing(section_for(plan, Sort.STRATEGIES), row, form, url, STRATEGY)
    return _write(request, plan, editing, save)


def _write(
    request: StaffRequest, plan: Plan, editing: Editing, save: Callable[[], Any]
) -> HttpResponse:
    """Open the form in the paper, keep what was written so far, or save it and close the form."""
    form, clash, saved = editing.form, None, None
    keeps = request.POST.get("keep") == "1"
    if keeps and getattr(form, "is_untouched", False):
        return _kept(request, editing, "")
    if form.is_bound and form.is_valid():
        try:
            saved = save()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash as fault:
            now = fault.current
            clash = clash_of(form, values_of(now), now, now.version)
    if keeps:
        state = ""
        if saved is not None:
            form.data = form.data.copy()
            form.data["version"] = str(saved.version)
            state = f"Kept {timezone.localtime():%H:%M}"
        status = 200 if saved is not None else still_open(form, clash)
        return _kept(request, replace(editing, clash=clash, status=status), state)
    if saved is not None:
        if getattr(request, "htmx", False):
            return show_paper(request, plan.pk)
        return to_plan(request, plan.pk, f"section-{editing.section}")
    return show_paper(
        request, plan.pk, replace(editing, clash=clash, status=still_open(form, clash))
    )


def _kept(request: StaffRequest, editing: Editing, state: str) -> HttpResponse:
    context = {"editing": editing, "state": state}
    return render(request, "provision/_written.html", context, status=editing.status)
