"""A child's pages that combine rooms."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from pupils.access_log import log_pupil
from pupils.models import Pupil
from reports.pupil import now_page


@requires(Permission.VIEW_PUPIL)
@require_safe
def pupil_now(request: StaffRequest, pk: int) -> HttpResponse:
    """Where the child is now, what helps, who is around them."""
    pupil = get_object_or_404(Pupil.objects.visible_to(request.membership), pk=pk)
    log_pupil(request, pupil)
    page = now_page(pupil, request.membership)
    return render(request, "reports/pupil_now.html", {"page": page, "head": page.head})
