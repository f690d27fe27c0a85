"""The school's dates as it keeps them, read into the pure calendar."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet, Value

from common.dates import long_date, today
from schools.calendar import SchoolCalendar, Span, calendar_of
from schools.models import AcademicYear, ClassGroup, ClosureDay, HalfTerm, School

# A year before and after the day asked about: enough for any term or timeframe around it.
AROUND = timedelta(days=800)

# Classes as schools list them: by year group, mixed ones last.
AS_LISTED = (F("year_group").asc(nulls_last=True), "name")


def calendar_for(on: date | None = None) -> SchoolCalendar:
    """The calendar around a day (today) of the school one is acting in; one query."""
    day = on or today()
    around = (day - AROUND, day + AROUND)
    half_terms = HalfTerm.objects.filter(starts_on__range=around)
    closed = ClosureDay.objects.filter(on__range=around)
    none = HalfTerm.objects.none().annotate(of=Value(0))
    calendar, _beside = _read(
        half_terms, closed, none.values_list("name", "starts_on", "ends_on", "of")
    )
    return calendar


Beside = tuple[str, date, int]


def whole_calendar(beside: "QuerySet[Any]") -> tuple[SchoolCalendar, list[Beside]]:
    """Every date the school keeps, and days of a higher room's own, read in one query.

    `beside` gives a name with a colon in it, its day twice, and a number.
    """
    return _read(HalfTerm.objects.all(), ClosureDay.objects.all(), beside)


def _read(
    half_terms: "QuerySet[Any]", closed: "QuerySet[Any]", beside: "QuerySet[Any]"
) -> tuple[SchoolCalendar, list[Beside]]:
    half_terms = half_terms.annotate(of=Value(0))
    closed = closed.annotate(name=Value(""), last=F("on"), of=Value(0))
    rows = list(
        half_terms.order_by()
        .values_list("name", "starts_on", "ends_on", "of")
        .union(closed.order_by().values_list("name", "on", "last", "of"), beside, all=True)
    )
    labels = dict(HalfTerm.Name.choices)
    spans = [
        Span(first, last, str(labels[name])) for name, first, last, _ in rows if name in labels
    ]
    calendar = calendar_of(spans, (first for name, first, _, _ in rows if not name))
    return calendar, [(name, first, of) for name, first, _, of in rows if ":" in name]


def span_of(row: HalfTerm) -> Span:
    """A half-term as the pure calendar has it."""
    return Span(row.starts_on, row.ends_on, str(row.get_name_display()))


def current_year(on: date | None = None) -> AcademicYear | None:
    """The academic year of a day (today): if none holds then, the newest there is."""
    day = on or today()
    years = AcademicYear.objects.order_by("-starts_on")
    holding = years.filter(starts_on__lte=day, ends_on__gte=day).first()
    return holding or years.first()


def half_terms_of(year: AcademicYear) -> list[Span]:
    """The half-terms of a year in order of date."""
    return sorted(span_of(row) for row in HalfTerm.objects.filter(academic_year=year))


def closures_of(year: AcademicYear) -> "QuerySet[ClosureDay]":
    """The days of a year when pupils stay away, in order."""
    rows: QuerySet[ClosureDay] = ClosureDay.objects.filter(
        on__range=(year.starts_on, year.ends_on)
    ).order_by("on")
    return rows


def open_classes(on: date | None = None) -> "QuerySet[ClassGroup]":
    """The classes of this academic year and of those to come, in the order schools list them."""
    rows: QuerySet[ClassGroup] = ClassGroup.objects.filter(
        academic_year__ends_on__gte=on or today()
    ).select_related("academic_year")
    return rows.order_by("academic_year__starts_on", *AS_LISTED)


def live_words(school: School, day: date) -> str:
    """`Live since 4 January 2027`, `Goes live on 4 January 2027`, or nothing."""
    if school.go_live_on is None:
        return ""
    verb = "Live since" if school.go_live_on <= day else "Goes live on"
    return f"{verb} {long_date(school.go_live_on)}"
