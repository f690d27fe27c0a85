"""Changes to the school itself: opening one, its years and dates, classes and figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify

from common.dates import long_date, today
from common.errors import Refused
from common.years import YearGroup
from schools.calendar import Span
from schools.dates import closures_of
from schools.half_terms import mistakes_in
from schools.models import (
    AcademicYear,
    ClassGroup,
    ClosureDay,
    DatedSetting,
    HalfTerm,
    School,
    SetupSkip,
)
from schools.records import EditClash
from schools.settings import FIGURES, NOTIONAL_BUDGET_BEGAN, Name, in_words
from schools.tenancy import school_scope, touch_everyone
from schools.usual_dates import usual_closures, usual_half_terms

if TYPE_CHECKING:
    from accounts.models import User

AROUND_TODAY = timedelta(days=366)
HALF_TERM_CODES = {str(label): value for value, label in HalfTerm.Name.choices}


class Closure(NamedTuple):
    """A day in term when pupils stay away."""

    on: date
    kind: str = ClosureDay.Kind.INSET
    why: str = ""


@transaction.atomic
def open_school(
    *,
    name: str,
    begins: int,
    slug: str = "",
    half_terms: Sequence[Span] = (),
    by: User | None = None,
    **details: Any,
) -> School:
    """A new school with its academic year from September `begins`, and the usual figures.

    Without `half_terms` it starts from England's usual dates, to be edited. `details` are other
    fields of `School`. Raises `Refused` when its address is taken or its dates make no year.
    """
    address = slug or slugify(name)[:50]
    if School.objects.filter(slug=address).exists():
        raise Refused(f"There is a school at the address {address} already.")
    school = School.objects.create(name=name, slug=address, **details)
    with school_scope(school, by=by):
        year = add_year(begins=begins, half_terms=half_terms)
        for figure, usual in FIGURES.items():
            since = {Name.NOTIONAL_THRESHOLD: NOTIONAL_BUDGET_BEGAN}.get(
                Name(figure), year.starts_on
            )
            set_setting(name=figure, value=usual.start, starts_on=since)
    return school


@transaction.atomic
def edit_school(
    *,
    school: School,
    expected: int,
    logo: ContentFile[bytes] | None = None,
    remove_logo: bool = False,
) -> None:
    """Save the details that were edited from version `expected`; `logo` takes the old one's place.

    Raises `EditClash` with the school as it is now when somebody else saved first.
    """
    _claim_version(school, expected)
    if logo or remove_logo:
        _replace_logo(school, logo)
    school.save()
    touch_everyone()


def _replace_logo(school: School, logo: ContentFile[bytes] | None) -> None:
    """The new picture lies under a new name; the old one goes once the change is committed."""
    old = School.objects.get(pk=school.pk).logo
    school.logo = None
    if logo:
        school.logo.save(str(logo.name), logo, save=False)
    if old.name:
        transaction.on_commit(partial(old.storage.delete, old.name))


@transaction.atomic
def add_year(*, begins: int, half_terms: Sequence[Span] = ()) -> AcademicYear:
    """The academic year from 1 September `begins`, with the usual dates unless others are given.

    Raises `Refused` when the school has that year already.
    """
    name = f"{begins}/{(begins + 1) % 100:02d}"
    if AcademicYear.objects.filter(name=name).exists():
        raise Refused(f"{name} is there already.")
    year = AcademicYear.objects.create(
        name=name, starts_on=date(begins, 9, 1), ends_on=date(begins + 1, 8, 31)
    )
    if half_terms:
        save_half_terms(year=year, half_terms=half_terms)
        return year
    save_half_terms(year=year, half_terms=usual_half_terms(begins))
    for day, why in usual_closures(begins):
        add_closure(on=day, kind=ClosureDay.Kind.CLOSED, why=why)
    return year


@transaction.atomic
def save_dates(
    *,
    year: AcademicYear,
    expected: int,
    half_terms: Sequence[Span],
    closures: Iterable[Closure],
) -> None:
    """The half-terms of a year and the days in it when pupils stay away, as on the form.

    Raises `EditClash` when somebody else saved first, `Refused` when the dates make no year.
    """
    _claim_version(year, expected)
    year.save()
    save_half_terms(year=year, half_terms=half_terms)
    _replace_closures(year, list(closures))
    touch_everyone()


@transaction.atomic
def save_half_terms(*, year: AcademicYear, half_terms: Sequence[Span]) -> None:
    """Put six half-terms into a year, in place of those it had.

    Raises `Refused` when one is missing, ends before it starts, is outside the year or overlaps.
    """
    for mistake in mistakes_in(half_terms, first=year.starts_on, last=year.ends_on):
        raise Refused(mistake.sentence)
    for span in half_terms:
        HalfTerm.objects.update_or_create(
            academic_year=year,
            name=HALF_TERM_CODES[span.name],
            defaults={"starts_on": span.starts_on, "ends_on": span.ends_on},
        )
    touch_everyone()


def _replace_closures(year: AcademicYear, closures: list[Closure]) -> None:
    """The closures of a year become these; a row whose day stays keeps its identity."""
    rows = {row.on: row for row in closures_of(year)}
    for gone in rows.keys() - {closure.on for closure in closures}:
        rows.pop(gone).delete()
    for closure in closures:
        if not year.starts_on <= closure.on <= year.ends_on:
            raise Refused(f"{long_date(closure.on)} is not in {year.name}.")
        row = rows.pop(closure.on, None)
        if row is None:
            add_closure(on=closure.on, kind=closure.kind, why=closure.why)
        elif (row.kind, row.why) != (closure.kind, closure.why):
            row.kind, row.why = closure.kind, closure.why
            row.save()


@transaction.atomic
def add_closure(*, on: date, kind: str = ClosureDay.Kind.INSET, why: str = "") -> ClosureDay:
    """A day in term when pupils stay away. Raises `Refused` for a weekend or a day listed twice."""
    if on.weekday() >= 5:
        raise Refused(f"{long_date(on)} is a {on:%A}: pupils are not at school anyway.")
    if ClosureDay.objects.filter(on=on).exists():
        raise Refused(f"{long_date(on)} is listed already.")
    return ClosureDay.objects.create(on=on, kind=kind, why=why)


@transaction.atomic
def add_class(*, year: AcademicYear, name: str, year_group: int | None = None) -> ClassGroup:
    """A class in a year; without a year group it is mixed. Raises `Refused` for a name in use."""
    _refuse_name_in_use(year, name)
    return ClassGroup.objects.create(academic_year=year, name=name, year_group=year_group)


@transaction.atomic
def add_classes(*, year: AcademicYear, named: Iterable[tuple[str, int | None]]) -> list[ClassGroup]:
    """Several classes at once, each a name and its year group; all of them or none.

    Raises as `add_class` does.
    """
    return [add_class(year=year, name=name, year_group=group) for name, group in named]


@transaction.atomic
def edit_class(
    *, class_group: ClassGroup, expected: int, name: str, year_group: YearGroup | int | None
) -> None:
    """Rename a class or change its year group.

    Raises `EditClash` when somebody else saved first, `Refused` for a name in use.
    """
    _refuse_name_in_use(class_group.academic_year, name, but=class_group.pk)
    _claim_version(class_group, expected)
    class_group.name, class_group.year_group = name, year_group
    class_group.save()


@transaction.atomic
def set_setting(*, name: str, value: Decimal, starts_on: date) -> DatedSetting:
    """A figure of the school from a day; one already set from that same day is corrected.

    Raises `Refused` for a figure that makes no sense.
    """
    figure = FIGURES[name]
    label = Name(name).label
    if not figure.least <= value <= figure.most:
        least, most = (in_words(name, Decimal(n)) for n in (figure.least, figure.most))
        raise Refused(f"{label}: between {least} and {most}.")
    if not figure.pence and value != value.to_integral_value():
        raise Refused(f"{label}: a whole number.")
    row = DatedSetting.objects.filter(name=name, starts_on=starts_on).first()
    row = row or DatedSetting(name=name, starts_on=starts_on)
    row.value = value
    row.save()
    return row


@transaction.atomic
def skip_step(*, step: str, by: User) -> None:
    """Pass over a step of set-up for now; a second time changes nothing."""
    SetupSkip.objects.get_or_create(step=step, defaults={"skipped_by": by})


@transaction.atomic
def resume_step(*, step: str) -> None:
    """Take up a step of set-up that was passed over."""
    SetupSkip.objects.filter(step=step).delete()


@transaction.atomic
def go_live(*, school: School, on: date) -> School:
    """Say from which day the school works with its register: nothing is overdue before it.

    Gives the school as it is now; one that is live already stays as it is. Raises `Refused` for a
    day more than a year away.
    """
    if abs(on - today()) > AROUND_TODAY:
        raise Refused(f"{long_date(on)} is more than a year away: choose a day nearer to today.")
    current = School.objects.select_for_update().get(pk=school.pk)
    if current.go_live_on is None:
        current.go_live_on = on
        current.version += 1
        current.save()
        touch_everyone()
    return current


def _refuse_name_in_use(year: AcademicYear, name: str, *, but: int | None = None) -> None:
    others = ClassGroup.objects.filter(academic_year=year, name__iexact=name).exclude(pk=but)
    if others.exists():
        raise Refused(f"There is a class called {name} in {year.name} already.")


def _claim_version(row: Any, expected: int) -> None:
    """Hold a row, and make it the version after `expected`, to be saved."""
    current = type(row).objects.select_for_update().get(pk=row.pk)
    if current.version != expected:
        raise EditClash(current)
    row.version = expected + 1
