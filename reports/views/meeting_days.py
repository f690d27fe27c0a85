"""The days the school sets for meetings of a kind (SENCO and office)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import long_date, today
from common.errors import Refused
from pupils.actions import set_meeting_day, unset_meeting_day
from pupils.models import MeetingDay
from pupils.views.pages import MISTAKEN, show_and_save
from reports.forms.meetings import MeetingDayForm
from reports.meetings.days import day_lines
from reports.meetings.lines import day_words
from reports.views.meeting_pages import meeting_url
from schools.dates import current_year, open_classes


@requires(Permission.EDIT_SCHOOL)
@show_and_save
def meeting_days(request: StaffRequest) -> HttpResponse:
    """The days of this academic year and those to come, and one more."""
    day = today()
    form = MeetingDayForm(request.POST or None, classes=open_classes(day))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            row = set_meeting_day(
                kind=given["kind"],
                kind_name=form.kinds.names[given["kind"]],
                on=given["on"],
                class_group=given["class_group"],
            )
        except Refused as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, f"Set {long_date(row.on)} for {row.kind_name}.")
            if words := day_words(row.on):
                messages.info(request, words)
            return redirect(meeting_url(request, "meeting_days"))
    year = current_year(day)
    lines = day_lines(day, since=year.starts_on if year else day)
    context = {"form": form, "days": lines}
    status = MISTAKEN if request.method == "POST" else 200
    return render(request, "reports/meeting_days.html", context, status=status)


@requires(Permission.EDIT_SCHOOL)
@require_POST
def meeting_day_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a day off the list; meetings held on it stay."""
    row = get_object_or_404(MeetingDay, pk=pk)
    words = f"{long_date(row.on)} for {row.kind_name}"
    unset_meeting_day(day=row)
    messages.success(request, f"Took {words} off the list.")
    return redirect(meeting_url(request, "meeting_days"))
