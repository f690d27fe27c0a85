"""Who is kept from whom, who is linked to whom, and what is to be answered: one page a school."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from accounts.staff import working_on
from common.dates import today
from pupils.access_log import log_list
from pupils.own_children import questions_for
from reports.access import KINDS, SHOWN, block_lines, link_line, links, without_key_worker
from reports.register import FoundChild, found_children, visible_rows
from reports.register_filters import Address
from reports.register_pills import choice_pill
from reports.views.openings import chosen_person, staff_names

A_PAGE = 50


@requires(Permission.MANAGE_ACCESS)
@require_safe
def access_list(request: StaffRequest) -> HttpResponse:
    """Blocks, links and open questions of the whole school; a child to begin with can be found."""
    day, reader = today(), request.membership
    address = Address(request.path, request.GET)
    people = staff_names()
    user_id = chosen_person(address, people)
    page = Paginator(links(reader, day, address, user_id), A_PAGE).get_page(request.GET.get("page"))
    words = request.GET.get("q", "").strip()
    shown: dict[str, list[Any]] = {
        "questions": questions_for(reader, day),
        "alone": without_key_worker(reader, day),
        "blocks": block_lines(reader, day, user_id),
        "links": [link_line(row, day) for row in page],
        "found": _found(request, words),
    }
    context = shown | {
        "page": page,
        "words": words,
        "chosen": working_on(day).filter(user_id=user_id).first() if user_id else None,
        "pills": [
            choice_pill(address, "who", "Who", people),
            choice_pill(address, "as", "Linked as", KINDS),
            choice_pill(address, "show", "Links", {"ended": SHOWN["ended"]}),
        ],
        "clear_url": address.path if request.GET else "",
    }
    _log(request, shown)
    return render(request, "reports/access_list.html", context)


def _found(request: StaffRequest, words: str) -> list[FoundChild]:
    """The first children whose names hold the words typed; two letters at least."""
    if len(words) < 2:
        return []
    rows = visible_rows(request.membership, today()).on_roll()
    return list(found_children(rows.matching(words)))


def _log(request: StaffRequest, shown: dict[str, list[Any]]) -> None:
    """One entry with every child on the page, and none where there is no child."""
    pupils = {child.pk for child in shown["found"]}
    for part in ("questions", "alone", "blocks", "links"):
        pupils |= {line.pupil_id for line in shown[part]}
    if pupils:
        log_list(request, sorted(pupils))
