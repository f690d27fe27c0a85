"""Many classes from one text, pure: `1A, 1B, Oak (3/4)` read into names and year groups.

What cannot be read is said for the line it stands in; nothing is guessed.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from common.years import YearGroup

LONGEST_NAME = 20
MOST_CLASSES = 100

_YEAR = r"(?:E[12]|N[12]|R|1[0-4]|[1-9])"
_WORD = r"(?:year|yr|y)?\s*"
_YEARS = rf"{_WORD}{_YEAR}(?:\s*(?:/|-|and|&)\s*{_WORD}{_YEAR})*"
_BESIDE = re.compile(rf"(?P<name>.*\S)\s*[(\[:=]\s*(?P<years>{_YEARS})\s*[)\]]?", re.IGNORECASE)
_FIRST = re.compile(rf"(?P<years>{_YEARS})(?P<rest>(?![0-9/]).*)", re.IGNORECASE)
_LAST = re.compile(rf"(?P<rest>.*\s)(?P<years>{_YEARS})", re.IGNORECASE)
_ONE_YEAR = re.compile(_YEAR, re.IGNORECASE)
_NUMBERED = re.compile(r"(?:class|form|group|room|set|team|base)\s*\d+", re.IGNORECASE)
_NAMED_YEARS = {"reception": "R", "nursery": "N2"}


class ReadClass(NamedTuple):
    """One class as it was understood: its name, and the year groups in it, youngest first."""

    name: str
    years: tuple[int, ...]

    @property
    def year_group(self) -> int | None:
        """The year group; `None` for a mixed class."""
        return self.years[0] if len(self.years) == 1 else None

    @property
    def years_said(self) -> str:
        """`Year 3`, or `Mixed: Year 3 and Year 4`."""
        labels = [str(YearGroup(year).label) for year in self.years]
        return labels[0] if len(labels) == 1 else f"Mixed: {' and '.join(labels)}"


class UnreadLine(NamedTuple):
    """What could not be read, and why."""

    words: str
    sentence: str


def read_classes(text: str, in_use: Iterable[str] = ()) -> tuple[list[ReadClass], list[UnreadLine]]:
    """The classes a text names, in its order, and what in it cannot be read.

    Commas, semicolons and new lines part them. `in_use` are names the year has already.
    """
    taken = {name.casefold(): "There is a class of this name already." for name in in_use}
    found: list[ReadClass] = []
    unread: list[UnreadLine] = []
    for words in _parts(text):
        read = _read(words)
        if isinstance(read, ReadClass) and (why := taken.get(read.name.casefold())):
            read = UnreadLine(words, why)
        if isinstance(read, UnreadLine):
            unread.append(read)
            continue
        taken[read.name.casefold()] = "This class is listed twice."
        found.append(read)
    if len(found) > MOST_CLASSES:
        unread.append(UnreadLine(text[:40], f"At most {MOST_CLASSES} classes at once."))
    return found, unread


def _parts(text: str) -> Iterator[str]:
    for part in re.split(r"[,;\n]", text):
        words = " ".join(part.split())
        if words:
            yield words


def _read(words: str) -> ReadClass | UnreadLine:
    name, years = _name_and_years(words)
    if not years:
        return UnreadLine(words, "Say its year group after the name, as Oak (4) or Oak (3/4).")
    if len(name) > LONGEST_NAME:
        return UnreadLine(words, f"A class has a name of at most {LONGEST_NAME} letters.")
    return ReadClass(name, years)


def _name_and_years(words: str) -> tuple[str, tuple[int, ...]]:
    """The name as the school writes it, and the years in or beside it; no years: not understood."""
    plain = words.casefold()
    for spoken, code in _NAMED_YEARS.items():
        if plain.startswith(spoken):
            return words, (int(YearGroup.from_code(code)),)
    if found := _BESIDE.fullmatch(words):
        return found["name"], _years(found["years"])
    if _NUMBERED.fullmatch(words):  # Class 3 of a small school is not Year 3
        return words, ()
    if (found := _FIRST.fullmatch(words)) and _belongs(found["years"], found["rest"]):
        return words, _years(found["years"])
    if found := _LAST.fullmatch(words):
        return words, _years(found["years"])
    return words, ()


def _belongs(years: str, rest: str) -> bool:
    """Whether a year at the start is one: `RA` and `4 Oak` are, `Rowan` and `East` are not."""
    ends_in_letter = years[-1].isalpha()
    return not ends_in_letter or len(rest) <= 1 or not rest[0].isalpha()


def _years(words: str) -> tuple[int, ...]:
    bare = re.sub(r"year|yr|y|and", " ", words, flags=re.IGNORECASE)
    codes = {found.group() for found in _ONE_YEAR.finditer(bare)}
    return tuple(sorted(int(YearGroup.from_code(code)) for code in codes))
