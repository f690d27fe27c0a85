"""From the rows of a spreadsheet to children, with every problem by row and column."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any, BinaryIO, TypeVar

from common.tabular import Limits, NoHeadings, Row, Table, Unreadable, column_letter, read_table
from pupils.imports.checks import check_pupil, check_together, check_without_need
from pupils.imports.codes import present_status, read_needs, read_status_code
from pupils.imports.columns import Chosen, might_be_headings
from pupils.imports.contacts import contacts_of
from pupils.imports.headers import Column, Columns, Key, looks_like_headings, map_columns
from pupils.imports.incoming import (
    BadValue,
    Incoming,
    IncomingNeed,
    IncomingPupil,
    IncomingStatus,
    Problem,
)
from pupils.imports.values import (
    clean,
    fitting,
    read_date,
    read_flag,
    read_name,
    read_sex,
    read_year_group,
    read_young_carer,
)
from pupils.upn import tidy_upn

Value = TypeVar("Value")

_READERS: tuple[tuple[str, Column, Callable[[str], Any]], ...] = (
    ("upn", Column.UPN, tidy_upn),
    ("former_upn", Column.FORMER_UPN, lambda text: fitting(tidy_upn(text), 13)),
    ("forename", Column.FORENAME, read_name),
    ("middle_names", Column.MIDDLE_NAMES, lambda text: fitting(text, 80)),
    ("surname", Column.SURNAME, read_name),
    ("preferred_forename", Column.PREFERRED_FORENAME, read_name),
    ("preferred_surname", Column.PREFERRED_SURNAME, read_name),
    ("born_on", Column.BORN_ON, read_date),
    ("sex", Column.SEX, read_sex),
    ("year_group", Column.YEAR, read_year_group),
    ("class_name", Column.CLASS, lambda text: fitting(text, 20)),
    ("home_language", Column.LANGUAGE, lambda text: fitting(text, 40)),
    ("is_eal", Column.EAL, read_flag),
    ("has_pupil_premium", Column.PUPIL_PREMIUM, read_flag),
    ("has_free_meals", Column.FREE_MEALS, read_flag),
    ("is_looked_after", Column.LOOKED_AFTER, read_flag),
    ("young_carer", Column.YOUNG_CARER, read_young_carer),
    ("joined_on", Column.JOINED_ON, read_date),
    ("left_on", Column.LEFT_ON, read_date),
)


MOST_PUPILS = 5_000
"""The largest school in England has some 3,800; as many as a CTF may hold."""


def read_spreadsheet(file: BinaryIO, *, today: date, chosen: Chosen | None = None) -> Incoming:
    """The children in a CSV or XLSX file. Raises `Unreadable` where it is no list of pupils.

    `chosen` is what a person said that headings we do not know mean.
    """
    known = partial(looks_like_headings, chosen=chosen or {})
    try:
        table = read_table(file, looks_like_headings=known, limits=Limits(rows=MOST_PUPILS))
    except NoHeadings as problem:
        raise without_headings(problem) from problem
    return read_rows(table, today=today, chosen=chosen)


def without_headings(problem: NoHeadings) -> Unreadable:
    """The refusal of a table without headings, in words about pupils."""
    if "empty" in str(problem):
        return problem
    return Unreadable(
        "No row of headings was found: one of the first 20 rows needs headings such as"
        " Surname, Forename, Date of birth and UPN."
    )


def table_of(file: BinaryIO, known: Chosen) -> Table:
    """The table of a file whose headings may all be new to us. Raises `Unreadable`."""
    limits = Limits(rows=MOST_PUPILS)
    try:
        look = partial(looks_like_headings, chosen=known)
        return read_table(file, looks_like_headings=look, limits=limits)
    except NoHeadings as problem:
        try:
            return read_table(file, looks_like_headings=might_be_headings, limits=limits)
        except NoHeadings:
            raise without_headings(problem) from problem


def read_rows(table: Table, *, today: date, chosen: Chosen | None = None) -> Incoming:
    """The children in a table, and every problem in the order of its rows."""
    mapping = map_columns(table.headings, chosen)
    has_needs = any(key.column is Column.NEED for key in mapping.places)
    pupils: list[IncomingPupil] = []
    problems: list[Problem] = []

    def label(column: Column) -> str:
        return mapping.heading(Key(column, min(mapping.numbers(column), default=0)))

    for row in table.rows:
        cells = Cells(row, mapping)
        pupil = _pupil(cells)
        pupils.append(pupil)
        problems += [*cells.problems, *check_pupil(pupil, label, today), *_surplus(row, table)]
        problems += _unnamed(pupil, cells)
        if has_needs and Column.NEED not in cells.failed:
            problems += check_without_need(pupil, label)
    problems += check_together(pupils, label)
    problems.sort(key=lambda problem: problem.row)
    return Incoming(
        tuple(pupils),
        tuple(problems),
        mapping.unused,
        {str(column): label(column) for column in Column},
        says=_says(mapping),
        columns=_filled(table, mapping),
    )


PARTS = {
    "status": {Column.SEN_STATUS},
    "needs": {Column.NEED},
    "contacts": {Column.CONTACT, Column.CONTACT_SURNAME},
    "contacts:title": {Column.CONTACT_TITLE},
    "contacts:relationship": {Column.CONTACT_RELATIONSHIP},
    "contacts:has_parental_responsibility": {Column.CONTACT_RESPONSIBILITY},
    "contacts:email": {Column.CONTACT_EMAIL},
    "contacts:phone": {Column.CONTACT_PHONE},
}


def _says(mapping: Columns) -> frozenset[str]:
    """The parts of a record there are columns for."""
    there = {key.column for key in mapping.places}
    return frozenset(part for part, columns in PARTS.items() if columns & there)


def _filled(table: Table, mapping: Columns) -> dict[str, int]:
    """How many rows have something under each column; the first of several with a number."""
    counts: dict[str, int] = {}
    for key, place in sorted(mapping.places.items(), key=lambda item: item[0].number, reverse=True):
        filled = sum(1 for row in table.rows if place < len(row.cells) and row.cells[place].strip())
        column = Column.CONTACT if key.column is Column.CONTACT_SURNAME else key.column
        counts[str(column)] = filled
    return counts


class Cells:
    """The cells of one row by what they hold; keeps what is wrong with them."""

    def __init__(self, row: Row, mapping: Columns) -> None:
        self.row = row
        self.mapping = mapping
        self.problems: list[Problem] = []
        self.failed: set[Column] = set()

    def get(self, key: Key, reader: Callable[[str], Value]) -> Value | None:
        """What the cell says; None where it is blank, missing, or wrong (which is kept)."""
        place = self.mapping.places.get(key)
        if place is None or place >= len(self.row.cells):
            return None
        try:
            text = clean(self.row.cells[place])
            return reader(text) if text else None
        except BadValue as problem:
            self.note(key, str(problem), warning=problem.warning)
            return None

    def note(self, key: Key, sentence: str, *, warning: bool = False) -> None:
        """Keep a problem with one cell."""
        if not warning:
            self.failed.add(key.column)
        heading = self.mapping.heading(key)
        self.problems.append(Problem(self.row.number, heading, sentence, warning))


def _pupil(cells: Cells) -> IncomingPupil:
    found = {name: cells.get(Key(column), reader) for name, column, reader in _READERS}
    fields = {name: value for name, value in found.items() if value is not None}
    if "surname" not in fields or "forename" not in fields:
        fields |= cells.get(Key(Column.FULL_NAME), _full_name) or {}
    return IncomingPupil(
        row=cells.row.number,
        statuses=_statuses(cells),
        needs=tuple(_needs(cells)),
        contacts=contacts_of(cells),
        **fields,
    )


def _full_name(text: str) -> dict[str, str]:
    """Both names from `Surname, Forename`; any other order cannot be known."""
    surname, comma, forename = (part.strip() for part in text.partition(","))
    if not comma or not surname or not forename:
        raise BadValue("A whole name is read only as “Surname, Forename”.")
    return {"surname": read_name(surname), "forename": read_name(forename)}


def _statuses(cells: Cells) -> tuple[IncomingStatus, ...]:
    key = Key(Column.SEN_STATUS)
    starts_on = cells.get(Key(Column.SEN_STARTS), read_date)
    given = cells.get(key, read_status_code)
    code = cells.get(key, lambda _: present_status(given)) if given else None
    if code is None:
        return ()
    if code != given:
        cells.note(key, "S (statement) is no longer in use: it is read as E.", warning=True)
    return (IncomingStatus(code, starts_on),)


def _needs(cells: Cells) -> Iterator[IncomingNeed]:
    for number in cells.mapping.numbers(Column.NEED):
        key = Key(Column.NEED, number)
        needs = cells.get(key, read_needs) or []
        rank = cells.get(Key(Column.NEED_RANK, number), _rank) or number
        starts_on = cells.get(Key(Column.NEED_STARTS, number), read_date)
        for place, (code, former) in enumerate(needs):
            if former:
                sentence = f"{former} is no longer in use: it is read as {code}."
                cells.note(key, sentence, warning=True)
            yield IncomingNeed(code, rank + place, starts_on)


def _rank(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 99:
        raise BadValue("The rank of a need is a number from 1 to 99.")
    return int(text)


def _unnamed(pupil: IncomingPupil, cells: Cells) -> Iterator[Problem]:
    """A row that says too little to know whom it is about: neither UPN nor name and birth date."""
    if pupil.upn:
        return
    for column, value in (
        (Column.SURNAME, pupil.surname),
        (Column.FORENAME, pupil.forename),
        (Column.BORN_ON, pupil.born_on),
    ):
        if not value and not cells.failed & {column, Column.FULL_NAME}:
            heading = cells.mapping.heading(Key(column))
            sentence = "This is blank: a row needs a UPN, or both names and a date of birth."
            yield Problem(cells.row.number, heading, sentence)


def _surplus(row: Row, table: Table) -> Iterator[Problem]:
    """A row with more cells than headings: most often a comma that moved everything along."""
    width = len(table.headings)
    if any(cell.strip() for cell in row.cells[width:]):
        sentence = f"This row goes on after the last of {width} headings: its cells may have moved."
        yield Problem(row.number, column_letter(width), sentence)
