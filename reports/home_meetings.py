"""What a home page says of meetings: those of today, those not recorded yet, and one's actions."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from accounts.asks import Answer, Ask, Group
from accounts.models import Membership
from accounts.permissions import Permission
from pupils.models import Meeting, MeetingAction
from reports.meetings.lines import said_of

NOT_LONG_AGO = timedelta(days=21)
WITHIN = timedelta(days=7)


def meeting_asks(reader: Membership, day: date) -> list[Ask]:
    """Meetings of today, those of late that nobody has said were held, and own actions due.

    Each is read, in one query, only where there is any.
    """
    actions = MeetingAction.objects.given_to(reader).open().filter(due_on__lte=day + WITHIN)
    asks = [Ask(actions, lambda _count: _actions(reader, actions, day))]
    if reader.can(Permission.RECORD_MEETINGS):
        rows = Meeting.objects.changeable_by(reader).standing().filter(is_held=False)
        rows = rows.filter(on__range=(day - NOT_LONG_AGO, day))
        asks.append(Ask(rows, lambda _count: _meetings(reader, rows, day)))
    return asks


def _meetings(reader: Membership, rows: Any, day: date) -> list[Answer]:
    """Of today's only one, which it is; else how many."""
    found = list(rows.select_related("class_group").order_by("pk"))
    now = [row for row in found if row.on == day]
    past = len(found) - len(now)
    url = reverse("reports:meeting_list", args=[_slug(reader)])
    answers = []
    if len(now) == 1:
        only = now[0]
        route = "class_meeting_write" if only.class_group_id else "meeting_detail"
        there = reverse(f"reports:{route}", args=[_slug(reader), only.pk])
        answers.append(Answer(1, f"meeting today: {said_of(only)}", there, "due", Group.TODAY))
    elif now:
        answers.append(Answer(len(now), "meetings today", url, "due", Group.TODAY))
    if past:
        words = "meeting not recorded as held" if past == 1 else "meetings not recorded as held"
        answers.append(Answer(past, words, url, "due"))
    return answers


def _actions(reader: Membership, rows: Any, day: date) -> list[Answer]:
    """One's own that are late, or due within the week."""
    due = list(rows.values_list("due_on", flat=True))
    late = sum(1 for on in due if on < day)
    words = "action of yours from a meeting" if len(due) == 1 else "actions of yours from meetings"
    told = f"{words}, {late} late" if late else f"{words} due this week"
    url = reverse("reports:action_list", args=[_slug(reader)])
    return [Answer(len(due), told, url, "late" if late else "due")]


def _slug(reader: Membership) -> str:
    assert reader.school is not None  # home is a school's page
    return str(reader.school.slug)
