"""Figures from a spreadsheet: choose, look, say yes; and the school's scale."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.errors import Refused
from pupils.access_log import log_list
from pupils.forms.imports import ImportConfirmForm
from pupils.forms.snapshots import ScaleForm, SnapshotForm, scale_initial
from pupils.models import AttainmentScale, Pupil, SnapshotFile
from pupils.snapshots.actions import (
    discard_snapshots,
    hold_snapshots,
    load_snapshots,
    plan_of,
    save_scale,
    scale_of_school,
)
from pupils.snapshots.plan import Planned, SnapshotPlan
from pupils.views.pages import MISTAKEN
from schools.dates import calendar_for
from schools.records import EditClash

RECENT, PAGE, CLASH = 10, 50, 409
HIDDEN = "A pupil whose record you may not see"


@requires(Permission.IMPORT_PUPILS)
@require_http_methods(["GET", "HEAD", "POST"])
def snapshot_new(request: StaffRequest) -> HttpResponse:
    """Choose a file, its kind and its day."""
    sent = request.method == "POST"
    form = SnapshotForm(request.POST, request.FILES) if sent else SnapshotForm()
    if sent and form.is_valid():
        given = form.cleaned_data
        try:
            held = hold_snapshots(
                content=given["file"].read(),
                name=given["file"].name,
                kind=given["kind"],
                taken_on=given["taken_on"],
                heading=given["heading"],
                by=request.membership.user,
            )
        except Refused as fault:
            form.add_error("file", str(fault))
        else:
            return _to(request, held)
    recent = SnapshotFile.objects.select_related("uploaded_by").order_by("-uploaded_at")
    context = {"form": form, "recent": recent[:RECENT], "scale": scale_of_school()}
    return render(request, "pupils/snapshot_new.html", context, status=MISTAKEN if sent else 200)


@requires(Permission.IMPORT_PUPILS)
@require_safe
def snapshot_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One file: what it would change while it is open, else what became of it."""
    return _page(request, _held(pk))


def _page(
    request: StaffRequest, held: SnapshotFile, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    plan = None
    if held.state == SnapshotFile.State.CHECKED:
        try:
            plan = plan_of(held)
        except Refused as fault:
            refusal = refusal or str(fault)
    context: dict[str, Any] = {
        "held": held,
        "plan": plan,
        "refusal": refusal,
        "term": calendar_for(held.taken_on).term_of(held.taken_on),
    }
    if plan:
        listed: Sequence[Any] = plan.problems or plan.figures
        page = Paginator(listed, PAGE).get_page(request.GET.get("page", "1"))
        rows, shown = ([], []) if plan.problems else _rows(request, plan, list(page))
        log_list(request, shown)
        form = ImportConfirmForm(initial={"digest": plan.digest})
        context |= {"page": page, "rows": rows, "form": form}
    return render(request, "pupils/snapshot_detail.html", context, status=status)


def _rows(
    request: StaffRequest, plan: SnapshotPlan, figures: list[Planned]
) -> tuple[list[dict[str, Any]], list[int]]:
    """Figures as the page shows them; a child whom the reader may not see has no name here."""
    ids = [one.pupil_id for one in figures]
    rows = Pupil.objects.visible_to(request.membership).filter(pk__in=ids)
    seen = set(rows.values_list("pk", flat=True))
    return [
        {
            "name": one.name,
            "measure": one.measure,
            "value": plan.words(one.value),
            "before": plan.words(one.before) if one.is_changed else "",
            "is_new": one.is_new,
        }
        if one.pupil_id in seen
        else {"name": HIDDEN, "measure": "", "value": "", "before": "", "is_new": False}
        for one in figures
    ], sorted(seen)


@requires(Permission.IMPORT_PUPILS)
@require_POST
def snapshot_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Load the file, exactly as it was shown."""
    held = _held(pk)
    form = ImportConfirmForm(request.POST)
    if held.state != SnapshotFile.State.CHECKED:
        return _to(request, held)
    if not form.is_valid():
        return _page(request, held, refusal="Look at what would change first.", status=MISTAKEN)
    try:
        digest = form.cleaned_data["digest"]
        plan = load_snapshots(held=held, digest=digest, by=request.membership.user)
    except Refused as fault:
        return _page(request, held, refusal=str(fault), status=MISTAKEN)
    new, changed = len(plan.new), len(plan.changed)
    messages.success(request, f"Loaded: {new} new, {changed} corrected.")
    return _to(request, held)


@requires(Permission.IMPORT_PUPILS)
@require_POST
def snapshot_discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the file aside: it is deleted, and nothing of it was loaded."""
    discard_snapshots(held=_held(pk))
    return redirect("pupils:snapshot_new", school=request.school.slug)


@requires(Permission.IMPORT_PUPILS)
@require_http_methods(["GET", "HEAD", "POST"])
def scale_edit(request: StaffRequest) -> HttpResponse:
    """The words the school records attainment in, in order."""
    row = AttainmentScale.objects.first()
    words, version = (list(row.words), row.version) if row else ([], 0)
    form = ScaleForm(request.POST or None, initial=scale_initial(words, version))
    status = 200
    if request.method == "POST":
        status = MISTAKEN
        if form.is_valid():
            try:
                save_scale(words=form.lines(), expected=form.cleaned_data["version"])
            except Refused as fault:
                form.add_error("words", str(fault))
            except EditClash as fault:
                status = CLASH
                form.add_error("words", f"Somebody else saved it meanwhile as: {fault.current}.")
                data: Any = request.POST.copy()
                data["version"] = fault.current.version
                form.data = data
            else:
                messages.success(request, "Saved the scale.")
                return redirect("pupils:snapshot_new", school=request.school.slug)
    return render(request, "pupils/scale_edit.html", {"form": form}, status=status)


def _held(pk: int) -> SnapshotFile:
    rows = SnapshotFile.objects.select_related("uploaded_by", "loaded_by")
    held: SnapshotFile = get_object_or_404(rows, pk=pk)
    return held


def _to(request: StaffRequest, held: SnapshotFile) -> HttpResponse:
    return redirect("pupils:snapshot_detail", school=request.school.slug, pk=held.pk)
