"""Where children go next year, written as dated rows: the one place that does it.

A begin, a whole class moved, a child moved, a pasted list and the undo are all wishes for children,
carried out together in a bounded number of queries, each change with its version in history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q

from common.dates import long_date, today
from common.errors import Refused
from pupils.models import ClassPlacement, Pupil
from pupils.next_year.years import YearPair, dates_clash
from schools.models import AcademicYear, ClassGroup

REASON = "Next year's classes"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wish:
    """Where one child goes: into a class, away from the school, or not said yet.

    `year_group` is given when the child does not simply move up: the same again for one kept back.
    With `keeps_year` what was decided about that stays.
    """

    class_pk: int | None = None
    leaves: bool = False
    year_group: int | None = None
    keeps_year: bool = True


Wishes = Mapping[int, Wish]


def arrange(pair: YearPair, wishes: Wishes) -> int:
    """Carry out wishes for children on roll; gives how many children it changed.

    Call it in a transaction. Raises `Refused` for dates that make no year, a class that is not of
    that year, a year group below the present one, or a child who is in a class of it already.
    """
    year = _ready(pair)
    _refuse_other_classes(year, wishes)
    pupils = _held(wishes)
    rows = _rows_of(year, pupils)
    changed = _say_year_and_leaving(pair, pupils, wishes)
    changed |= _withdraw(pair, rows, wishes)
    changed |= _move(pair, rows, wishes)
    new = [pupil for pk, pupil in pupils.items() if wishes[pk].class_pk and pk not in rows]
    return len(changed | _place(year, new, wishes))


def _ready(pair: YearPair) -> AcademicYear:
    if pair.next is None:
        raise Refused(f"{pair.name} has no dates yet.")
    if problem := dates_clash(pair):
        raise Refused(problem)
    return pair.next


def _refuse_other_classes(year: AcademicYear, wishes: Wishes) -> None:
    wanted = {wish.class_pk for wish in wishes.values() if wish.class_pk}
    if ClassGroup.objects.filter(academic_year=year, pk__in=wanted).count() != len(wanted):
        raise Refused(f"One of these classes is not of {year.name}.")


def _held(wishes: Wishes) -> dict[int, Pupil]:
    rows = Pupil.objects.on_roll().filter(pk__in=wishes).locked().order_by("pk")
    return {pupil.pk: pupil for pupil in rows}


def _rows_of(year: AcademicYear, pupils: Iterable[int]) -> dict[int, ClassPlacement]:
    """The first class of next year of each child; one taken back before it began counts not."""
    rows = ClassPlacement.objects.filter(pupil__in=pupils, class_group__academic_year=year)
    holds = Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on"))
    found = rows.filter(holds).locked().order_by("-starts_on")
    return {row.pupil_id: row for row in found}


def _say_year_and_leaving(pair: YearPair, pupils: dict[int, Pupil], wishes: Wishes) -> set[int]:
    """Who leaves at the end of this year, and who does not simply move up."""
    changed = []
    for pk, pupil in pupils.items():
        wish = wishes[pk]
        leaves_on = pair.this.ends_on if wish.leaves else None
        step = pupil.next_year_group if wish.keeps_year else wish.year_group
        if step is not None and step < pupil.year_group < _BESIDE:
            raise Refused(f"{pupil.name}: next year's year group is below the present one.")
        if (leaves_on, step) != (pupil.leaves_on, pupil.next_year_group):
            pupil.leaves_on, pupil.next_year_group = leaves_on, step
            changed.append(pupil)
    fields = ("leaves_on", "next_year_group")
    Pupil.objects.recorded_bulk_update(changed, fields, reason=REASON)
    return {pupil.pk for pupil in changed}


_BESIDE = 90  # M and X are no steps of the run


def _withdraw(pair: YearPair, rows: dict[int, ClassPlacement], wishes: Wishes) -> set[int]:
    """Children who are to be in no class of next year: their rows never begin."""
    gone = [row for pk, row in rows.items() if not wishes[pk].class_pk]
    _refuse_begun(pair, gone)
    ClassPlacement.objects.recorded_bulk_withdraw(gone, on=today(), reason=REASON)
    return {rows.pop(row.pupil_id).pupil_id for row in gone}


def _move(pair: YearPair, rows: dict[int, ClassPlacement], wishes: Wishes) -> set[int]:
    moved = [row for pk, row in rows.items() if row.class_group_id != wishes[pk].class_pk]
    _refuse_begun(pair, moved)
    for row in moved:
        row.class_group_id = _wanted(wishes[row.pupil_id])
    ClassPlacement.objects.recorded_bulk_update(moved, ("class_group",), reason=REASON)
    return {row.pupil_id for row in moved}


def _refuse_begun(pair: YearPair, rows: list[ClassPlacement]) -> None:
    begun = sum(row.starts_on <= today() for row in rows)
    if begun:
        raise Refused(
            f"{pair.name} has begun: change the class of a child on the child's own page"
            f" ({begun} of these are in their classes already)."
        )


def _place(year: AcademicYear, pupils: list[Pupil], wishes: Wishes) -> set[int]:
    """New rows from the first day of the year, or from the day a child joins."""
    starts = {pupil.pk: _start(year, pupil) for pupil in pupils}
    _end_earlier(pupils, starts)
    new = [
        ClassPlacement(
            pupil=pupil, class_group_id=_wanted(wishes[pupil.pk]), starts_on=starts[pupil.pk]
        )
        for pupil in pupils
    ]
    ClassPlacement.objects.recorded_bulk_create(new, reason=REASON)
    return set(starts)


def _wanted(wish: Wish) -> int:
    assert wish.class_pk is not None  # the others have been withdrawn
    return wish.class_pk


def _start(year: AcademicYear, pupil: Pupil) -> date:
    starts_on = max(year.starts_on, pupil.joined_on or year.starts_on)
    if starts_on > year.ends_on:
        raise Refused(f"{pupil.name} joins on {long_date(starts_on)}, after {year.name}.")
    return starts_on


def _end_earlier(pupils: list[Pupil], starts: dict[int, date]) -> None:
    """The class before ends where the new one begins."""
    open_ended = Q(ends_on__isnull=True) | Q(ends_on__gt=min(starts.values(), default=date.max))
    found = ClassPlacement.objects.filter(open_ended, pupil__in=pupils).locked().order_by("pk")
    earlier: list[Any] = []
    for row in found:
        starts_on = starts[row.pupil_id]
        if row.starts_on < starts_on and (row.ends_on is None or row.ends_on > starts_on):
            row.ends_on = starts_on
            earlier.append(row)
    ClassPlacement.objects.recorded_bulk_update(earlier, ("ends_on",), reason=REASON)
