"""How targets go: a note in two taps, and how a target went in the end."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.access import StaffRequest, requires
from accounts.clash import clash_of
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from provision.actions import note_progress, say_outcome, withdraw_note
from provision.forms import NoteForm, OutcomeForm, ReasonForm
from provision.models import Plan, PlanSection, ProgressNote, Target
from provision.sections import Sort
from provision.views.pages import (
    TAB,
    Editing,
    section_for,
    show_paper,
    still_open,
    to_plan,
    url_of,
    writable_row,
)
from pupils.models import Pupil
from pupils.views.pages import form_page, posted, show_and_save
from schools.records import EditClash


@requires(Permission.NOTE_PROGRESS)
@show_and_save
def note_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Note how a target goes: one press of what is usual, a figure, or words."""
    target = _noted(request, pk)
    plan = target.plan
    form = NoteForm(posted(request), unit=target.unit, auto_id=f"note_{pk}_%s")
    key = section_for(plan, Sort.TARGETS)
    url = url_of(request, "note_add", pk)
    editing = Editing(key, f"target-{pk}", form, url, "provision/_write_note.html", beside=True)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            note_progress(
                target=target,
                on=given["on"],
                value=given["value"],
                words=given["words"],
                by=request.membership.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, plan, f"target-{pk}", "The note is kept.")
    return show_paper(request, plan.pk, replace(editing, status=still_open(form, None)))


@requires(Permission.WRITE_PLANS)
@show_and_save
def target_outcome(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how a target went."""
    target: Target = writable_row(request, Target, pk)
    values = {name: getattr(target, name) for name in ("outcome", "outcome_words", "version")}
    form, clash = OutcomeForm(posted(request), initial=values, auto_id=f"outcome_{pk}_%s"), None
    key, url = section_for(target.plan, Sort.TARGETS), url_of(request, "target_outcome", pk)
    page = "provision/_write_outcome.html"
    editing = Editing(key, f"target-{pk}", form, url, page, beside=True)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            say_outcome(
                target=target,
                outcome=given["outcome"],
                words=given["outcome_words"],
                on=today(),
                by=request.membership.user,
                expected=given["version"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash as fault:
            now = fault.current
            theirs = {name: getattr(now, name) for name in ("outcome", "outcome_words")}
            clash = clash_of(form, theirs, now, now.version)
        else:
            return _done(request, target.plan, f"target-{pk}", "How it went is recorded.")
    status = still_open(form, clash)
    return show_paper(request, target.plan_id, replace(editing, clash=clash, status=status))


@requires(Permission.NOTE_PROGRESS)
@show_and_save
def note_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a note made by mistake: one's own, or any where one writes the plan."""
    rows = ProgressNote.objects.changeable_by(request.membership)
    note: ProgressNote = get_object_or_404(rows.select_related("pupil", "target"), pk=pk)
    form = ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            withdraw_note(
                note=note, because=form.cleaned_data["because"], by=request.membership.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The note is taken back.")
            return to_plan(request, note.target.plan_id, f"target-{note.target_id}")
    context: dict[str, Any] = {
        "cancel_url": url_of(request, "plan_detail", note.target.plan_id),
        "note": note,
    }
    return form_page(
        request,
        note.pupil,
        form,
        title="Take back a note of progress",
        action="Take it back",
        template="provision/note_withdraw.html",
        context=context,
        tab=TAB,
    )


def _noted(request: StaffRequest, pk: int) -> Target:
    """A target in a plan that goes on, of a child this person may note about, and may read."""
    pupils = Pupil.objects.changeable_by(request.membership).on_roll()
    seen = PlanSection.objects.visible_to(request.membership).filter(sort=Sort.TARGETS.value)
    rows = Target.objects.standing().filter(
        pupil__in=pupils, plan__in=Plan.objects.current(), plan__sections__in=seen
    )
    rows = rows.select_related("pupil", "plan__pupil", "plan__template", "plan__begun_by")
    target: Target = get_object_or_404(rows, pk=pk)
    return target


def _done(request: StaffRequest, plan: Plan, place: str, words: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        return show_paper(request, plan.pk)
    messages.success(request, words)
    return to_plan(request, plan.pk, place)
