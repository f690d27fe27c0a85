"""What meetings gave people to do: giving it, one's own list, done in one click."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.access_log import log_list
from pupils.actions import give_action, settle_action
from pupils.models import Meeting, MeetingAction, MeetingPupil
from pupils.views.pages import MISTAKEN, show_and_save
from reports.forms.meetings import ActionForm, ClassActionForm, owners_for
from reports.meetings.class_screen import children_rows
from reports.meetings.lines import action_lines, meeting_line, settleable, with_names
from reports.views.meeting_pages import about_child, changeable_meeting, meeting_url

DONE_SHOWN = timedelta(days=14)


@requires(Permission.OWN_ACTIONS)
@require_safe
def action_list(request: StaffRequest) -> HttpResponse:
    """What this person has to do, what is late first; and what they did lately."""
    day, reader = today(), request.membership
    rows = MeetingAction.objects.given_to(reader).filter(
        Q(done_on__isnull=True) | Q(done_on__gt=day - DONE_SHOWN)
    )
    lines = action_lines(with_names(rows), reader, day)
    children = {line.pupil_id for line in lines if line.pupil_id is not None}
    if children:
        log_list(request, sorted(children))
    context = {
        "groups": [
            ("To do", [line for line in lines if not line.is_done]),
            ("Done lately", [line for line in lines if line.is_done]),
        ],
        "has_any": bool(lines),
    }
    return render(request, "reports/action_list.html", context)


@requires(Permission.OWN_ACTIONS)
@require_POST
def action_settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that an action is done, or with `again` that it is not after all."""
    rows = MeetingAction.objects.filter(settleable(request.membership))
    rows = rows.filter(meeting__withdrawn_at__isnull=True)
    action = get_object_or_404(rows, pk=pk)
    is_done = "again" not in request.POST
    settle_action(action=action, is_done=is_done, by=request.membership.user)
    messages.success(request, "Done." if is_done else "It is to be done again.")
    if request.POST.get("to") == "meeting":
        return redirect(meeting_url(request, "meeting_detail", action.meeting_id))
    if request.POST.get("to") == "pupil" and action.pupil_id:
        return redirect(meeting_url(request, "pupil_meetings", action.pupil_id))
    return redirect(meeting_url(request, "action_list"))


@requires(Permission.RECORD_MEETINGS)
@show_and_save
def action_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Give somebody something to do, from a meeting."""
    meeting = changeable_meeting(request, pk)
    form = _form(request, meeting)
    if form.is_bound and form.is_valid():
        try:
            give_action(meeting=meeting, agreed=form.agreed())
        except Refused as refusal:
            form.add_error("owner", str(refusal))
        else:
            messages.success(request, "The action is given.")
            return redirect(meeting_url(request, "meeting_detail", pk))
    context = about_child(request, meeting) | {
        "form": form,
        "line": meeting_line(meeting, today()),
        "cancel_url": meeting_url(request, "meeting_detail", pk),
    }
    status = MISTAKEN if form.is_bound else 200
    return render(request, "reports/action_add.html", context, status=status)


def _form(request: StaffRequest, meeting: Meeting) -> ActionForm:
    """About the one child of a meeting, or about one of a class; the children named are logged."""
    data, me = request.POST or None, request.membership
    if meeting.class_group_id is None:
        row = MeetingPupil.objects.select_related("pupil").filter(meeting=meeting).first()
        pupil = row.pupil if row else None
        return ActionForm(data, owners=owners_for(pupil), me=me, pupil=pupil)
    children = children_rows(meeting, me).order_by("surname", "forename")
    log_list(request, [pupil.pk for pupil in children])
    return ClassActionForm(data, owners=owners_for(None), me=me, children=children)
