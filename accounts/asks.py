"""What a home page asks a person to look at; every room says its own, and one query counts all.

A room above this one registers what it asks in its `AppConfig.ready` with `home_also_asks`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from accounts.models import Membership


class Group(StrEnum):
    """The headings of a home page, in the order in which they are read."""

    TODAY = "Today"
    DECIDE = "To decide"
    DO = "To do"
    MEND = "Missing in the records"


@dataclass(frozen=True)
class Answer:
    """How many of what; where they are listed. `kind` is the colour that carries the meaning."""

    count: int
    words: str
    url: str
    kind: str
    group: Group = Group.DO


Teller = Callable[[int], Iterable[Answer]]


@dataclass(frozen=True)
class Ask:
    """Rows that ask for something, and what is said of them. `tell` is called only if any are."""

    rows: Any
    tell: Teller


def saying(one: str, many: str, url: str, group: Group, kind: str = "due") -> Teller:
    """The usual line: how many, in words for one and for many, and where they are."""

    def tell(count: int) -> Iterable[Answer]:
        return [Answer(count, one if count == 1 else many, url, kind, group)]

    return tell


Finder = Callable[[Membership, date], Iterable[Ask]]
_finders: list[Finder] = []


def home_also_asks(finder: Finder) -> None:
    """Register what a higher room asks. `finder` takes the reader and the day; it sends no query.

    Its rows must be those the reader may see, and each row must stand for one thing.
    """
    if finder not in _finders:
        _finders.append(finder)


def further_asks(reader: Membership, day: date) -> list[Ask]:
    """What the rooms that registered ask of a reader on a day."""
    return [ask for find in _finders for ask in find(reader, day)]
