"""What happened to a child, newest first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from pupils.chronology import Kind, kinds_for, lines_of
from pupils.models import Pupil
from pupils.views.pages import head_context

A_PAGE = 50
TAB = "reports:pupil_chronology"


@requires(Permission.VIEW_PUPIL)
@require_safe
def pupil_chronology(request: StaffRequest, pk: int) -> HttpResponse:
    """Moves, status, needs, letters, meetings, figures: those of one kind where it is asked for."""
    reader = request.membership
    pupil = get_object_or_404(Pupil.objects.visible_to(reader), pk=pk)
    kinds = kinds_for(reader)
    kind = next((each for each in kinds if each == request.GET.get("kind")), None)
    context = head_context(request, pupil, tab=TAB)
    lines = lines_of(pupil, reader, today(), kind)
    context["page"] = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    context["pills"] = [_pill("Everything", "", kind), *(_pill(k.label, k, kind) for k in kinds)]
    return render(request, "reports/pupil_chronology.html", context)


def _pill(label: str, value: str, chosen: Kind | None) -> dict[str, object]:
    url = f"?kind={value}" if value else "?"
    return {"label": label, "url": url, "chosen": value == (chosen or ""), "count": None}
