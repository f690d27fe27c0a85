"""A child's chronology: what happened, newest first, from every room that keeps records of a child.

Each room says in `AppConfig.ready` how its records are told (architecture.md, "a small explicit
registry"); the page in `reports` knows none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from accounts.models import Membership
from accounts.permissions import Permission
from pupils.models import Pupil


class Kind(TextChoices):
    """What a line is about, in the order of the filter."""

    STAGE = "stage", "Stage"
    DONE = "done", "What was done"
    CONCERN = "concern", "Concerns"
    MEETING = "meeting", "Meetings"
    DOCUMENT = "document", "Documents and agencies"
    LETTER = "letter", "Letters and talks"
    VOICE = "voice", "Voices"
    STATUS = "status", "SEN status"
    NEED = "need", "Needs"
    FIGURE = "figure", "Figures"
    SCHOOL = "school", "Class and school"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: the day, what, its words, who recorded it.

    `route` with `pk` is the page that has the record, empty where there is none.
    """

    on: date
    kind: Kind
    title: str
    text: str = ""
    said: str = ""
    route: str = ""
    pk: int = 0


# Gives the lines of one child, as far as a reader may see them; one query.
Reader = Callable[[Pupil, Membership], Iterable[Line]]


@dataclass(frozen=True, slots=True)
class Source:
    """A reader, the kinds of line it gives, and what it takes to see them."""

    read: Reader
    kinds: frozenset[Kind]
    needs: Permission


_sources: list[Source] = []


def chronology_from(read: Reader, *kinds: Kind, needs: Permission) -> None:
    """Register a source of the chronology."""
    if all(source.read is not read for source in _sources):
        _sources.append(Source(read, frozenset(kinds), needs))


def kinds_for(reader: Membership) -> list[Kind]:
    """The kinds of line a person may see, in their order."""
    seen = {kind for source in _sources if reader.can(source.needs) for kind in source.kinds}
    return [kind for kind in Kind if kind in seen]


def lines_of(pupil: Pupil, reader: Membership, day: date, kind: Kind | None = None) -> list[Line]:
    """What happened until a day, the newest first; of one kind where it is named.

    One query a source, whatever there is to tell.
    """
    found = [
        line
        for source in _sources
        if reader.can(source.needs) and (kind is None or kind in source.kinds)
        for line in source.read(pupil, reader)
        if line.on <= day and kind in (None, line.kind)
    ]
    order = {each: place for place, each in enumerate(Kind)}
    return sorted(found, key=lambda line: (-line.on.toordinal(), order[line.kind], line.title))
