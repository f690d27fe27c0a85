"""A child's pages that combine rooms."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from pupils.access_log import log_pupil
from pupils.models import Pupil
from pupils.models.pupil import PupilQuerySet
from reports.letters.answers import due_notes_on
from reports.pupil import now_page, pupil_stage_page


@requires(Permission.VIEW_PUPIL)
@require_safe
def pupil_now(request: StaffRequest, pk: int) -> HttpResponse:
    """Where the child is now, what helps, who is around them."""
    changeable = Pupil.objects.changeable_by(request.membership).filter(pk=OuterRef("pk"))
    rows = Pupil.objects.select_related("standing").annotate(may_change=Exists(changeable))
    pupil: Any = _opened(request, rows, pk)
    page = now_page(pupil, request.membership, may_change=pupil.may_change)
    context = {"page": page, "head": page.head, "pupil": pupil}
    return render(request, "reports/pupil_now.html", context)


@requires(Permission.VIEW_STAGE)
@require_safe
def pupil_stage(request: StaffRequest, pk: int) -> HttpResponse:
    """The child's stage, what it asks and what is done, the ways on, and every record of a move."""
    changeable = Pupil.objects.changeable_by(request.membership).filter(pk=OuterRef("pk"))
    pupil: Any = _opened(request, Pupil.objects.annotate(may_change=Exists(changeable)), pk)
    page = pupil_stage_page(pupil, request.membership, may_change=pupil.may_change)
    context = {"page": page, "head": page.head, "pupil": pupil}
    context["letters_due"] = due_notes_on(page.stage)
    return render(request, "reports/pupil_stage.html", context)


def _opened(request: StaffRequest, pupils: PupilQuerySet, pk: int) -> Pupil:
    """A child this person may see, with the access entry written; 404 for any other."""
    pupil: Pupil = get_object_or_404(pupils.visible_to(request.membership), pk=pk)
    log_pupil(request, pupil)
    return pupil
