"""A meeting with one child as one form: what it was opened on, and what is saved now."""

from datetime import datetime
from typing import Any

from accounts.clash import Saved, who_words
from common.errors import Refused
from pupils.actions import Versions
from pupils.models import Meeting, MeetingPupil
from reports.forms.meetings import values_of


def version_words(meeting: Meeting, row: MeetingPupil) -> str:
    """What a form is opened on: the meeting's version, and that of what was said."""
    return f"{meeting.version}.{row.version}"


def opened_on(words: str) -> Versions:
    """The same read back. Raises `Refused` for what no form of ours sent."""
    meeting, _dot, said = words.partition(".")
    if not (meeting.isdecimal() and said.isdecimal()):
        raise Refused("Open the form again: it does not say what it was opened on.")
    return Versions(int(meeting), int(said))


def saved_now(meeting: Meeting, versions: Versions) -> Saved:
    """What is saved of a meeting and its child now, by whom, and what the form was opened on."""
    row = MeetingPupil.objects.get(meeting=meeting)
    last = max((_last(meeting), _last(row)), key=lambda one: one.history_date)
    return Saved(
        values=values_of(meeting, row),
        version=version_words(meeting, row),
        by=who_words(last.history_user),
        at=last.history_date,
        before=_before(meeting, row, versions),
    )


def _last(record: Any) -> Any:
    rows = type(record).history.filter(id=record.pk).select_related("history_user")
    return rows.order_by("-history_id").first()


def _before(meeting: Meeting, row: MeetingPupil, versions: Versions) -> dict[str, Any]:
    was = [
        type(record).history.filter(id=record.pk, version=version).order_by("-history_id").first()
        for record, version in ((meeting, versions.meeting), (row, versions.said))
    ]
    return values_of(was[0].instance, was[1].instance) if all(was) else {}


def before_of(row: MeetingPupil, version: int) -> dict[str, Any]:
    """What was said of a child when a form was opened; nothing where there was no row yet."""
    was = MeetingPupil.history.filter(id=row.pk, version=version).order_by("-history_id").first()
    names = ("note", "next_step", "was_discussed")
    return {name: getattr(was, name) for name in names} if was else dict.fromkeys(names[:2], "")


def last_written(record: Any) -> tuple[str, datetime]:
    """Who wrote the version of a record that is saved now, and when."""
    last = _last(record)
    return who_words(last.history_user), last.history_date
