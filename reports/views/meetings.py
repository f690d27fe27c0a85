"""Meetings: the list, a child's own, one meeting, and recording one about a child."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.clash import clash_page
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.access_log import log_list
from pupils.actions import add_meeting, edit_meeting, withdraw_meeting
from pupils.contexts import Action
from pupils.models import Meeting, MeetingAction, MeetingPupil, Pupil
from pupils.views.pages import (
    MISTAKEN,
    changeable_pupil,
    form_page,
    head_context,
    posted,
    show_and_save,
)
from reports.forms.letters import BecauseForm
from reports.forms.meetings import (
    ActionFormSet,
    MeetingForm,
    owners_for,
    values_of,
)
from reports.meetings.days import day_lines, suggested
from reports.meetings.editing import opened_on, saved_now, version_words
from reports.meetings.lines import (
    action_lines,
    day_words,
    facts_of,
    lines_of,
    meeting_line,
    recent_lines,
    with_names,
)
from reports.views.meeting_pages import (
    TAB,
    about_child,
    changeable_meeting,
    may_record,
    may_write,
    meeting_url,
    say_saved,
)
from schools.records import EditClash

LOOKED_BACK = timedelta(days=120)


@requires(Permission.VIEW_MEETINGS)
@require_safe
def meeting_list(request: StaffRequest) -> HttpResponse:
    """What is planned, what was held lately, and the days the school has set."""
    day = today()
    lines = recent_lines(request.membership, day - LOOKED_BACK, day)
    shown = [line.pupil_id for line in lines if line.pupil_id]
    if shown:
        log_list(request, sorted(set(shown)))
    context = {
        "ahead": [line for line in reversed(lines) if line.chip[0] in ("info", "due")],
        "held": [line for line in lines if line.chip[0] == "done"],
        "days": day_lines(day, request.membership),
    }
    return render(request, "reports/meeting_list.html", context)


@requires(Permission.VIEW_MEETINGS)
@require_safe
def pupil_meetings(request: StaffRequest, pk: int) -> HttpResponse:
    """A child's meetings, the newest first, and what they gave people to do."""
    day, reader = today(), request.membership
    pupil: Pupil = get_object_or_404(Pupil.objects.visible_to(reader), pk=pk)
    rows = with_names(MeetingAction.objects.filter(pupil=pupil, meeting__withdrawn_at=None))
    add = Action("Record a meeting", meeting_url(request, "meeting_add", pk))
    may = may_record(request, pupil)
    context = head_context(request, pupil, tab=TAB, actions=[add] if may else [])
    context |= {
        "lines": lines_of(pupil, day),
        "actions": action_lines(rows, reader, day),
        "add_url": add.url if may else "",
    }
    return render(request, "reports/pupil_meetings.html", context)


@requires(Permission.VIEW_MEETINGS)
@require_safe
def meeting_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One meeting: when, with whom, what was said of each child one may see, what is to be done."""
    day, reader = today(), request.membership
    rows = Meeting.objects.visible_to(reader).select_related("class_group", "recorded_by")
    meeting = get_object_or_404(rows, pk=pk)
    said = list(
        MeetingPupil.objects.visible_to(reader).filter(meeting=meeting).select_related("pupil")
    )
    said.sort(key=lambda row: (row.pupil.shown_surname.casefold(), row.pupil.shown_forename))
    acts = MeetingAction.objects.visible_to(reader).filter(meeting=meeting)
    actions = action_lines(with_names(acts), reader, day)
    context: dict[str, Any] = {
        "meeting": meeting,
        "line": meeting_line(meeting, day),
        "facts": facts_of(meeting),
        "said": said,
        "actions": actions,
        "day_words": day_words(meeting.on),
        "may_write": may_write(request, meeting),
    }
    if meeting.class_group_id is None and said:
        context |= head_context(request, said[0].pupil, tab=TAB)
    elif said:
        log_list(request, sorted({row.pupil_id for row in said}))
    return render(request, "reports/meeting_detail.html", context)


@requires(Permission.RECORD_MEETINGS)
@show_and_save
def meeting_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Record a meeting about a child, or plan one, with what it gave people to do."""
    pupil = changeable_pupil(request, pk)
    initial = {"is_held": True} | suggested(request.GET)
    form = MeetingForm(request.POST or None, initial=initial)
    choices = {"owners": owners_for(pupil), "me": request.membership, "pupil": pupil}
    rows: Any = ActionFormSet(request.POST or None, form_kwargs=choices, prefix="action")
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        try:
            meeting = add_meeting(
                pupil=pupil,
                facts=form.meeting_facts(),
                said=form.said(),
                agreed=rows.agreed(),
                by=request.membership.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say_saved(request, meeting)
            return redirect(meeting_url(request, "pupil_meetings", pupil.pk))
    return form_page(
        request,
        pupil,
        form,
        title="Record a meeting",
        action="Save the meeting",
        tab=TAB,
        template="reports/meeting_add.html",
        context={
            "rows": rows,
            "days": day_lines(today(), request.membership),
            "cancel_url": meeting_url(request, "pupil_meetings", pupil.pk),
        },
        status=MISTAKEN if request.method == "POST" else 200,
    )


@requires(Permission.RECORD_MEETINGS)
@show_and_save
def meeting_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a meeting about one child: all of it, in one form."""
    meeting = changeable_meeting(request, pk, of_class=False)
    row = MeetingPupil.objects.select_related("pupil").get(meeting=meeting)
    form = MeetingForm(
        posted(request),
        initial=values_of(meeting, row) | {"version": version_words(meeting, row)},
        also={meeting.kind: meeting.kind_name},
    )
    if form.is_bound and form.is_valid():
        try:
            versions = opened_on(form.cleaned_data["version"])
            changed = edit_meeting(
                meeting=meeting, facts=form.meeting_facts(), said=form.said(), opened_on=versions
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash as clash:
            return clash_page(
                request,
                form,
                saved_now(clash.current, versions),
                title="Change the meeting",
                cancel_url=meeting_url(request, "meeting_detail", pk),
                context=head_context(request, row.pupil, tab=TAB),
            )
        else:
            say_saved(request, changed)
            return redirect(meeting_url(request, "meeting_detail", pk))
    return form_page(
        request,
        row.pupil,
        form,
        title="Change the meeting",
        action="Save the meeting",
        tab=TAB,
        template="reports/meeting_edit.html",
        context={"cancel_url": meeting_url(request, "meeting_detail", pk)},
    )


@requires(Permission.RECORD_MEETINGS)
@show_and_save
def meeting_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a meeting was recorded by mistake, or is called off."""
    meeting = changeable_meeting(request, pk)
    form = BecauseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            withdraw_meeting(
                meeting=meeting, because=form.cleaned_data["because"], by=request.membership.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The meeting is withdrawn.")
            return redirect(meeting_url(request, "meeting_detail", pk))
    context = about_child(request, meeting) | {
        "form": form,
        "line": meeting_line(meeting, today()),
        "cancel_url": meeting_url(request, "meeting_detail", pk),
    }
    status = MISTAKEN if form.is_bound else 200
    return render(request, "reports/meeting_withdraw.html", context, status=status)
