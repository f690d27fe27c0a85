"""Correcting the stage record; what was wrong stays, withdrawn."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.clash import ClashView
from accounts.permissions import Permission
from common.dates import long_date
from pupils.models import Pupil
from schools.records import EditClash
from stages.actions import back_date, correct_record, withdraw_record
from stages.forms import BackDateForm, CorrectionForm, WithdrawForm
from stages.models import StageRecord
from stages.views.pages import (
    attempt,
    clash_of,
    form_page,
    seen_again,
    stages_in_use,
    to_stage,
)


@requires(Permission.PLACE_ANYWHERE)
@require_http_methods(["GET", "POST"])
def record_correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a right record in the place of a wrong one."""
    record = get_object_or_404(_records(request).filter(beside=False), pk=pk)
    form = CorrectionForm(request.POST or None, record=record, stages=stages_in_use())
    clash = None
    if form.is_bound and form.is_valid():
        done = attempt(form, lambda: _correct(request, record, form))
        if isinstance(done, StageRecord):
            return to_stage(request, record.pupil, "The record is corrected.")
        clash = _clash(form, done) if done else None
    return form_page(
        request, "stages/record_correct.html", record.pupil, form, record=record, clash=clash
    )


@requires(Permission.PLACE_ANYWHERE)
@require_http_methods(["GET", "POST"])
def record_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a record made in error."""
    record = get_object_or_404(_records(request), pk=pk)
    form = WithdrawForm(request.POST or None, initial={"version": record.version})
    if form.is_bound and form.is_valid():
        done = attempt(form, lambda: _withdraw(request, record, form))
        if isinstance(done, StageRecord):
            return to_stage(request, record.pupil, "The record is withdrawn.")
        if done:
            form.add_error(None, "Somebody else changed this record first. Go back and look again.")
    where = record.stage.title if record.stage else "Off the ladder"
    return form_page(
        request,
        "confirm.html",
        record.pupil,
        form,
        title=f"Withdraw: {where}",
        text=format_html(
            '<span class="name">{}</span>, from {}.',
            record.pupil.name,
            long_date(record.starts_on),
        ),
        consequences=_consequences(record),
        action="Withdraw this record",
        danger=True,
        cancel_url=reverse(
            "reports:pupil_stage", kwargs={"school": request.school.slug, "pk": record.pupil_id}
        ),
    )


@requires(Permission.PLACE_ANYWHERE)
@require_http_methods(["GET", "POST"])
def record_back_date(request: StaffRequest, pk: int) -> HttpResponse:
    """Record a time at a stage that is over."""
    pupil = get_object_or_404(Pupil.objects.changeable_by(request.membership), pk=pk)
    form = BackDateForm(request.POST or None, stages=stages_in_use())
    if form.is_bound and form.is_valid():
        done = attempt(form, lambda: _back_date(request, pupil, form))
        if isinstance(done, StageRecord):
            return to_stage(request, pupil, "The earlier time is recorded.")
    return form_page(request, "stages/record_back_date.html", pupil, form)


def _records(request: StaffRequest) -> Any:
    """The records that can be corrected by this person: of children they may change."""
    pupils = Pupil.objects.changeable_by(request.membership)
    rows = StageRecord.objects.visible_to(request.membership).filter(pupil__in=pupils)
    return rows.standing().select_related("pupil", "stage")


def _correct(request: StaffRequest, record: StageRecord, form: CorrectionForm) -> StageRecord:
    return correct_record(
        record=record,
        expected=form.cleaned_data["version"],
        because=form.cleaned_data["because"],
        by=request.membership,
        **form.corrected(),
    )


def _withdraw(request: StaffRequest, record: StageRecord, form: WithdrawForm) -> StageRecord:
    return withdraw_record(
        record=record,
        expected=form.cleaned_data["version"],
        because=form.cleaned_data["because"],
        by=request.membership,
    )


def _back_date(request: StaffRequest, pupil: Pupil, form: BackDateForm) -> StageRecord:
    given = form.cleaned_data
    return back_date(
        pupil=pupil,
        stage=form.stages[given["stage"]],
        starts_on=given["starts_on"],
        ends_on=given["ends_on"],
        by=request.membership,
        **form.decision(),
    )


def _consequences(record: StageRecord) -> list[str]:
    found = ["The record stays to be seen, marked as withdrawn, with who and why."]
    if not record.beside:
        found.append("The record before it goes on in its place, and the SEN status follows.")
    return found


def _clash(form: CorrectionForm, clash: EditClash) -> ClashView:
    current = clash.current
    assert isinstance(current, StageRecord)
    typed = form.cleaned_data
    seen_again(form, "version", current.version)
    return clash_of(
        current,
        [
            ("From", long_date(typed["starts_on"]), long_date(current.starts_on)),
            ("Why", typed["reason"], current.reason),
            ("Why it is corrected", typed["because"], current.withdrawn_because),
        ],
    )
