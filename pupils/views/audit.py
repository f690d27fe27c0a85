"""Who can see a child and why; who changed the record."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from pupils.history import changes_of
from pupils.models import Pupil
from pupils.readers import readers_of
from pupils.records import SEES_BLOCKS
from pupils.views.pages import head_context

A_PAGE = 50


@requires(Permission.VIEW_AUDIT)
@require_safe
def pupil_history(request: StaffRequest, pk: int) -> HttpResponse:
    """Who changed what, when: from what to what."""
    pupil = get_object_or_404(Pupil.objects.visible_to(request.membership), pk=pk)
    context = head_context(request, pupil, tab="pupils:pupil_history")
    changes = Paginator(changes_of(pupil, request.membership), A_PAGE)
    context["page"] = changes.get_page(request.GET.get("page"))
    return render(request, "pupils/pupil_history.html", context)


@requires(Permission.VIEW_AUDIT)
@require_safe
def pupil_readers(request: StaffRequest, pk: int) -> HttpResponse:
    """Who can see this child today and why, who is kept away, who will see the child from when."""
    pupil = get_object_or_404(Pupil.objects.visible_to(request.membership), pk=pk)
    context = head_context(request, pupil, tab="pupils:pupil_readers")
    tell_kept = request.membership.can(SEES_BLOCKS)
    context["readers"] = readers_of(pupil, today(), tell_kept=tell_kept)
    return render(request, "pupils/pupil_readers.html", context)
