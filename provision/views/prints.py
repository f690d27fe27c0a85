"""Copies of issued plans: printed for somebody, downloaded, recorded as given."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from jobs.progress import is_fragment, progress_of
from provision.actions import give_copies, print_plan_copies
from provision.forms import ClassPrintForm, CopyForm, GivenForm
from provision.frozen import Copy
from provision.models import IssuedPlan, PlanCopy, PlanPrint
from provision.views.pages import url_of
from pupils.access_log import log_list, log_pupil
from pupils.models import ClassPlacement, Document, Pupil
from pupils.views.pages import MISTAKEN, posted, show_and_save
from schools.dates import open_classes
from schools.uploads import as_attachment

PDF = "application/pdf"


@requires(Permission.READ_WHOLE_PLANS)
@require_safe
def issued_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """The PDF of an issued version, as it was kept."""
    rows = IssuedPlan.objects.visible_to(request.membership).select_related("pupil", "document")
    issued: IssuedPlan = get_object_or_404(
        rows, pk=pk, document__isnull=False, withdrawn_at__isnull=True
    )
    log_pupil(request, issued.pupil)
    document: Any = issued.document
    return as_attachment(_content(document), content_type=PDF, name=document.download_name)


@requires(Permission.WRITE_PLANS)
@require_POST
def issued_copy(request: StaffRequest, pk: int) -> HttpResponse:
    """Have a copy of an issued version printed for somebody."""
    rows = IssuedPlan.objects.changeable_by(request.membership)
    issued: IssuedPlan = get_object_or_404(rows, pk=pk)
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose which copy.")
        return redirect(url_of(request, "issued_detail", pk))
    copy = Copy(form.cleaned_data["copy"])
    try:
        made = print_plan_copies(issued=[issued], copy=copy, by=request.membership.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(url_of(request, "issued_detail", pk))
    return redirect(url_of(request, "print_detail", made.pk))


@requires(Permission.WRITE_PLANS)
@show_and_save
def class_print(request: StaffRequest) -> HttpResponse:
    """Copies of every issued plan of a class, as one file."""
    form = ClassPrintForm(posted(request), classes=open_classes())
    if form.is_bound and form.is_valid():
        issued = _of_class(request, form.cleaned_data["class_group"].pk)
        copy = Copy(form.cleaned_data["copy"])
        try:
            made = print_plan_copies(issued=issued, copy=copy, by=request.membership.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(url_of(request, "print_detail", made.pk))
    status = MISTAKEN if form.is_bound else 200
    return render(request, "provision/class_print.html", {"form": form}, status=status)


@requires(Permission.WRITE_PLANS)
@show_and_save
def print_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One print: how it stands, its plans, and recording that its copies were given."""
    made = _print(request, pk)
    progress = progress_of(
        made.job, is_made=bool(made.file), title="Making the file", poll_url=request.path
    )
    if is_fragment(request) and request.method != "POST":
        fragment = render(
            request, "components/job_progress.html", progress | {"done": 0, "total": 0}
        )
        return HttpResponseClientRefresh() if progress["over"] else fragment
    form = GivenForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            count = give_copies(made=made, on=form.cleaned_data["on"], by=request.membership.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = "copy is" if count == 1 else "copies are"
            messages.success(request, f"{count} {words} recorded as given.")
            return redirect(url_of(request, "print_detail", pk))
    copies = list(made.copies.select_related("issued__plan", "pupil", "given_by").order_by("place"))
    log_list(request, [copy.pupil_id for copy in copies])
    context = progress | {
        "made": made,
        "label": Copy(made.copy).label,
        "copies": copies,
        "to_give": any(copy.given_on is None and not copy.is_withdrawn for copy in copies),
        "form": form,
    }
    status = MISTAKEN if form.is_bound else 200
    return render(request, "provision/print_detail.html", context, status=status)


@requires(Permission.WRITE_PLANS)
@require_safe
def print_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """The file of a print."""
    made = _print(request, pk)
    if not made.file:
        raise Http404
    log_list(request, list(made.copies.values_list("pupil_id", flat=True)))
    name = f"plans-{made.made_at:%Y-%m-%d}-{made.pk}.pdf"
    return as_attachment(_content(made), content_type=PDF, name=name)


def _print(request: StaffRequest, pk: int) -> PlanPrint:
    """A print of which this person may read every plan, or 404."""
    made: PlanPrint = get_object_or_404(PlanPrint.objects.select_related("job", "made_by"), pk=pk)
    copies = PlanCopy.objects.filter(print=made)
    seen = PlanCopy.objects.changeable_by(request.membership).filter(print=made)
    if copies.count() != seen.count():
        raise Http404
    return made


def _of_class(request: StaffRequest, class_pk: int) -> list[IssuedPlan]:
    """The newest issued versions of the plans that go on of a class's children, by name."""
    placed = ClassPlacement.objects.on(today()).filter(class_group=class_pk).values("pupil")
    pupils = Pupil.objects.changeable_by(request.membership).on_roll().filter(pk__in=placed)
    rows = IssuedPlan.objects.newest().filter(pupil__in=pupils)
    going_on = rows.filter(plan__withdrawn_at__isnull=True, plan__ends_on__isnull=True)
    return list(
        going_on.select_related("pupil").order_by("pupil__surname", "pupil__forename", "pk")
    )


def _content(kept: Document | PlanPrint) -> bytes:
    try:
        with kept.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError as fault:
        raise Http404 from fault
