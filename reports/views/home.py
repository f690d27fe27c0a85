"""The home page, by role."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.cover import cover_on
from accounts.permissions import Permission
from accounts.setting_up import is_setting_up
from common.dates import short_date, today
from pupils.access_log import log_list
from pupils.models import Pupil
from reports.due.kinds import by_kind, due_answers
from reports.home import WHOLE_PICTURE, gaps_and_years, own_children, recent_moves
from reports.home_asks import asks_of, count_all, in_groups, told
from reports.home_watch import own_child_answers
from reports.next_year import coming_classes, coming_of
from reports.register_filters import Address
from reports.sheets.home import sheet_links
from reports.strip import ladder_steps
from reports.term import term_start, term_words
from reports.views.due import child_route
from reports.views.register import stage_links
from schools.calendar import SchoolCalendar
from schools.dates import calendar_for, live_words
from stages.due import SOON, due_from, items_of_children, put_off_by

DUE_SHOWN = 6


@requires(Permission.VIEW_HOME)
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """What is due from this person, what waits for them, their children, and the picture.

    At most fifteen queries where nothing waits; a few more for each thing told in detail.
    """
    day, membership = today(), request.membership
    if is_setting_up(request) and not Pupil.objects.exists():
        return redirect("reports:setup", school=request.school.slug)
    register_url = reverse("reports:register", kwargs={"school": request.school.slug})
    calendar, steps = calendar_for(day), ladder_steps()
    asks = asks_of(membership, day)
    kept = [Pupil.objects.on_roll(), coming_of(membership, day), put_off_by(membership, day)]
    pupils, to_come, put_off, *counts = count_all(
        request.school, [*kept, *(ask.rows for ask in asks)]
    )
    own = own_children(membership, day, steps)
    moves = recent_moves(membership, day)
    coming = coming_classes(membership, day) if to_come else []
    children = items_of_children(membership, day)
    due = due_from(membership, children, day, has_put_off=bool(put_off))
    gaps, years = gaps_and_years(membership, day, register_url)
    answers = [
        *due_answers(membership, children, day, register_url),
        *own_child_answers(membership, day),
        *told(asks, counts),
        *gaps,
    ]
    context: dict[str, Any] = {
        "groups": in_groups(answers),
        "due": due,
        "due_shown": due.shown[:DUE_SHOWN],
        "kinds": by_kind(membership, children, day, register_url),
        "soon_day": short_date(day + SOON),
        "child_route": child_route(request),
        "sheets": sheet_links(membership, day),
        "coming": coming,
        "cover": cover_on(day) if membership.can(Permission.ASSIGN_CLASSES) else [],
        "own": own,
        "has_pupils": bool(pupils),
        "moves": moves,
        "years": years,
        "term": _heading(request, calendar, day),
        "register_url": register_url,
        "has_ladder": bool(steps),
        "ladder_url": reverse("stages:ladder_adopt", kwargs={"school": request.school.slug}),
    }
    if WHOLE_PICTURE & membership.roles:
        address, since = Address(register_url, request.GET.__class__()), term_start(calendar, day)
        context["stages"] = stage_links(membership, address, steps, day, since)
    shown = [row.pk for row in own] + [move.pk for move in moves]
    shown += [line.pupil for line in [*due.shown[:DUE_SHOWN], *due.put_off]]
    shown += [pk for group in coming for pk, _name in group.children]
    if shown:
        log_list(request, list(dict.fromkeys(shown)))
    return render(request, "reports/home.html", context)


def _heading(request: StaffRequest, calendar: SchoolCalendar, day: date) -> str:
    """`Autumn term, week 11`; for those who may edit the school also since when it is live."""
    runs_it = request.membership.can(Permission.EDIT_SCHOOL)
    words = [term_words(calendar, day), live_words(request.school, day) if runs_it else ""]
    return ". ".join(part for part in words if part)
