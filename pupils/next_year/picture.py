"""How next year stands: every child with the class of now and of then, in four queries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import F, Q

from accounts.models import ClassAssignment
from common.years import academic_year_of
from pupils.models import ClassPlacement, Pupil
from pupils.next_year.moves import Group, NextClass, years_taught
from pupils.next_year.years import YearPair
from schools.dates import AS_LISTED
from schools.models import AcademicYear, ClassGroup

NEVER_HELD = Q(ends_on__isnull=False, ends_on__lte=F("starts_on"))
TEACHES = (ClassAssignment.Kind.TEACHER, ClassAssignment.Kind.COVER)


@dataclass(frozen=True)
class Child:
    """A child on roll: where now, and where next year."""

    pk: int
    name: str
    sort_key: tuple[str, str]
    now_pk: int | None
    now_name: str
    year_now: int
    going_to: int
    next_pk: int | None
    leaves: bool
    steps_aside: bool
    version: int

    @property
    def group(self) -> Group | None:
        """The children this child moves up with."""
        return Group(self.now_pk, self.now_name, self.going_to) if self.now_pk else None

    @property
    def is_settled(self) -> bool:
        """Whether somebody has said where the child goes."""
        return self.leaves or self.next_pk is not None


@dataclass(frozen=True)
class Picture:
    """The year being built: its classes, who teaches them, and every child on roll."""

    pair: YearPair
    now_classes: Sequence[ClassGroup]
    next_classes: Sequence[ClassGroup]
    teachers: dict[int, list[ClassAssignment]]
    children: Sequence[Child]

    @property
    def is_begun(self) -> bool:
        """Whether somebody has begun to build it."""
        return bool(self.next_classes) and any(child.is_settled for child in self.children)

    @cached_property
    def without_class(self) -> list[Child]:
        """The children for whom nobody has said where they go."""
        return [child for child in self.children if not child.is_settled]

    @cached_property
    def leaving(self) -> list[Child]:
        """The children expected to leave at the end of this year."""
        return [child for child in self.children if child.leaves]

    @cached_property
    def counts(self) -> Counter[int]:
        """How many children are in each class of next year."""
        return Counter(child.next_pk for child in self.children if child.next_pk)

    @cached_property
    def without_teacher(self) -> list[ClassGroup]:
        """Next year's classes that have children and nobody to teach them."""
        return [row for row in self.next_classes if not self.teachers.get(row.pk)]

    @cached_property
    def groups(self) -> dict[Group, list[Child]]:
        """This year's classes, a mixed one by year group, in the order classes are listed."""
        order = {row.pk: place for place, row in enumerate(self.now_classes)}
        found: dict[Group, list[Child]] = {}
        for child in self.children:
            if child.group:
                found.setdefault(child.group, []).append(child)
        return dict(
            sorted(found.items(), key=lambda one: (order[one[0].class_pk], one[0].going_to))
        )

    @cached_property
    def taught(self) -> list[NextClass]:
        """Next year's classes with the year groups taught in them."""
        now = {
            row.name: frozenset(c.year_now for c in self.children if c.now_pk == row.pk)
            for row in self.now_classes
        }
        rows = [(row.name, row.year_group) for row in self.next_classes]
        taught = zip(self.next_classes, years_taught(rows, now), strict=True)
        return [NextClass(row.pk, row.name, years) for row, years in taught]


def picture_of(pair: YearPair, day: date) -> Picture:
    """Everything about the year being built; six queries, whatever the number of children."""
    now = _classes(pair.this)
    then = _classes(pair.next) if pair.next else []
    return Picture(pair, now, then, _teachers(then), _children(pair, day, now, then))


def _classes(year: AcademicYear) -> list[ClassGroup]:
    return list(ClassGroup.objects.filter(academic_year=year).order_by(*AS_LISTED))


def _teachers(classes: list[ClassGroup]) -> dict[int, list[ClassAssignment]]:
    rows = ClassAssignment.objects.filter(class_group__in=classes, kind__in=TEACHES)
    found: dict[int, list[ClassAssignment]] = {}
    for row in rows.exclude(NEVER_HELD).select_related("membership__user").order_by("pk"):
        found.setdefault(row.class_group_id, []).append(row)
    return found


def _children(
    pair: YearPair, day: date, now: list[ClassGroup], then: list[ClassGroup]
) -> list[Child]:
    last_day = pair.last_day_of_this(day)
    placed_now = _placed(ClassPlacement.objects.on(last_day), now)
    placed_then = _placed(ClassPlacement.objects.exclude(NEVER_HELD), then)
    names = {row.pk: row.name for row in now}
    found = [
        _child(pair, pupil, placed_now.get(pupil.pk), placed_then.get(pupil.pk), names)
        for pupil in Pupil.objects.on_roll()
    ]
    return sorted(found, key=lambda child: child.sort_key)


def _placed(rows: Any, classes: Iterable[ClassGroup]) -> dict[int, int]:
    found = rows.filter(class_group__in=list(classes)).order_by("-starts_on")
    return dict(found.values_list("pupil_id", "class_group_id"))


def _child(
    pair: YearPair, pupil: Pupil, now_pk: int | None, next_pk: int | None, names: dict[int, str]
) -> Child:
    going_to = pupil.year_on(pair.starts_on)
    is_of_now = pupil.year_begins <= academic_year_of(pair.this.starts_on)
    return Child(
        pk=pupil.pk,
        name=pupil.name,
        sort_key=(pupil.shown_surname.casefold(), pupil.shown_forename.casefold()),
        now_pk=now_pk,
        now_name=names.get(now_pk, "") if now_pk else "",
        year_now=pupil.year_on(pair.this.starts_on) if is_of_now else going_to - 1,
        going_to=going_to,
        next_pk=next_pk,
        leaves=pupil.leaves_on is not None and pupil.leaves_on <= pair.starts_on,
        steps_aside=pupil.next_year_group is not None,
        version=pupil.version,
    )
