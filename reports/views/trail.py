"""The school's audit trail: who changed what, when."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from pupils.access_log import log_list
from reports.periods import period_begins, period_pill
from reports.register_filters import Address
from reports.register_pills import choice_pill
from reports.trail.events import Asked, events, fill
from reports.trail.names import names_of
from reports.trail.sentences import told
from reports.trail.subjects import KINDS
from reports.views.openings import chosen_person, staff_names

A_PAGE = 50


@requires(Permission.VIEW_AUDIT)
@require_safe
def audit_trail(request: StaffRequest) -> HttpResponse:
    """Every recorded change in sentences, by person, kind, child and time; fifty a page."""
    address, people = Address(request.path, request.GET), staff_names()
    kind = address.chosen("kind") if address.chosen("kind") in KINDS else ""
    asked = Asked(
        begins=period_begins(address.chosen("when"), today()),
        kind=kind,
        user_id=chosen_person(address, people),
        words=address.chosen("q").strip(),
    )
    found = events(request.membership, asked)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    fill(shown, request.membership, asked)
    names = names_of(shown, request.membership)
    if names.children:
        log_list(request, sorted(names.children))
    context = {
        "page": page,
        "told": told(shown, names),
        "words": asked.words,
        "asked": {"when": address.chosen("when"), "kind": kind, "who": address.chosen("who")},
        "pills": [
            period_pill(address),
            choice_pill(address, "kind", "What", KINDS),
            choice_pill(address, "who", "Who", people),
        ],
        "clear_url": address.path if request.GET else "",
    }
    return render(request, "reports/audit_trail.html", context)
