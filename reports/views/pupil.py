"""A child's pages that combine rooms."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from pupils.access_log import log_pupil
from pupils.models import Pupil
from reports.pupil import pupil_page


@requires(Permission.VIEW_PUPIL)
@require_safe
def pupil_now(request: StaffRequest, pk: int) -> HttpResponse:
    """Where the child is now, what helps, who is around them."""
    return _page(request, pk, "reports:pupil_now", "reports/pupil_now.html")


@requires(Permission.VIEW_STAGE)
@require_safe
def pupil_stage(request: StaffRequest, pk: int) -> HttpResponse:
    """The child's stage, what it asks, the ways on, and every record of a move."""
    return _page(request, pk, "reports:pupil_stage", "reports/pupil_stage.html")


def _page(request: StaffRequest, pk: int, route: str, template: str) -> HttpResponse:
    pupil = get_object_or_404(Pupil.objects.visible_to(request.membership), pk=pk)
    log_pupil(request, pupil)
    page = pupil_page(pupil, request.membership, route)
    return render(request, template, {"page": page, "head": page.head, "pupil": pupil})
