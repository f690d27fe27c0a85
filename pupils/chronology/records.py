"""This room's sources of the chronology: status, needs, class, letters, meetings, figures.

What was withdrawn, called off or held for no time is not told: the child's *Changes* keep it.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import CharField, F, Value
from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import Permission
from pupils.chronology import Kind, Line
from pupils.contexts import status_words
from pupils.models import (
    ClassPlacement,
    Concern,
    Given,
    LetterKind,
    MeetingPupil,
    Need,
    Pupil,
    SenStatus,
    Snapshot,
)
from pupils.models.snapshots import SnapshotKind
from pupils.snapshots.values import in_words

STATUS, NEED, CLASS = "status", "need", "class"
Row = tuple[str, date, date | None, str, str]


def of_school(pupil: Pupil, reader: Membership) -> Iterator[Line]:
    """SEN statuses, needs and classes as they began and ended, joining and leaving; one query."""
    rows = [row for row in _dated(pupil) if row[1] != row[2]]
    begun = {(sort, words, start) for sort, start, _, words, _ in rows}
    stopped = {(sort, words, end) for sort, _, end, words, _ in rows if end}
    may_read = reader.can(Permission.VIEW_CONTACTS)
    for sort, start, end, words, note in rows:
        if (sort, words, start) not in stopped:
            yield _began(sort, start, words, note if may_read else "")
        if end and (sort, words, end) not in begun and sort != CLASS:
            yield _ended(sort, end, words)
    if pupil.joined_on:
        yield Line(pupil.joined_on, Kind.SCHOOL, "Joined the school")
    if pupil.left_on:
        yield Line(pupil.left_on, Kind.SCHOOL, "Left the school", pupil.left_for)


def _dated(pupil: Pupil) -> list[Row]:
    def rows(model: Any, sort: str, words: str, note: Any) -> Any:
        found = model.objects.filter(pupil=pupil).order_by()
        found = found.annotate(
            sort=Value(sort, output_field=CharField()), words=F(words), more=note
        )
        return found.values_list("sort", "starts_on", "ends_on", "words", "more")

    nothing = Value("", output_field=CharField())
    statuses = rows(SenStatus, STATUS, "code", F("note"))
    needs = rows(Need, NEED, "type__name", F("identified_by"))
    classes = rows(ClassPlacement, CLASS, "class_group__name", nothing)
    return list(statuses.union(needs, classes, all=True))


def _began(sort: str, on: date, words: str, note: str) -> Line:
    if sort == STATUS:
        return Line(on, Kind.STATUS, status_words(words), note)
    if sort == NEED:
        return Line(on, Kind.NEED, words, f"Identified by {note}" if note else "")
    return Line(on, Kind.SCHOOL, f"Class {words}")


def _ended(sort: str, on: date, words: str) -> Line:
    if sort == STATUS:
        return Line(on, Kind.STATUS, f"{status_words(words)} ended")
    return Line(on, Kind.NEED, f"{words}: no longer recorded")


def letters(pupil: Pupil, reader: Membership) -> Iterator[Line]:
    """Letters that were given, and conversations; one query."""
    rows = Given.objects.standing().filter(pupil=pupil).select_related("letter", "recorded_by")
    for row in rows:
        how = str(row.get_how_display())
        what = f"{LetterKind(row.letter.kind).label}: letter" if row.letter else "Told"
        yield Line(
            on=row.on,
            kind=Kind.LETTER,
            title=f"{what} to {row.to_whom}" if row.letter else f"{what}: {row.to_whom}",
            text=f"{how}. {row.note}" if row.note else f"{how}.",
            said=f"Recorded by {row.recorded_by.name}",
            route="reports:letter_detail" if row.letter else "",
            pk=row.letter_id or 0,
        )


def meetings(pupil: Pupil, reader: Membership) -> Iterator[Line]:
    """Meetings that were held, with what was said of this child; one query."""
    rows = MeetingPupil.objects.filter(
        pupil=pupil,
        was_discussed=True,
        meeting__is_held=True,
        meeting__withdrawn_at__isnull=True,
    ).select_related("meeting__recorded_by", "meeting__class_group")
    for row in rows:
        meeting = row.meeting
        of_class = f" of {meeting.class_group.name}" if meeting.class_group else ""
        step = f"Next step: {row.next_step}" if row.next_step else ""
        yield Line(
            on=meeting.on,
            kind=Kind.MEETING,
            title=f"{meeting.kind_name}{of_class}",
            text="\n".join(words for words in (row.note, step) if words),
            said=f"Recorded by {meeting.recorded_by.name}",
            route="reports:meeting_detail",
            pk=meeting.pk,
        )


def figures(pupil: Pupil, reader: Membership) -> Iterator[Line]:
    """Dated figures from the MIS, those of a kind and day in one line; one query."""
    rows = Snapshot.objects.filter(pupil=pupil).order_by("taken_on", "kind", "measure")
    for (on, kind), found in groupby(rows, key=lambda row: (row.taken_on, row.kind)):
        words = [
            f"{row.measure}: {in_words(kind, row.value)}"
            if row.measure
            else in_words(kind, row.value)
            for row in found
        ]
        title = f"{SnapshotKind(kind).label}: {words[0]}" if len(words) == 1 else ""
        label = str(SnapshotKind(kind).label)
        yield Line(on, Kind.FIGURE, title or label, "" if title else "; ".join(words))


def concerns(pupil: Pupil, reader: Membership) -> Iterator[Line]:
    """Concerns this reader may read, as they were raised; one query."""
    rows = Concern.objects.visible_to(reader).raised().filter(pupil=pupil)
    for row in rows.select_related("raised_by"):
        yield Line(
            on=timezone.localdate(row.raised_at),
            kind=Kind.CONCERN,
            title="Concern raised",
            text=row.seen,
            said=f"Raised by {row.raised_by.name}" if row.raised_by else "",
            route="reports:concern_detail",
            pk=row.pk,
        )
