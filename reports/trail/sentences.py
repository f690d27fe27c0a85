"""The trail in words: `Priya Shah moved Ayla Khan to Stage 3: SEN support`.

No free text is told: it says that a reason or a note changed, and where, never what it says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from common.dates import long_date
from pupils.models import Pupil
from reports.trail.events import Event, Version
from reports.trail.names import Names
from reports.trail.subjects import SUBJECTS
from reports.trail.wording import Phrase, phrase_of

PREPOSITIONS = frozenset({"with", "of", "for", "in"})
NOUNS = {subject.key: subject.noun for subject in SUBJECTS}


@dataclass(frozen=True)
class Sentence:
    """Words around the name of a child, which leads to the child; without a child, words alone."""

    start: str
    child_id: int | None = None
    child: str = ""
    end: str = ""


@dataclass(frozen=True)
class Told:
    """An event as the page tells it: who, when, and what was done."""

    who: str
    when: str
    sentences: list[Sentence]


def told(page: Iterable[Event], names: Names) -> list[Told]:
    """The events of a page in words."""
    return [
        Told(
            names.user(event.key.user_id),
            _when(event),
            [_in_numbers(event)] if event.is_large else _sentences(event, names),
        )
        for event in page
    ]


def _when(event: Event) -> str:
    there = timezone.localtime(event.key.minute)
    return f"{long_date(there.date())}, {there:%H:%M}"


def _in_numbers(event: Event) -> Sentence:
    """`wrote 1,500 records: 420 details, 840 contacts`."""
    parts = [f"{n:,} {many(NOUNS[key], n)}" for key, n in event.counts.most_common()]
    return Sentence(f"wrote {event.counts.total():,} records at once: {', '.join(parts)}")


def many(noun: str, count: int) -> str:
    """A noun for so many of it: `link with a member of staff`, `links with a member of staff`."""
    head, space, rest = noun.partition(" ")
    if noun.rsplit(maxsplit=1)[-1] == "details" or count == 1:
        return noun
    if rest.partition(" ")[0] not in PREPOSITIONS:
        return f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{head}s{space}{rest}"


def _sentences(event: Event, names: Names) -> list[Sentence]:
    """One sentence a version, the same only once, without what another already says."""
    kept = [version for version in event.versions if not _is_told_by_another(version, event)]
    found = [_sentence(version, names) for version in kept or event.versions]
    return list(dict.fromkeys(found))


def _is_told_by_another(version: Version, event: Event) -> bool:
    """The end of what came before is told by what took its place."""
    return version.row.history_type == "~" and any(
        other.subject is version.subject
        and other.row.history_type == "+"
        and child_of(other) is not None
        and child_of(other) == child_of(version)
        for other in event.versions
    )


def child_of(version: Version) -> int | None:
    """The child a version is about."""
    if version.subject.model is Pupil:
        return int(version.row.id)
    child: Any = getattr(version.row, "pupil_id", None)
    return child


def _sentence(version: Version, names: Names) -> Sentence:
    phrase: Phrase = phrase_of(version, names)
    child = child_of(version)
    if child is None:
        return Sentence(phrase.start)
    return Sentence(phrase.start, child, names.children.get(child, "a child"), phrase.end)
