"""What sits beside a child's stage."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from pupils.models import Pupil
from stages.actions import end_overlay, start_overlay
from stages.choices import overlays_of
from stages.forms import OverlayEndForm, OverlayStartForm
from stages.models import LadderVersion, StageRecord
from stages.views.pages import attempt, form_page, to_stage


@requires(Permission.PLACE_BELOW_REGISTER)
@require_http_methods(["GET", "POST"])
def overlay_start(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin something beside a child's stage."""
    pupil = get_object_or_404(Pupil.objects.changeable_by(request.membership), pk=pk)
    overlays = overlays_of(LadderVersion.objects.in_use().first())
    form = OverlayStartForm(request.POST or None, stages=overlays)
    if form.is_bound and form.is_valid():
        done = attempt(form, lambda: _start(request, pupil, form))
        if isinstance(done, StageRecord):
            return to_stage(request, pupil, "It is recorded beside the stage.")
    return form_page(request, "stages/overlay_start.html", pupil, form, overlays=overlays)


@requires(Permission.PLACE_BELOW_REGISTER)
@require_http_methods(["GET", "POST"])
def overlay_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End something beside a child's stage."""
    pupils = Pupil.objects.changeable_by(request.membership)
    rows = StageRecord.objects.overlays().still_open().filter(pupil__in=pupils)
    record = get_object_or_404(rows.select_related("pupil", "stage"), pk=pk)
    form = OverlayEndForm(request.POST or None, initial={"version": record.version})
    if form.is_bound and form.is_valid():
        done = attempt(form, lambda: _end(request, record, form))
        if isinstance(done, StageRecord):
            return to_stage(request, record.pupil, "It is recorded as ended.")
        if done:
            form.add_error(None, "Somebody else changed this record first. Go back and look again.")
    return form_page(request, "stages/overlay_end.html", record.pupil, form, record=record)


def _start(request: StaffRequest, pupil: Pupil, form: OverlayStartForm) -> StageRecord:
    return start_overlay(
        pupil=pupil,
        stage=form.stages[form.cleaned_data["stage"]],
        agency=form.cleaned_data["agency"],
        on=form.cleaned_data["on"],
        by=request.membership,
        **form.decision(),
    )


def _end(request: StaffRequest, record: StageRecord, form: OverlayEndForm) -> StageRecord:
    return end_overlay(
        record=record,
        on=form.cleaned_data["on"],
        because=form.cleaned_data["because"],
        by=request.membership,
        expected=form.cleaned_data["version"],
    )
