"""A spreadsheet that says at which stage each child is: read, and matched to the children here.

Children are found as an import finds them: by UPN, then by name and date of birth. A child this
person may not see is not found.
"""

import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from common.tabular import NoHeadings, Table, Unreadable, read_table
from pupils.imports.headers import Column, recognise
from pupils.imports.incoming import BadValue, IncomingPupil, squashed
from pupils.imports.known import Known, Unmatched
from pupils.imports.rows import read_rows
from pupils.imports.values import clean, read_date
from stages.models import Stage
from stages.staging.rules import Said

MOST_WORDS = 60
LONGEST_WORD = 80
NOBODY = "Nobody here has this UPN, or this name and date of birth."
_LIKELY = re.compile(r"stage|step|level|wave|tier|response|pathway")


class UnmatchedRow(NamedTuple):
    """A row that is about no child here: its number, the name in it, and why not."""

    row: int
    name: str
    why: str


@dataclass(frozen=True)
class Sheet:
    """The columns of a file, and the cells of each child that was found."""

    headings: tuple[str, ...]
    cells: dict[int, tuple[str, ...]]
    unmatched: tuple[UnmatchedRow, ...]

    def likely_column(self) -> str:
        """The heading that most looks like a stage; empty where none does."""
        return next((head for head in self.headings if _LIKELY.search(head.casefold())), "")

    def words(self, heading: str) -> dict[str, int]:
        """The words in a column, with how many children each is for, as they first stand there."""
        found: dict[str, int] = {}
        for cells in self.cells.values():
            if word := _word(cells, self._place(heading)):
                found[word] = found.get(word, 0) + 1
        return found

    def said(self, heading: str, since_heading: str = "") -> dict[int, Said]:
        """What the file says about each child that was found."""
        place, since = self._place(heading), self._place(since_heading)
        return {
            pk: Said(_word(cells, place), _day(cells, since)) for pk, cells in self.cells.items()
        }

    def _place(self, heading: str) -> int:
        return self.headings.index(heading) if heading in self.headings else -1


def read_sheet(content: bytes, known: Known, seen: Collection[int], today: date) -> Sheet:
    """What a file says about the children of the school that are `seen`.

    Raises `Unreadable` for a file that is no list of children, or of none of this school's.
    """
    table = _table(content)
    incoming = read_rows(table, today=today).pupils
    cells: dict[int, tuple[str, ...]] = {}
    unmatched = []
    for row, pupil in zip(table.rows, incoming, strict=True):
        found = _find(pupil, known, seen, cells)
        if isinstance(found, str):
            unmatched.append(UnmatchedRow(row.number, _name(pupil), found))
        else:
            cells[found] = row.cells
    if not cells:
        raise Unreadable(
            "None of the children in this file is here. Is it another school's, or last year's?"
        )
    return Sheet(table.headings, cells, tuple(unmatched))


def _table(content: bytes) -> Table:
    try:
        return read_table(io.BytesIO(content), looks_like_headings=_says_who)
    except NoHeadings as problem:
        raise Unreadable(
            "No row of headings was found: say who each child is by UPN, or by surname, forename"
            " and date of birth, with the stage in another column."
        ) from problem


def _says_who(cells: Sequence[str]) -> bool:
    """Whether a row is the headings: it says who a child is, and something more."""
    known = {found[0].column for cell in cells if (found := recognise(cell))}
    by_name = known & {Column.SURNAME, Column.FULL_NAME} and Column.BORN_ON in known
    return bool(Column.UPN in known or by_name) and sum(bool(cell.strip()) for cell in cells) > 1


def _find(
    pupil: IncomingPupil, known: Known, seen: Collection[int], found: Collection[int]
) -> int | str:
    """The child a row is about, or why it is about none."""
    try:
        here = known.match(pupil)
    except Unmatched as refusal:
        return str(refusal)
    if here is None or here.pk not in seen:
        return NOBODY
    return "This child is in the file twice." if here.pk in found else int(here.pk)


def _name(pupil: IncomingPupil) -> str:
    return f"{pupil.forename} {pupil.surname}".strip() or pupil.upn


def _word(cells: Sequence[str], place: int) -> str:
    if not 0 <= place < len(cells):
        return ""
    try:
        return clean(cells[place])[:LONGEST_WORD]
    except BadValue:
        return ""


def _day(cells: Sequence[str], place: int) -> date | None:
    try:
        return read_date(_word(cells, place))
    except BadValue:
        return None


def meant_by(word: str, stages: Sequence[Stage]) -> str:
    """The key of the stage a word plainly names: its label, name or number; empty when unsure."""
    name = squashed(word)
    for stage in stages:
        if name in set(_names_of(stage)):
            return str(stage.key)
    return ""


def _names_of(stage: Stage) -> Iterator[str]:
    yield from (squashed(words) for words in (stage.label, stage.name, stage.title) if words)
    if found := re.search(r"\d+", stage.label):
        yield found.group()
