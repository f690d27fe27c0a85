"""Who opened a child's record, and which lists held the child."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from accounts.staff import memberships
from common.dates import today
from pupils.models import Pupil
from pupils.views.pages import head_context
from reports.openings import openings_of
from reports.periods import period_begins, period_pill
from reports.register_filters import Address
from reports.register_pills import choice_pill

A_PAGE = 50


@requires(Permission.VIEW_AUDIT)
@require_safe
def pupil_viewers(request: StaffRequest, pk: int) -> HttpResponse:
    """Who opened this child's record, day by day: which pages, and in which lists it was shown."""
    pupil = get_object_or_404(Pupil.objects.visible_to(request.membership), pk=pk)
    context = head_context(request, pupil, tab="reports:pupil_viewers")
    address = Address(request.path, request.GET)
    people = staff_names()
    begins = period_begins(address.chosen("when"), today())
    found = openings_of(pupil, begins, chosen_person(address, people))
    context |= {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "pills": [period_pill(address), choice_pill(address, "who", "Who", people)],
        "clear_url": address.path if request.GET else "",
    }
    return render(request, "reports/pupil_viewers.html", context)


def staff_names() -> dict[str, str]:
    """Everyone who works or worked here, by id, in the order of their names; one query."""
    rows = memberships().order_by("user__name").values_list("user_id", "user__name")
    return {str(pk): name for pk, name in rows}


def chosen_person(address: Address, people: dict[str, Any]) -> int | None:
    """The person asked for, where there is such a person here."""
    asked = address.chosen("who")
    return int(asked) if asked in people else None
