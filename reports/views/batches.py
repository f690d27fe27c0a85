"""Prints of letters: how far the file is, the file, and recording that its letters were given."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from jobs.progress import is_fragment, progress_of
from pupils.access_log import log_list
from pupils.actions import print_batch
from pupils.models import Letter, LetterBatch
from reports.forms.letters import GiveForm
from reports.letters.made import letters_of, pupils_in
from stages.actions.letters import classes_of


@requires(Permission.PRINT_LETTERS)
@require_safe
def batch_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One print: how far it is, the file, its letters, and recording that they were given."""
    batch = find_batch(request, pk)
    if is_fragment(request):
        shown = _progress_of(request, batch)
        fragment = render(request, "reports/_job_detail.html", shown)
        return HttpResponseClientRefresh() if shown["over"] else fragment
    return batch_page(request, batch)


@requires(Permission.PRINT_LETTERS)
@require_safe
def batch_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """The file for the printer; only for who may see every child in it."""
    batch = find_batch(request, pk)
    letters = Letter.objects.filter(batch=batch)
    if not batch.is_printed or letters.count() != _visible(request, batch).count():
        raise Http404
    log_list(request, sorted(set(letters.values_list("pupil", flat=True))))
    try:
        with batch.file.open("rb") as file:
            response = HttpResponse(file.read(), content_type="application/pdf")
    except FileNotFoundError as fault:
        raise Http404 from fault
    name = f"letters-{batch.made_at:%Y-%m-%d}-{batch.pk}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(Permission.PRINT_LETTERS)
@require_POST
def batch_print(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask for the file again, where its job did not make it."""
    batch = find_batch(request, pk)
    print_batch(batch=batch)
    return to_batch(request, batch)


def _visible(request: StaffRequest, batch: LetterBatch) -> Any:
    return Letter.objects.visible_to(request.membership).filter(batch=batch)


def find_batch(request: StaffRequest, pk: int) -> LetterBatch:
    """A print that holds a letter about a child this person may see, or 404."""
    letters = Letter.objects.visible_to(request.membership).values("batch")
    rows = LetterBatch.objects.filter(pk__in=letters).select_related("made_by", "job")
    batch: LetterBatch = get_object_or_404(rows, pk=pk)
    return batch


def to_batch(request: StaffRequest, batch: LetterBatch) -> HttpResponse:
    """To the page of a print."""
    return redirect("reports:batch_detail", school=request.school.slug, pk=batch.pk)


def _progress_of(request: StaffRequest, batch: LetterBatch) -> dict[str, Any]:
    return progress_of(
        batch.job, is_made=batch.is_printed, title="Making the file", poll_url=request.path
    )


def batch_page(
    request: StaffRequest,
    batch: LetterBatch,
    *,
    form: GiveForm | None = None,
    chosen: list[int] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A print, as opened or with what was typed and what is wrong with it."""
    rows = _visible(request, batch)
    classes = classes_of(list(rows.values_list("pupil", flat=True)))
    lines = letters_of(rows.order_by("place", "pk"), classes)
    log_list(request, pupils_in(lines))
    waiting = [line for line in lines if line.can_be_given and line.left_to_give]
    hidden = Letter.objects.filter(batch=batch).count() - len(lines)
    context = _progress_of(request, batch) | {
        "batch": batch,
        "lines": lines,
        "to_give": waiting,
        "others": [line for line in lines if line not in waiting],
        "hidden": hidden,
        "form": form or GiveForm(),
        "chosen": chosen,
    }
    return render(request, "reports/batch_detail.html", context, status=status)
