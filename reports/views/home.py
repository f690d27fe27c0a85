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
from common.dates import today
from pupils.access_log import log_list
from pupils.models import Pupil
from reports.home import WHOLE_PICTURE, answers, by_year, own_children, recent_moves
from reports.home_meetings import meeting_answers
from reports.home_mis import mis_answers
from reports.home_people import people_answers
from reports.home_watch import watch_answers
from reports.letters.answers import letter_answers
from reports.next_year import coming_classes, year_answers
from reports.register_filters import Address
from reports.strip import ladder_steps
from reports.term import term_start, term_words
from reports.views.register import stage_links
from schools.calendar import SchoolCalendar
from schools.dates import calendar_for, live_words


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
    context: dict[str, Any] = {
        "answers": [
            *watch_answers(membership, day),
            *meeting_answers(membership, day),
            *people_answers(membership, timezone.now()),
            *answers(membership, day, register_url),
            *letter_answers(membership),
            *mis_answers(membership),
            *year_answers(membership, day, request.school.slug),
        ],
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
        address = Address(register_url, request.GET.__class__())
        since = term_start(calendar, day)
        context["stages"] = stage_links(membership, address, steps, day, since)
    shown = [row.pk for row in own] + [move.pk for move in moves]
    shown += [pk for group in coming for pk, _name in group.children]
    if shown:
        log_list(request, shown)
    return render(request, "reports/home.html", context)


def _heading(request: StaffRequest, calendar: SchoolCalendar, day: date) -> str:
    """`Autumn term, week 11`; for those who may edit the school also since when it is live."""
    runs_it = request.membership.can(Permission.EDIT_SCHOOL)
    words = [term_words(calendar, day), live_words(request.school, day) if runs_it else ""]
    return ". ".join(part for part in words if part)
