"""Meetings and what they gave to do, as lines of a page: each put into words once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date, short_date
from pupils.models import ClassPlacement, Meeting, MeetingAction, MeetingPupil, Pupil
from reports.meetings.kinds import party_words
from schools.models import ClosureDay

SOON = timedelta(days=7)
MOST_SHOWN = 60
WEEKEND = 5
Chip = tuple[str, str]


@dataclass(frozen=True)
class MeetingLine:
    """A meeting as lists show it. `about` names its child or class; `said` is of one child."""

    pk: int
    title: str
    when: str
    on: date
    chip: Chip
    who: str
    about: str = ""
    pupil_id: int | None = None
    of_class: str = ""
    said: MeetingPupil | None = None
    why_not: str = ""


@dataclass(frozen=True)
class ActionLine:
    """Something to do: what, whose, by when, about whom."""

    pk: int
    what: str
    owner: str
    chip: Chip
    is_done: bool
    meeting_id: int
    meeting: str
    pupil_id: int | None
    child: str
    may_settle: bool


def chip_of(meeting: Meeting, day: date) -> Chip:
    """Where a meeting stands on a day."""
    if meeting.is_withdrawn:
        return ("off", "Withdrawn" if meeting.is_held else "Called off")
    if meeting.is_held:
        return ("done", "Held")
    if meeting.on == day:
        return ("due", "Today")
    if meeting.on < day:
        return ("due", "Not recorded as held")
    return ("info", f"Planned, {short_date(meeting.on)}")


def when_words(meeting: Meeting) -> str:
    """`20 November 2026, 14:30`."""
    return f"{long_date(meeting.on)}, {meeting.at:%H:%M}" if meeting.at else long_date(meeting.on)


def said_of(meeting: Meeting) -> str:
    """`Pupil Progress meeting of 4B at 14:30`."""
    of_class = f" of {meeting.class_group.name}" if meeting.class_group else ""
    return f"{meeting.kind_name}{of_class}" + (f" at {meeting.at:%H:%M}" if meeting.at else "")


def day_words(on: date) -> str:
    """What is to be said of the day of a meeting when pupils are not at school; one query.

    Such a meeting is as good as any: many are held on INSET days.
    """
    closed = ClosureDay.objects.filter(on=on).first()
    if closed is not None:
        why = f" ({closed.why})" if closed.why else ""
        return f"{long_date(on)} is a day when pupils are not at school: {_kind(closed)}{why}."
    return f"{long_date(on)} is a {on:%A}." if on.weekday() >= WEEKEND else ""


def _kind(closed: ClosureDay) -> str:
    label = str(closed.get_kind_display())
    return label if label.startswith("INSET") else label.lower()


def facts_of(meeting: Meeting) -> list[tuple[str, str]]:
    """When, where and with whom, as far as it is known."""
    facts = [
        ("When", when_words(meeting)),
        ("Where", meeting.place),
        ("Invited", party_words(meeting.invited)),
        ("Who was there", party_words(meeting.attended)),
        ("Names", meeting.people),
        ("Recorded by", meeting.recorded_by.name),
    ]
    return [(label, value) for label, value in facts if value]


def meeting_line(
    meeting: Meeting, day: date, *, said: MeetingPupil | None = None, name: str = ""
) -> MeetingLine:
    """A meeting as a line; `said` of one child, whose `name` is given where the line tells it."""
    why = f"{meeting.withdrawn_because}" if meeting.is_withdrawn else ""
    of_class = meeting.class_group.name if meeting.class_group else ""
    return MeetingLine(
        pk=meeting.pk,
        title=meeting.kind_name,
        when=when_words(meeting),
        on=meeting.on,
        chip=chip_of(meeting, day),
        who=party_words(meeting.attended if meeting.is_held else meeting.invited),
        about=of_class or name,
        pupil_id=said.pupil_id if said and not of_class else None,
        of_class=of_class,
        said=said,
        why_not=why,
    )


def lines_of(pupil: Pupil, day: date) -> list[MeetingLine]:
    """A child's meetings, the newest first, with those planned for the class; two queries."""
    rows = MeetingPupil.objects.filter(pupil=pupil).select_related("meeting__class_group")
    lines = [meeting_line(row.meeting, day, said=row) for row in rows]
    placed = ClassPlacement.objects.on(day).filter(pupil=pupil).values("class_group")
    planned = Meeting.objects.standing().filter(class_group__in=placed, is_held=False)
    planned = planned.exclude(pk__in=[line.pk for line in lines]).select_related("class_group")
    lines += [meeting_line(row, day) for row in planned]
    return sorted(lines, key=lambda line: (line.on, line.pk), reverse=True)


def recent_lines(reader: Membership, since: date, day: date) -> list[MeetingLine]:
    """The meetings a person may see from a day on, the newest first; two queries."""
    rows = Meeting.objects.visible_to(reader).standing().filter(on__gte=since)
    meetings = list(rows.select_related("class_group").order_by("-on", "-pk")[:MOST_SHOWN])
    seen = MeetingPupil.objects.visible_to(reader).select_related("pupil")
    of_one = seen.filter(meeting__in=[row.pk for row in meetings if row.class_group_id is None])
    said = {row.meeting_id: row for row in of_one}
    return [
        meeting_line(
            row,
            day,
            said=said.get(row.pk),
            name=said[row.pk].pupil.name if row.pk in said else "",
        )
        for row in meetings
    ]


def settleable(reader: Membership) -> Q:
    """The actions a person may tick off: their own, and those of meetings they may write in."""
    own = Q(owner=reader) & (Q(pupil__isnull=True) | Q(pupil__in=Pupil.objects.visible_to(reader)))
    if not reader.can(Permission.RECORD_MEETINGS):
        return own
    return (
        own
        | Q(pupil__in=Pupil.objects.changeable_by(reader))
        | Q(pupil__isnull=True, meeting__in=Meeting.objects.changeable_by(reader))
    )


def action_lines(rows: Iterable[MeetingAction], reader: Membership, day: date) -> list[ActionLine]:
    """Actions as lines, open ones first, in order of their day. One query for which to tick."""
    found = list(rows)
    mine = (
        set(
            MeetingAction.objects.filter(
                settleable(reader), pk__in=[row.pk for row in found]
            ).values_list("pk", flat=True)
        )
        if found
        else set()
    )
    found.sort(key=lambda row: (row.is_done, row.due_on, row.pk))
    return [
        ActionLine(
            pk=row.pk,
            what=row.what,
            owner=row.owner.user.name,
            chip=_action_chip(row, day),
            is_done=row.is_done,
            meeting_id=row.meeting_id,
            meeting=f"{row.meeting.kind_name}, {short_date(row.meeting.on)}",
            pupil_id=row.pupil_id,
            child=row.pupil.name if row.pupil else "",
            may_settle=row.pk in mine,
        )
        for row in found
    ]


def with_names(rows: QuerySet[MeetingAction]) -> QuerySet[MeetingAction]:
    """Actions with all that their lines name."""
    return rows.select_related("owner__user", "pupil", "meeting")


def _action_chip(row: MeetingAction, day: date) -> Chip:
    if row.done_on:
        return ("done", f"Done {short_date(row.done_on)}")
    late = (day - row.due_on).days
    if late > 0:
        return ("late", f"{late} day{'' if late == 1 else 's'} late")
    words = "By today" if late == 0 else f"By {short_date(row.due_on)}"
    return ("due" if row.due_on <= day + SOON else "info", words)
