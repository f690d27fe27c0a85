"""Changes to the year being built: begin, its classes, who teaches them, moves, undo."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.actions import assign, change_assignment
from accounts.models import ClassAssignment, Membership
from common.dates import today
from common.errors import Refused
from common.years import academic_year_of
from pupils.models import ClassPlacement, Pupil
from pupils.next_year.arranging import REASON, Wish, arrange
from pupils.next_year.moves import Group, leavers, proposals
from pupils.next_year.picture import NEVER_HELD, Picture, picture_of
from pupils.next_year.years import YearPair, dates_clash, pair_on
from schools.actions import add_class, add_year, edit_class
from schools.models import AcademicYear, ClassGroup, School
from schools.tenancy import acting


def hold_school() -> None:
    """Those who build next year at the same time wait for each other."""
    actor = acting()
    assert actor is not None  # the caller has entered the school
    School.objects.select_for_update().get(pk=actor.school_id)


@transaction.atomic
def begin_next_year(*, day: date) -> Picture:
    """Next year with the usual dates unless it is there, this year's classes, every class moved up.

    The top year is marked as leaving. What is there already stays as it is, so that beginning again
    only adds. Raises `Refused` for dates that make no year.
    """
    hold_school()
    pair = pair_on(day)
    if pair is None:
        raise Refused("Add this academic year and its classes first.")
    if pair.next is None:
        add_year(begins=pair.begins)
        pair = pair_on(day)
    assert pair is not None
    assert pair.next is not None
    _copy_classes(picture_of(pair, day))
    picture = picture_of(pair, day)
    arrange(pair, proposed(picture))
    return picture_of(pair, day)


def _copy_classes(picture: Picture) -> None:
    assert picture.pair.next is not None
    if problem := dates_clash(picture.pair):
        raise Refused(problem)
    there = {row.name.casefold() for row in picture.next_classes}
    for row in picture.now_classes:
        if row.name.casefold() not in there:
            add_class(year=picture.pair.next, name=row.name, year_group=row.year_group)


def proposed(picture: Picture) -> dict[int, Wish]:
    """Where every child goes of whom nobody has said so yet, as far as the names say."""
    groups = list(picture.groups)
    going = proposals(groups, picture.taught)
    leaving = leavers(groups, picture.taught)
    found: dict[int, Wish] = {}
    for group, children in picture.groups.items():
        to = going[group]
        for child in children:
            if not child.is_settled and (to or group in leaving):
                found[child.pk] = Wish(class_pk=to.pk if to else None, leaves=to is None)
    return found


@dataclass(frozen=True)
class ClassLine:
    """A class of next year as the one screen has it; `pk` is None for a new one."""

    pk: int | None
    name: str
    year_group: int | None
    version: int = 1
    teacher: Membership | None = None
    keeps_teacher: bool = False
    remove: bool = False


@transaction.atomic
def save_classes(
    *,
    picture: Picture,
    lines: Iterable[ClassLine],
    moves: Mapping[Group, Wish],
    preview: date | None,
) -> None:
    """Names, year groups and teachers of next year's classes, and whole groups moved.

    Raises `Refused` with the class's name for what makes no sense, `EditClash` for a class that
    somebody else changed.
    """
    hold_school()
    year = picture.pair.next
    assert year is not None
    rows = {row.pk: row for row in picture.next_classes}
    kept = [line for line in lines if not line.remove]
    gone = [line for line in lines if line.remove and line.pk]
    for line in kept:
        row = rows[line.pk] if line.pk else _added(year, line)
        if (line.name, line.year_group) != (row.name, row.year_group):
            expected = line.version if line.pk else row.version
            edit_class(
                class_group=row, expected=expected, name=line.name, year_group=line.year_group
            )
        _give_teacher(picture, row, line, preview)
    children = picture.groups
    arrange(
        picture.pair, {child.pk: wish for group, wish in moves.items() for child in children[group]}
    )
    for line in gone:
        assert line.pk is not None
        remove_class(rows[line.pk])


def _added(year: AcademicYear, line: ClassLine) -> ClassGroup:
    return add_class(year=year, name=line.name, year_group=line.year_group)


def _give_teacher(picture: Picture, row: ClassGroup, line: ClassLine, preview: date | None) -> None:
    """The class's first teacher becomes this one; others, who share it, stay."""
    held = picture.teachers.get(row.pk, [])
    if line.keeps_teacher:
        for one in held:
            _preview_from(one, preview)
        return
    if held and held[0].starts_on <= today():
        raise Refused(f"{picture.pair.name} has begun: say who has {row.name} on its own page.")
    withdraw_assignments(held[:1])
    if line.teacher:
        assign(
            membership=line.teacher,
            kind=ClassAssignment.Kind.TEACHER,
            class_group=row,
            starts_on=picture.pair.starts_on,
            may_see_from=preview,
        )


def _preview_from(row: ClassAssignment, preview: date | None) -> None:
    if row.may_see_from != preview and row.starts_on > today():
        change_assignment(
            assignment=row,
            expected=row.version,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            may_see_from=preview,
        )


def withdraw_assignments(rows: list[ClassAssignment]) -> None:
    """Assignments that have not begun never do; history keeps them."""
    ClassAssignment.objects.recorded_bulk_withdraw(rows, on=today(), reason=REASON)


def remove_class(row: ClassGroup) -> None:
    """A class of next year that is not wanted. Raises `Refused` while somebody is in it."""
    placed = ClassPlacement.objects.filter(class_group=row)
    given = ClassAssignment.objects.filter(class_group=row)
    inside = placed.exclude(NEVER_HELD).count()
    if inside:
        raise Refused(f"{inside} children are in {row.name}: say first where they go.")
    if placed.exists():
        raise Refused(f"{row.name} was given to children and taken back: rename it instead.")
    withdraw_assignments(list(given))
    row.delete()


@transaction.atomic
def undo_next_year(*, day: date) -> YearPair:
    """Everything prepared for next year is taken back but its dates; history keeps what was said.

    Raises `Refused` once it has begun.
    """
    hold_school()
    pair = pair_on(day)
    if pair is None or pair.next is None:
        raise Refused("Nothing has been prepared.")
    if pair.has_begun(day):
        raise Refused(f"{pair.name} has begun: correct it child by child.")
    children = picture_of(pair, day).children
    arrange(pair, {child.pk: Wish(keeps_year=False) for child in children})
    classes = ClassGroup.objects.filter(academic_year=pair.next)
    withdraw_assignments(list(ClassAssignment.objects.filter(class_group__in=classes)))
    taken = ClassPlacement.objects.filter(class_group__in=classes).values("class_group")
    classes.exclude(pk__in=taken).delete()
    return pair


@transaction.atomic
def stay_on(*, pupils: Iterable[Pupil], reason: str = "Stays at the school") -> None:
    """Children who were expected to leave stay, in the year group of the others of their age."""
    day = today()
    held = list(Pupil.objects.filter(pk__in=[pupil.pk for pupil in pupils]).locked())
    for pupil in held:
        pupil.leaves_on = None
        if pupil.year_begins < academic_year_of(day):
            pupil.is_in_year(pupil.year_on(day), day)
    fields = ("leaves_on", "year_group", "year_begins", "next_year_group")
    Pupil.objects.recorded_bulk_update(held, fields, reason=reason)
