"""What is to be keyed into the MIS: the list, ticking off, and taking it along."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires, step_up
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from common.exports import CSV_TYPE, csv_bytes
from pupils.access_log import log_list
from pupils.actions.mis import tick_off, untick
from pupils.mis_list import EXPORT_HEADINGS, export_rows, ticked_off, to_key_in
from pupils.models import MisKeyed, MisRecord, Pupil


@requires(Permission.KEY_INTO_MIS)
@require_safe
def mis_list(request: StaffRequest) -> HttpResponse:
    """Child by child what the MIS has and what it is here; under it what was ticked off."""
    children, done = to_key_in(request.membership), ticked_off(request.membership)
    log_list(request, [child.pupil.pk for child in children] + [row.pupil.pk for row in done])
    context = {
        "children": children,
        "done": done,
        "count": sum(len(child.lines) for child in children),
        "heard": MisRecord.objects.order_by("-said_on").values_list("said_on", flat=True).first(),
    }
    return render(request, "pupils/mis_list.html", context)


@requires(Permission.KEY_INTO_MIS)
@step_up
@require_safe
def mis_export(request: StaffRequest) -> HttpResponse:
    """The same list as CSV, to work through beside the MIS."""
    children = to_key_in(request.membership)
    log_list(request, [child.pupil.pk for child in children])
    name = f"key-into-mis-{today():%Y-%m-%d}.csv"
    return HttpResponse(
        csv_bytes(EXPORT_HEADINGS, export_rows(children)),
        content_type=CSV_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@requires(Permission.KEY_INTO_MIS)
@require_POST
def mis_tick(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that one thing about a child has been keyed in."""
    pupil = get_object_or_404(Pupil.objects.visible_to(request.membership), pk=pk)
    try:
        tick_off(
            pupil=pupil,
            part=request.POST.get("part", ""),
            value=request.POST.get("value", ""),
            by=request.membership,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("pupils:mis_list", school=request.school.slug)


@requires(Permission.KEY_INTO_MIS)
@require_POST
def mis_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a tick back: it was not keyed in after all."""
    seen = Pupil.objects.visible_to(request.membership)
    keyed = get_object_or_404(MisKeyed.objects.filter(pupil__in=seen), pk=pk)
    try:
        untick(keyed=keyed, by=request.membership)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("pupils:mis_list", school=request.school.slug)
