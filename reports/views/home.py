"""The home page, by role."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.cover import cover_on
from accounts.permissions import Permission
from accounts.setting_up import is_setting_up
from common.dates import short_date, today
from pupils.access_log import log_list
from pupils.models import Pupil
from reports.concerns.home import concern_answers
from reports.due.kinds import by_kind, due_answers
from reports.home import WHOLE_PICTURE, answers, by_year, own_children, recent_moves
from reports.home_meetings import meeting_answers
from reports.home_mis import mis_answers
from reports.home_people import people_answers
from reports.home_watch import watch_answers
from reports.letters.answers import letter_answers
from reports.next_year import coming_classes, year_answers
from reports.register_filters import Address
from reports.sheets.home import sheet_links
from reports.strip import ladder_steps
from reports.term import term_start, term_words
from reports.views.due import child_route
from reports.views.register import stage_links
from schools.calendar import SchoolCalendar
from schools.dates import calendar_for, live_words
from stages.due import SOON, due_from, items_of_children

DUE_SHOWN = 10


@requires(Permission.VIEW_HOME)
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Two or three answers for each of this person's roles, and their own children."""
    day, membership = today(), request.membership
    if is_setting_up(request) and not Pupil.objects.exists():
        return redirect("reports:setup", school=request.school.slug)
    register_url = reverse("reports:register", kwargs={"school": request.school.slug})
    calendar, steps = calendar_for(day), ladder_steps()
    own = own_children(membership, day, steps)
    moves = recent_moves(membership, day)
    coming = coming_classes(membership, day)
    children = items_of_children(membership, day)
    due = due_from(membership, children, day)
    context: dict[str, Any] = {
        "answers": [
            *watch_answers(membership, day),
            *due_answers(membership, children, day, register_url),
            *concern_answers(membership),
            *meeting_answers(membership, day),
            *people_answers(membership, timezone.now()),
            *answers(membership, day, register_url),
            *letter_answers(membership),
            *mis_answers(membership),
            *year_answers(membership, day, request.school.slug),
        ],
        "due": due,
        "due_shown": due.shown[:DUE_SHOWN],
        "kinds": by_kind(membership, children, day, register_url),
        "soon_day": short_date(day + SOON),
        "child_route": child_route(request),
        "sheets": sheet_links(membership, day),
        "coming": coming,
        "cover": cover_on(day) if membership.can(Permission.ASSIGN_CLASSES) else [],
        "own": own,
        "has_pupils": Pupil.objects.on_roll().exists(),
        "moves": moves,
        "years": by_year(membership, day),
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
