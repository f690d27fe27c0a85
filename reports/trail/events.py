"""What one request (or one minute of a job) changed, gathered over every recorded table."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import Count, Value
from django.db.models.functions import TruncMinute

from accounts.models import Membership
from pupils.models import Pupil
from reports.trail.subjects import Subject, subjects_for
from stages.models import LadderVersion

MOST_TOLD = 12  # rows of one event that are told one by one
ONE_MINUTE = timedelta(minutes=1)
COLUMNS = ("request_id", "history_user_id", "minute", "n", "subject")


class Key(NamedTuple):
    """What ties changes together: one request of one person, within a minute."""

    request_id: str
    user_id: int | None
    minute: datetime


@dataclass(frozen=True)
class Asked:
    """What the trail is asked for."""

    begins: datetime | None
    kind: str = ""
    user_id: int | None = None
    words: str = ""


class Version(NamedTuple):
    """One version of a row, with the version before it where there is one."""

    subject: Subject
    row: Any
    before: Any


@dataclass
class Event:
    """Changes that belong together: how many of what, and the versions themselves when few."""

    key: Key
    counts: Counter[str] = field(default_factory=Counter)
    versions: list[Version] = field(default_factory=list)

    @property
    def is_large(self) -> bool:
        """Whether it is told by its numbers only, as an import is."""
        return self.counts.total() > MOST_TOLD


def events(reader: Membership, asked: Asked) -> list[Event]:
    """Every event asked for, the newest first, without its versions; one query."""
    parts = [
        _grouped(_asked_rows(subject, reader, asked), subject)
        for subject in subjects_for(reader, asked.kind)
        if subject.pupil or not asked.words
    ]
    if not parts:
        return []
    found: dict[Key, Event] = {}
    for request_id, user_id, minute, n, subject in parts[0].union(*parts[1:], all=True):
        key = Key(request_id, user_id, minute)
        found.setdefault(key, Event(key)).counts[subject] += n
    return sorted(found.values(), key=lambda event: event.key.minute, reverse=True)


def _asked_rows(subject: Subject, reader: Membership, asked: Asked) -> Any:
    rows = subject.rows(reader)
    if asked.begins is not None:
        rows = rows.filter(history_date__gte=asked.begins)
    if asked.user_id is not None:
        rows = rows.filter(history_user_id=asked.user_id)
    if asked.words:
        pupils = Pupil.objects.visible_to(reader).matching(asked.words)
        rows = rows.filter(**{f"{subject.pupil}__in": pupils.values("pk")})
    return rows


def _grouped(rows: Any, subject: Subject) -> Any:
    """How many rows of one table each key has, as plain values."""
    keyed = rows.annotate(minute=TruncMinute("history_date"), subject=Value(subject.key))
    counted = keyed.values("request_id", "history_user_id", "minute", "subject")
    return counted.annotate(n=Count("pk")).values_list(*COLUMNS)


def fill(page: Sequence[Event], reader: Membership, asked: Asked) -> None:
    """Give the events of a page their versions; one query for each table among them."""
    told = {event.key: event for event in page if not event.is_large}
    wanted = {subject for event in told.values() for subject in event.counts}
    for subject in subjects_for(reader, asked.kind):
        if subject.key in wanted:
            for version in _versions(subject, reader, asked, told):
                told[_key(version.row)].versions.append(version)


def _versions(
    subject: Subject, reader: Membership, asked: Asked, told: dict[Key, Event]
) -> list[Version]:
    minutes = {key.minute for key in told}
    rows = _asked_rows(subject, reader, asked).annotate(minute=TruncMinute("history_date"))
    rows = rows.filter(
        history_date__gte=min(minutes),
        history_date__lt=max(minutes) + ONE_MINUTE,
        minute__in=minutes,
        request_id__in={key.request_id for key in told},
    )
    if subject.model is LadderVersion:  # it has no versions of its own
        return [Version(subject, row, None) for row in rows.order_by("pk") if _key(row) in told]
    found = [
        Version(subject, row, before)
        for line in _lines(subject, rows)
        for before, row in pairwise([None, *line])
        if _key(row) in told and (asked.begins is None or row.history_date >= asked.begins)
    ]
    return sorted(found, key=lambda version: version.row.pk)


def _lines(subject: Subject, rows: Any) -> Iterable[list[Any]]:
    """Every version of each row that these are versions of, the oldest first; one query."""
    every = subject.model.history.filter(id__in=rows.order_by().values("id"))
    lines: dict[int, list[Any]] = defaultdict(list)
    for row in every.annotate(minute=TruncMinute("history_date")).order_by("history_id"):
        lines[row.id].append(row)
    return lines.values()


def _key(row: Any) -> Key:
    return Key(row.request_id, row.history_user_id, row.minute)
