"""What the pages of meetings share: how one is fetched, and what is said when it is saved."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.access import StaffRequest
from accounts.permissions import Permission
from pupils.models import Meeting, MeetingPupil, Pupil
from pupils.views.pages import head_context
from reports.meetings.lines import day_words

TAB = "reports:pupil_meetings"


def changeable_meeting(request: StaffRequest, pk: int, *, of_class: bool | None = None) -> Meeting:
    """A meeting this person may write in; 404 for any other, and for one that was withdrawn."""
    rows = Meeting.objects.changeable_by(request.membership).standing()
    if of_class is not None:
        rows = rows.filter(class_group__isnull=not of_class)
    meeting: Meeting = get_object_or_404(rows.select_related("class_group"), pk=pk)
    return meeting


def about_child(request: StaffRequest, meeting: Meeting) -> dict[str, Any]:
    """The header of the child a meeting is about, with its access entry; nothing for a class's."""
    if meeting.class_group_id is not None:
        return {}
    rows = MeetingPupil.objects.visible_to(request.membership).select_related("pupil")
    return head_context(request, rows.get(meeting=meeting).pupil, tab=TAB)


def may_record(request: StaffRequest, pupil: Pupil) -> bool:
    """Whether this person may record a meeting about a child."""
    if not request.membership.can(Permission.RECORD_MEETINGS):
        return False
    found: bool = Pupil.objects.changeable_by(request.membership).filter(pk=pupil.pk).exists()
    return found


def may_write(request: StaffRequest, meeting: Meeting) -> bool:
    """Whether this person may write in a meeting that stands."""
    if meeting.is_withdrawn or not request.membership.can(Permission.RECORD_MEETINGS):
        return False
    rows = Meeting.objects.changeable_by(request.membership)
    found: bool = rows.filter(pk=meeting.pk).exists()
    return found


def meeting_url(request: StaffRequest, route: str, pk: int | None = None) -> str:
    """The address of a page of meetings."""
    where: dict[str, Any] = {"school": request.school.slug}
    return reverse(f"reports:{route}", kwargs=where if pk is None else where | {"pk": pk})


def say_saved(request: StaffRequest, meeting: Meeting) -> None:
    """Say that a meeting is kept; of a day that is no school day, that it counts all the same."""
    messages.success(request, "The meeting is recorded." if meeting.is_held else "It is planned.")
    words = day_words(meeting.on)
    if words:
        messages.info(request, f"{words} The meeting counts all the same.")
