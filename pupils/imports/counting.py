"""Counting a file against what is known here, for `oddities`."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from common.years import YearGroup
from pupils.imports.details_plan import class_name
from pupils.imports.headers import Column
from pupils.imports.incoming import Incoming, IncomingPupil
from pupils.imports.known import Known
from pupils.imports.oddities import FEW, Facts
from pupils.models import MisRecord, Pupil
from schools.models import School

SMALLEST_GROUP = 3
"""A class of one or two can leave together by chance."""

FILLED = 0.5
"""Of the children known here: what half of them have counts as a column that is filled."""

_OURS: Mapping[Column, Callable[[Pupil], bool]] = {
    Column.UPN: lambda pupil: bool(pupil.upn),
    Column.SEX: lambda pupil: bool(pupil.sex),
    Column.BORN_ON: lambda pupil: True,
    Column.LANGUAGE: lambda pupil: bool(pupil.home_language),
    Column.JOINED_ON: lambda pupil: pupil.joined_on is not None,
}
_SAID: Mapping[Column, Callable[[MisRecord], bool]] = {
    Column.CLASS: lambda said: bool(said.class_name),
    Column.YEAR: lambda said: said.year_group is not None,
    Column.SEN_STATUS: lambda said: bool(said.sen_code),
    Column.NEED: lambda said: bool(said.needs),
    Column.CONTACT: lambda said: bool(said.contacts),
}
Matched = list[tuple[IncomingPupil, Pupil]]


def number_of(school: School) -> str:
    """A school's LA and establishment number as one: `8012000`; empty where it has not both."""
    return f"{school.la_number}{school.estab_number}" if school.estab_number else ""


def facts_of(
    school: School, incoming: Incoming, known: Known, matched: Matched, today: date
) -> Facts:
    """Everything counted once, after each row has found its child."""
    on_roll = known.on_roll
    staying = [(row, here) for row, here in matched if here.left_on is None]
    absent = {pupil.pk for pupil in on_roll} - {here.pk for _, here in staying}
    years = [(row.year_group, here.year_group) for row, here in staying if row.year_group]
    return Facts(
        school=number_of(school),
        sender=incoming.sender,
        addressee=incoming.addressee,
        is_transfer=incoming.is_transfer,
        rows=len(incoming.pupils),
        on_roll=len(on_roll),
        matched=len(staying),
        absent=len(absent),
        back=sum(1 for row, here in matched if here.left_on and not row.left_on),
        a_year_lower=sum(1 for there, here in years if there == here - 1),
        with_year=len(years),
        issuers=Counter(row.upn[1:8] for row in incoming.pupils if len(row.upn) == 13),
        used=dict(_used_to_be_filled([here for _, here in staying], known)),
        filled=incoming.columns,
        empty_groups=tuple(_empty_groups(on_roll, absent, known, today)),
    )


def _used_to_be_filled(pupils: Sequence[Pupil], known: Known) -> Iterable[tuple[str, int]]:
    """The columns one expects something under, and for how many children."""
    for column, has in _OURS.items():
        count = sum(has(pupil) for pupil in pupils)
        if count >= max(FEW, FILLED * len(pupils)):
            yield str(column), count
    said = [known.said[pupil.pk] for pupil in pupils if pupil.pk in known.said]
    for column, has_said in _SAID.items():
        count = sum(has_said(record) for record in said)
        if count >= SMALLEST_GROUP:
            yield str(column), count


def _empty_groups(
    on_roll: Iterable[Pupil], absent: set[int], known: Known, today: date
) -> Iterable[str]:
    """Year groups and classes of which nobody is in the file."""
    years: dict[str, list[bool]] = {}
    classes: dict[str, list[bool]] = {}
    for pupil in sorted(on_roll, key=lambda pupil: pupil.year_group):
        is_gone = pupil.pk in absent
        years.setdefault(str(YearGroup(pupil.year_group).label), []).append(is_gone)
        name = class_name(known, known.class_now(pupil.pk, today))
        classes.setdefault(name, []).append(is_gone)
    classes.pop("", None)
    for groups in (years, classes):
        if len(groups) > 1:
            for name, gone in groups.items():
                if len(gone) >= SMALLEST_GROUP and all(gone):
                    yield name
