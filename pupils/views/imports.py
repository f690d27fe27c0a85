"""Loading pupils from a file: upload, see what it would change, say yes, see what was done."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from common.exports import CSV_TYPE, csv_bytes
from pupils.access_log import log_list
from pupils.drop import drop_picture
from pupils.forms.imports import ImportConfirmForm, ImportForm
from pupils.forms.refresh import LeaversForm
from pupils.imports.choices import choices_of
from pupils.imports.held import (
    add_missing_classes,
    confirm_import,
    discard_import,
    hold_file,
    plan_of,
)
from pupils.imports.matching import matched_words
from pupils.imports.page import import_page
from pupils.imports.plan import Plan
from pupils.models import ColumnMatching, Pupil, PupilImport
from pupils.views.pages import MISTAKEN

RECENT = 10


@requires(Permission.IMPORT_PUPILS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: StaffRequest) -> HttpResponse:
    """Choose a file. One that cannot be read is refused in one sentence beside the field."""
    sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if sent else ImportForm()
    if sent and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            held = hold_file(
                content=upload.read(), name=upload.name, by=request.membership.user, day=today()
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return to_import(request, held)
    recent = PupilImport.objects.select_related("uploaded_by", "job").order_by("-uploaded_at")
    context = {
        "form": form,
        "recent": recent[:RECENT],
        "is_refresh": Pupil.objects.on_roll().exists(),
        "matchings": ColumnMatching.objects.exclude(columns={}).order_by("-remembered_at"),
        "drop": drop_picture(request.school),
    }
    status = MISTAKEN if sent else 200
    return render(request, "pupils/import_new.html", context, status=status)


@requires(Permission.IMPORT_PUPILS)
@require_safe
def import_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One file: what it would change while it is open, then how the loading stands or ended."""
    held = held_file(pk)
    if held.is_open:
        return preview(request, held)
    by_htmx = bool(getattr(request, "htmx", False))
    if by_htmx and (held.job is None or held.job.is_over):
        return HttpResponseClientRefresh()
    template = "pupils/_import_progress.html" if by_htmx else "pupils/import_detail.html"
    return render(request, template, {"held": held})


def preview(
    request: StaffRequest,
    held: PupilImport,
    *,
    refusal: str = "",
    status: int = 200,
    show: str = "",
    leavers: LeaversForm | None = None,
) -> HttpResponse:
    """What an open file would change; with a refusal, why what was sent was not done."""
    if held.columns is None:
        return redirect("pupils:import_columns", school=request.school.slug, pk=held.pk)
    context: dict[str, Any] = {"held": held, "refusal": refusal}
    try:
        plan = plan_of(held, today())
    except Refused as gone:
        return render(request, "pupils/import_preview.html", context | {"refusal": str(gone)})
    asked, choices = request.GET, choices_of(held.choices)
    part, number = show or asked.get("show", ""), asked.get("page", "1")
    view = import_page(plan, choices, request.membership, part, number)
    log_list(request, view.pupil_ids)
    context |= {
        "plan": plan,
        "view": view,
        "pills": [_pill(part.key, part.label, part.rows, view.shown.key) for part in view.parts],
        "form": ImportConfirmForm(initial={"digest": plan.digest}),
        "leavers_form": leavers or LeaversForm(initial={"on": today()}),
        "needs_day": any(leaver.stated is None for leaver in plan.leavers),
        "matched": matched_words(held),
    }
    return render(request, "pupils/import_preview.html", context, status=status)


def _pill(key: str, label: str, rows: Any, shown: str) -> dict[str, Any]:
    return {"label": label, "url": f"?show={key}", "chosen": key == shown, "count": len(rows)}


@requires(Permission.IMPORT_PUPILS)
@require_POST
def import_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Load the file, exactly as it was shown."""
    held = held_file(pk)
    form = ImportConfirmForm(request.POST)
    if not held.is_open:
        return to_import(request, held)
    if not form.is_valid():
        return preview(request, held, refusal="Look at what would change first.", status=MISTAKEN)
    plan = plan_of(held, today())
    problem = _why_not(plan, form.cleaned_data["digest"])
    if problem:
        return preview(request, held, refusal=problem, status=MISTAKEN)
    confirm_import(held=held, digest=plan.digest, by=request.membership.user)
    return to_import(request, held)


def _why_not(plan: Plan, digest: str) -> str:
    """Why a plan cannot be confirmed, in one sentence; empty when it can."""
    if plan.digest != digest:
        return "Something changed here since you looked: this is what would happen now."
    if plan.errors:
        return "A file with problems is not loaded: put them right and upload it again."
    if plan.doubts:
        return plan.doubts[0].words
    return "Everything in this file is here already." if plan.says_nothing_new else ""


@requires(Permission.IMPORT_PUPILS)
@require_POST
def import_classes(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the classes that are missing here be added with the import."""
    held = held_file(pk)
    if held.is_open:
        add_missing_classes(held=held)
    return to_import(request, held)


@requires(Permission.IMPORT_PUPILS)
@require_POST
def import_discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the file aside: it is deleted, and nothing of it was loaded."""
    held = held_file(pk)
    if held.is_open:
        discard_import(held=held)
    return redirect("pupils:import_new", school=request.school.slug)


@requires(Permission.IMPORT_PUPILS)
@require_safe
def import_problems(request: StaffRequest, pk: int) -> HttpResponse:
    """Every problem and note of an open file as CSV, to work through beside the spreadsheet."""
    held = held_file(pk)
    if not held.is_open:
        return to_import(request, held)
    try:
        plan = plan_of(held, today())
    except Refused:
        return to_import(request, held)
    found = sorted((*plan.errors, *plan.warnings), key=lambda problem: problem.row)
    rows = [(p.row, p.column, p.problem, "no" if p.warning else "yes") for p in found]
    log_list(request, [])
    content = csv_bytes(["Row", "Column", "Problem", "Must be put right"], rows)
    disposition = f'attachment; filename="import-{held.pk}-problems.csv"'
    return HttpResponse(
        content, content_type=CSV_TYPE, headers={"Content-Disposition": disposition}
    )


def held_file(pk: int) -> PupilImport:
    """One of the school's files, or 404."""
    rows = PupilImport.objects.select_related("job", "uploaded_by", "confirmed_by", "school")
    held: PupilImport = get_object_or_404(rows, pk=pk)
    return held


def to_import(request: StaffRequest, held: PupilImport) -> HttpResponse:
    """To the page of one file."""
    return redirect("pupils:import_detail", school=request.school.slug, pk=held.pk)
