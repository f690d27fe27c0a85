"""Rules for what a file says about a child, whatever sort of file it is.

Sources: statutory.md 2.2 (NSA only with K), 2.3 and 9.1 (needs and ranks), 2.6 (UPN).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from common.dates import long_date
from pupils.imports.codes import NO_ASSESSMENT
from pupils.imports.headers import Column
from pupils.imports.incoming import IncomingPupil, IncomingStatus, Problem
from pupils.upn import ALPHABET, check

OLDEST_YEARS = 26
"""Nobody on a school's roll is 26: plans end at the latest in the year of the 25th birthday."""

Label = Callable[[Column], str]
"""What a file calls a column."""


def check_pupil(pupil: IncomingPupil, label: Label, today: date) -> Iterator[Problem]:
    """Every problem of one child's own data."""
    for column, sentence, warning in (
        *_upn(pupil),
        *_birth(pupil, today),
        *_roll(pupil),
        *_statuses(pupil, today),
        *_needs(pupil, today),
    ):
        yield Problem(pupil.row, label(column), sentence, warning)


def check_without_need(pupil: IncomingPupil, label: Label) -> Iterator[Problem]:
    """A warning for a child with K or E and no type of need, in a file that has needs."""
    if pupil.statuses and pupil.statuses[-1].code in {"K", "E"} and not pupil.needs:
        code = pupil.statuses[-1].code
        sentence = f"This pupil has {code} but no type of need: one is wanted for the census."
        yield Problem(pupil.row, label(Column.NEED), sentence, warning=True)


def check_together(pupils: Sequence[IncomingPupil], label: Label) -> Iterator[Problem]:
    """Every row that is a second one for a child: the same UPN, or the same name and birth date."""
    upns: dict[str, int] = {}
    people: dict[tuple[tuple[str, str], date], int] = {}
    for pupil in pupils:
        if pupil.upn and (first := upns.setdefault(pupil.upn, pupil.row)) != pupil.row:
            sentence = f"Row {first} has the same UPN: one child has one row."
            yield Problem(pupil.row, label(Column.UPN), sentence)
        elif pupil.born_on and all(pupil.name_key):
            first = people.setdefault((pupil.name_key, pupil.born_on), pupil.row)
            if first != pupil.row:
                sentence = (
                    f"Row {first} has the same name and date of birth: one child has one row."
                )
                yield Problem(pupil.row, label(Column.SURNAME), sentence)


Found = tuple[Column, str, bool]


def _upn(pupil: IncomingPupil) -> Iterator[Found]:
    if not pupil.upn:
        return
    found = check(pupil.upn)
    if not found.valid:
        yield Column.UPN, found.problem, bool(found.expected_letter) and pupil.upn[0] in ALPHABET


def _birth(pupil: IncomingPupil, today: date) -> Iterator[Found]:
    born = pupil.born_on
    if born is None:
        return
    if born > today:
        yield Column.BORN_ON, f"{long_date(born)} is in the future.", False
    elif (born.year + OLDEST_YEARS, born.month, born.day) < (today.year, today.month, today.day):
        yield Column.BORN_ON, f"{long_date(born)} is more than {OLDEST_YEARS} years ago.", False


def _roll(pupil: IncomingPupil) -> Iterator[Found]:
    born, joined, left = pupil.born_on, pupil.joined_on, pupil.left_on
    if joined and born and joined < born:
        yield Column.JOINED_ON, f"{long_date(joined)} is before the pupil was born.", False
    if left and joined and left < joined:
        yield Column.LEFT_ON, f"{long_date(left)} is before the pupil joined.", False


def _statuses(pupil: IncomingPupil, today: date) -> Iterator[Found]:
    for status in pupil.statuses:
        if status.starts_on:
            yield from _sen_day(pupil, status.starts_on, Column.SEN_STARTS, today)
    yield from _two_at_once(pupil.statuses)


def _two_at_once(statuses: Iterable[IncomingStatus]) -> Iterator[Found]:
    days: dict[date, str] = {}
    for status in statuses:
        if status.starts_on and days.setdefault(status.starts_on, status.code) != status.code:
            day = long_date(status.starts_on)
            yield Column.SEN_STATUS, f"Two SEN statuses start on {day}.", False


def _needs(pupil: IncomingPupil, today: date) -> Iterator[Found]:
    code = pupil.statuses[-1].code if pupil.statuses else ""
    yield from _ranks(pupil)
    for need in pupil.needs:
        if need.code == NO_ASSESSMENT and code in {"N", "E"}:
            yield Column.NEED, f"NSA goes only with SEN support (K), not with {code}.", False
        if need.starts_on:
            yield from _sen_day(pupil, need.starts_on, Column.NEED_STARTS, today)
        if need.starts_on and need.ends_on and need.ends_on < need.starts_on:
            yield Column.NEED_STARTS, f"The need {need.code} ends before it starts.", False
    if code == "N" and any(need.ends_on is None for need in pupil.needs):
        yield Column.NEED, "This pupil has a type of need but no SEN (N).", True


def _ranks(pupil: IncomingPupil) -> Iterator[Found]:
    present = [need for need in pupil.needs if need.ends_on is None]
    ranks = [need.rank for need in present]
    codes = [need.code for need in present]
    if len(set(codes)) < len(codes):
        yield Column.NEED, "The same type of need is given twice.", False
    elif len(set(ranks)) < len(ranks):
        yield Column.NEED_RANK, "Two needs have the same rank.", False
    elif ranks and 1 not in ranks:
        yield Column.NEED, "No need is ranked 1, the primary need.", True


def _sen_day(pupil: IncomingPupil, day: date, column: Column, today: date) -> Iterator[Found]:
    if day > today:
        yield column, f"{long_date(day)} is in the future.", False
    elif pupil.born_on and day < pupil.born_on <= today:
        yield column, f"{long_date(day)} is before the pupil was born.", False
