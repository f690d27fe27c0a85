"""Matching the headings of a spreadsheet to our columns: what is known, remembered, and asked.

A heading is known by itself (`headers`), or a person has said what it means at this school. What
was said is kept by layout, the set of a file's headings: the same layout asks nothing again, and
one that changed asks only about what is new in it.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from common.tabular import Table
from pupils.imports.headers import (
    SYNONYMS,
    Column,
    Key,
    code_of,
    key_of,
    map_columns,
    recognise,
)
from pupils.imports.incoming import BadValue, squashed
from pupils.imports.values import read_date, read_year_group
from pupils.upn import check, tidy_upn

Chosen = Mapping[str, str]
"""By squashed heading: the column it stands for as `Need#2`, or nothing where it is not used."""

SAMPLES = 3
_NUMBERED = frozenset(column for column, names in SYNONYMS.items() if "#" in names[0])
_NO_HEADING = re.compile(r"[\d\W]+|[^@\s]+@[^@\s]+|.*\d{4}.*|.{41,}", re.DOTALL)


@dataclass(frozen=True)
class Remembered:
    """One layout as it was matched: its headings as the file had them, and what they mean."""

    headings: Sequence[str]
    columns: Chosen


@dataclass(frozen=True)
class Question:
    """One heading nobody has spoken of yet, with what stands under it and our guess."""

    heading: str
    samples: tuple[str, ...]
    guess: str

    @property
    def key(self) -> str:
        """The heading without case, spaces and signs."""
        return squashed(self.heading)


@dataclass(frozen=True)
class Matched:
    """What the columns of a file mean so far, and what is left to ask."""

    headings: tuple[str, ...]
    chosen: dict[str, str]
    questions: tuple[Question, ...]
    must_ask: bool


def choices() -> list[tuple[str, str]]:
    """Every column there is to choose, numbered ones three times, as `(code, words)`."""
    found = []
    for column in Column:
        numbers = (1, 2, 3) if column in _NUMBERED else (0,)
        for number in numbers:
            words = f"{column} {number}" if number else str(column)
            found.append((code_of(Key(column, number)), words))
    return found


def layout_of(headings: Iterable[str]) -> str:
    """What stands for a set of headings, whatever their order."""
    names = sorted({squashed(heading) for heading in headings} - {""})
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def match(table: Table, memory: Sequence[Remembered]) -> Matched:
    """What this table's columns mean, given what is remembered, the newest layout first."""
    names = [squashed(heading) for heading in table.headings]
    layout = layout_of(table.headings)
    for remembered in memory:
        if layout_of(remembered.headings) == layout:
            chosen = {name: how for name, how in remembered.columns.items() if name in names}
            return Matched(table.headings, chosen, (), must_ask=not is_enough(_keys(names, chosen)))
    chosen = {}
    for remembered in reversed(memory):
        chosen |= {name: how for name, how in remembered.columns.items() if name in names}
    spoken = {squashed(heading) for remembered in memory for heading in remembered.headings}
    asked = [
        Question(heading.strip(), _samples(table, place), _guess(table, place))
        for place, heading in enumerate(table.headings)
        if names[place] and names[place] not in chosen and not recognise(heading)
        if names[place] not in spoken
    ]
    now = _keys(names, chosen)
    missing = bool(memory) and bool(_of(memory[0]) - now)
    must_ask = not is_enough(now) or (missing and bool(asked))
    return Matched(table.headings, chosen, tuple(asked), must_ask)


def all_questions(table: Table, chosen: Chosen) -> tuple[Question, ...]:
    """Every heading we do not know by itself, for a person who wants to change what was said."""
    return tuple(
        Question(heading.strip(), _samples(table, place), chosen.get(squashed(heading), ""))
        for place, heading in enumerate(table.headings)
        if heading.strip() and not recognise(heading)
    )


def _keys(names: Iterable[str], chosen: Chosen) -> set[Key]:
    """The columns these headings give."""
    found = set()
    for name in names:
        if name in chosen:
            found |= {key_of(chosen[name])} if chosen[name] else set()
        elif known := recognise(name):
            found.add(known[0])
    return found


def _of(remembered: Remembered) -> set[Key]:
    return _keys([squashed(heading) for heading in remembered.headings], remembered.columns)


def is_enough(keys: Iterable[Key]) -> bool:
    """Whether these columns say who a row is about: a UPN, or both names and a date of birth."""
    columns = {key.column for key in keys}
    named = Column.FULL_NAME in columns or {Column.SURNAME, Column.FORENAME} <= columns
    return Column.UPN in columns or (named and Column.BORN_ON in columns)


def missing_words(headings: Sequence[str], chosen: Chosen) -> str:
    """What is still wanted, as a sentence; empty when the columns are enough."""
    keys = _keys([squashed(heading) for heading in headings], chosen)
    if is_enough(keys):
        return ""
    return "Say which column is the UPN, or which are surname, forename and date of birth."


def twice_words(headings: Sequence[str], chosen: Chosen) -> str:
    """Two headings for one column, as a sentence; empty where there are none."""
    meant: dict[Key, str] = {}
    for heading in headings:
        name = squashed(heading)
        if not chosen.get(name):
            continue
        key = key_of(chosen[name])
        if key in meant:
            column = f"{key.column} {key.number or ''}".strip()
            return f"“{meant[key]}” and “{heading.strip()}” are both {column}: choose one of them."
        meant[key] = heading.strip()
    return ""


def might_be_headings(cells: Sequence[str]) -> bool:
    """Whether a row none of whose cells we know could still be headings: words, no two alike."""
    words = [cell.strip() for cell in cells if cell.strip()]
    names = {squashed(word) for word in words}
    alike = len(names) < len(words) or "" in names
    return len(words) >= 3 and not alike and not any(_NO_HEADING.fullmatch(word) for word in words)


def _samples(table: Table, place: int) -> tuple[str, ...]:
    """A few different values of a column, in the order of the alphabet: no row can be read off."""
    found: set[str] = set()
    for row in table.rows[:200]:
        value = row.cells[place].strip()[:40] if place < len(row.cells) else ""
        if value:
            found.add(value)
        if len(found) >= SAMPLES:
            break
    return tuple(sorted(found))


def _guess(table: Table, place: int) -> str:
    """Our guess of a column, by its values, then by a heading of ours that is spelt much alike."""
    samples = _samples(table, place)
    taken = {code_of(key) for key in map_columns(table.headings).places}
    for reads, column in ((_is_upn, Column.UPN), (_is_birth, Column.BORN_ON)):
        if samples and all(map(reads, samples)) and str(column) not in taken:
            return str(column)
    names = {name: column for column, known in SYNONYMS.items() for name in known}
    for near in get_close_matches(squashed(table.headings[place]), names, n=1, cutoff=0.75):
        key = Key(names[near], 1 if names[near] in _NUMBERED else 0)
        if code_of(key) not in taken:
            return code_of(key)
    if samples and all(map(_is_year, samples)) and str(Column.YEAR) not in taken:
        return str(Column.YEAR)
    return ""


def _is_upn(text: str) -> bool:
    return check(tidy_upn(text)).valid


def _is_birth(text: str) -> bool:
    try:
        return read_date(text).year > 1995
    except BadValue:
        return False


def _is_year(text: str) -> bool:
    try:
        read_year_group(text)
    except BadValue:
        return False
    return "year" in text.casefold()
