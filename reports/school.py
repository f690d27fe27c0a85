"""What the school's own pages show: its year, classes and figures, each put into words once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count

from accounts.models import ClassAssignment
from accounts.staff import assignments
from common.dates import long_date
from common.years import academic_year_of
from pupils.models import ClassPlacement
from reports.term import term_words
from schools.calendar import SchoolCalendar, calendar_of
from schools.dates import closures_of, half_terms_of, live_words
from schools.models import AcademicYear, ClassGroup, DatedSetting, School
from schools.settings import FIGURES, Name, in_words, settings_by_name
from schools.usual_dates import next_year_is_due

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class YearPicture:
    """An academic year: its half-terms and closed days in words, and where today is in it."""

    year: AcademicYear
    half_terms: list[tuple[str, str, bool]]
    closures: list[tuple[date, str]]
    school_days: int
    now: str


def year_picture(year: AcademicYear, day: date) -> YearPicture:
    """One year for the page; two queries."""
    spans, rows = half_terms_of(year), list(closures_of(year))
    calendar = calendar_of(spans, [row.on for row in rows])
    return YearPicture(
        year=year,
        half_terms=[
            (
                span.name,
                f"{long_date(span.starts_on)} to {long_date(span.ends_on)}",
                span.starts_on <= day <= span.ends_on,
            )
            for span in spans
        ],
        closures=[(row.on, row.why or str(row.get_kind_display())) for row in rows],
        school_days=_days_at_school(year, calendar),
        now=term_words(calendar, day) if year.starts_on <= day <= year.ends_on else "",
    )


def school_days(year: AcademicYear) -> int:
    """How many days pupils are at school in a year; two queries."""
    closed = [row.on for row in closures_of(year)]
    return _days_at_school(year, calendar_of(half_terms_of(year), closed))


def _days_at_school(year: AcademicYear, calendar: SchoolCalendar) -> int:
    days = (year.ends_on - year.starts_on).days + 1
    every = (date.fromordinal(year.starts_on.toordinal() + n) for n in range(days))
    return sum(calendar.is_school_day(one) for one in every)


@dataclass(frozen=True)
class ClassLine:
    """A class as lists show it."""

    pk: int
    name: str
    year: str
    pupils: int
    teachers: str
    helpers: str


def class_lines(classes: Iterable[ClassGroup], day: date) -> list[ClassLine]:
    """Classes with who has them and how many are in them on a day; three queries."""
    found = list(classes)
    teachers, helpers = _people_of(found, day)
    counts = dict(
        ClassPlacement.objects.on(day)
        .filter(class_group__in=found, pupil__left_on__isnull=True)
        .values_list("class_group")
        .annotate(Count("pupil", distinct=True))
    )
    return [
        ClassLine(
            pk=row.pk,
            name=row.name,
            year="Mixed" if row.year_group is None else str(row.get_year_group_display()),
            pupils=counts.get(row.pk, 0),
            teachers=", ".join(teachers[row.pk]),
            helpers=", ".join(helpers[row.pk]),
        )
        for row in found
    ]


def _people_of(
    classes: list[ClassGroup], day: date
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """The teachers (cover included) and the TAs of each class on a day."""
    teachers: dict[int, list[str]] = defaultdict(list)
    helpers: dict[int, list[str]] = defaultdict(list)
    for row in assignments(class_group__in=classes).on(day):  # type: ignore[attr-defined]
        side = helpers if row.kind == ClassAssignment.Kind.TA else teachers
        cover = " (cover)" if row.kind == ClassAssignment.Kind.COVER else ""
        side[row.class_group_id].append(f"{row.membership.user.name}{cover}")
    return teachers, helpers


@dataclass(frozen=True)
class FigureLine:
    """A figure of the school: what it is now and since when; what comes, and what was."""

    label: str
    value: str
    since: str
    others: list[str]


def figure_lines(day: date) -> list[FigureLine]:
    """Every figure on a day; one query."""
    return [_figure(name, rows, day) for name, rows in settings_by_name().items()]


def _figure(name: str, rows: list[DatedSetting], day: date) -> FigureLine:
    now = next((row for row in rows if row.starts_on <= day), None)
    others = [row for row in rows if row is not now]
    return FigureLine(
        label=str(Name(name).label),
        value=in_words(name, now.value if now else Decimal(FIGURES[name].start)),
        since=f"since {long_date(now.starts_on)}" if now else "the usual figure",
        others=[f"{in_words(name, row.value)} from {long_date(row.starts_on)}" for row in others],
    )


def detail_facts(school: School, day: date) -> Facts:
    """Who and where the school is; what is not known is said to be missing."""
    number = f"{school.la_number}/{school.estab_number}".strip("/")
    return [
        ("Phase", str(school.get_phase_display())),
        ("URN", school.urn or "not given"),
        ("LA and establishment", number or "not given"),
        ("Address", ", ".join(school.address.splitlines()) or "not given"),
        ("Phone", school.phone or "not given"),
        ("E-mail", school.email or "not given"),
        ("Register", live_words(school, day) or "not live yet"),
    ]


def contact_facts(school: School) -> Facts:
    """Who to turn to: the SENCO, and the DSL for a child at risk."""
    return [
        ("SENCO", school.senco_name or "not given"),
        ("SENCO's e-mail", school.senco_email or "not given"),
        ("DSL", school.dsl_name or "not given"),
        ("DSL's phone", school.dsl_phone or "not given"),
    ]


def missing_year(day: date) -> str:
    """The name of next year when its dates should be there and are not; else nothing. One query."""
    begins = academic_year_of(day) + 1
    if not next_year_is_due(day) or AcademicYear.objects.filter(starts_on__gt=day).exists():
        return ""
    return f"{begins}/{(begins + 1) % 100:02d}"
