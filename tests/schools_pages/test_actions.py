"""Opening a school, and changing its dates, classes and figures."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from common.errors import Refused
from schools.actions import (
    Closure,
    add_class,
    add_closure,
    add_year,
    edit_class,
    edit_school,
    open_school,
    save_dates,
    save_half_terms,
    set_setting,
)
from schools.calendar import Span
from schools.dates import calendar_for, closures_of, current_year, half_terms_of
from schools.models import AcademicYear, ClosureDay, DatedSetting, HalfTerm, School
from schools.records import EditClash
from schools.settings import Name, in_words, setting
from schools.tenancy import school_scope
from schools.usual_dates import usual_half_terms
from tests.factories.schools import ClassGroupFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    """A school opened in September 2026."""
    return open_school(name="Ashgrove Primary", begins=2026)


def the_year() -> AcademicYear:
    """The year of the school one acts in."""
    year: AcademicYear = AcademicYear.objects.get()
    return year


def test_school_opens_with_a_year_and_its_usual_dates(school: School) -> None:
    """A new school gets England's usual dates as an editable start (model.md)."""
    assert school.slug == "ashgrove-primary"
    with school_scope(school):
        assert the_year().name == "2026/27"
        assert half_terms_of(the_year()) == usual_half_terms(2026)
        assert calendar_for(date(2026, 11, 23)).is_school_day(date(2026, 11, 23))
        assert not calendar_for(date(2027, 5, 3)).is_school_day(date(2027, 5, 3))


def test_school_opens_with_the_usual_figures(school: School) -> None:
    """£6,000 holds from April 2013, the rest from the first day of the school's first year."""
    with school_scope(school):
        assert DatedSetting.objects.count() == len(Name)
        assert setting(Name.NOTIONAL_THRESHOLD, date(2013, 4, 1)) == 6000
        assert setting(Name.WEEKS_PER_YEAR, date(2026, 9, 1)) == 38
        assert setting(Name.RETENTION_YEARS) == 31
        assert setting(Name.TAIL_DAYS) == 14


def test_two_schools_cannot_have_one_address(school: School) -> None:
    """The address of a school is its alone; nothing is opened when it is taken."""
    with pytest.raises(Refused, match="ashgrove-primary"):
        open_school(name="Ashgrove Primary", begins=2026)
    assert School.objects.count() == 1


def test_calendar_takes_one_query(school: School, django_assert_num_queries: Any) -> None:
    """However many years a school keeps, its calendar is read at the same price."""
    with school_scope(school), django_assert_num_queries(1):
        calendar_for(date(2026, 11, 23))
    with school_scope(school):
        for begins in range(2020, 2026):
            add_year(begins=begins)
        with django_assert_num_queries(1):
            assert len(calendar_for(date(2026, 11, 23)).half_terms) >= 12


def test_calendar_holds_only_the_schools_own_dates(school: School) -> None:
    """Another school's holiday closes nobody else's day."""
    other = open_school(name="Brook Primary", begins=2026)
    with school_scope(other):
        add_closure(on=date(2026, 11, 23), why="Boiler")
    with school_scope(school):
        assert calendar_for(date(2026, 11, 23)).is_school_day(date(2026, 11, 23))
    with school_scope(other):
        assert not calendar_for(date(2026, 11, 23)).is_school_day(date(2026, 11, 23))


def test_current_year_is_the_one_of_the_day_else_the_newest(school: School) -> None:
    """In August before a school's first year its dates can still be seen and edited."""
    with school_scope(school):
        add_year(begins=2027)
        assert str(current_year(date(2026, 11, 23))) == "2026/27"
        assert str(current_year(date(2031, 1, 1))) == "2027/28"


def test_year_is_added_once(school: School) -> None:
    """The same year again is refused in one sentence."""
    with school_scope(school), pytest.raises(Refused, match="2026/27 is there already"):
        add_year(begins=2026)


def test_half_terms_that_make_no_year_change_nothing(school: School) -> None:
    """The mistake is named, and the dates stay as they were."""
    spans = usual_half_terms(2026)
    spans[1] = Span(date(2026, 10, 1), spans[1].ends_on, "Autumn 2")
    with school_scope(school):
        with pytest.raises(Refused, match="Autumn 2 starts on 1 October 2026"):
            save_half_terms(year=the_year(), half_terms=spans)
        assert half_terms_of(the_year()) == usual_half_terms(2026)


def test_saved_dates_replace_those_before(school: School) -> None:
    """A day left off the form is a school day again; one that stays keeps its identity."""
    spans = usual_half_terms(2026)
    spans[0] = Span(date(2026, 9, 3), spans[0].ends_on, "Autumn 1")
    with school_scope(school):
        year = the_year()
        kept = add_closure(on=date(2026, 11, 2))
        closures = [Closure(date(2026, 11, 2), "inset", "Phonics"), Closure(date(2027, 6, 7))]
        save_dates(year=year, expected=1, half_terms=spans, closures=closures)
        assert half_terms_of(year)[0].starts_on == date(2026, 9, 3)
        assert [(row.on, row.why) for row in closures_of(year)] == [
            (date(2026, 11, 2), "Phonics"),
            (date(2027, 6, 7), ""),
        ]
        assert ClosureDay.objects.get(on=date(2026, 11, 2)).uid == kept.uid
        assert HalfTerm.objects.count() == 6


def test_dates_saved_by_two_people_clash(school: School) -> None:
    """The second of two saves from one version is told, and changes nothing."""
    with school_scope(school):
        year = the_year()
        save_dates(year=year, expected=1, half_terms=usual_half_terms(2026), closures=[])
        with pytest.raises(EditClash):
            save_dates(year=year, expected=1, half_terms=usual_half_terms(2026), closures=[])


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 21), "21 November 2026 is a Saturday"),
        (date(2027, 5, 3), "3 May 2027 is listed already"),
    ],
)
def test_closure_that_makes_no_sense_is_refused(school: School, on: date, words: str) -> None:
    """A weekend, or a day listed twice, is one plain sentence."""
    with school_scope(school), pytest.raises(Refused, match=words):
        add_closure(on=on)


def test_closure_of_another_year_is_refused(school: School) -> None:
    """The form of a year holds the days of that year only."""
    with school_scope(school), pytest.raises(Refused, match="2 November 2028 is not in 2026/27"):
        save_dates(
            year=the_year(),
            expected=1,
            half_terms=usual_half_terms(2026),
            closures=[Closure(date(2028, 11, 2))],
        )


def test_two_classes_of_one_name_are_refused(school: School) -> None:
    """In whatever case they are typed; another year may use the name again."""
    with school_scope(school):
        oak = add_class(year=the_year(), name="Oak", year_group=2)
        elm = add_class(year=the_year(), name="Elm")
        with pytest.raises(Refused, match="class called oak in 2026/27"):
            add_class(year=the_year(), name="oak")
        with pytest.raises(Refused, match="class called OAK"):
            edit_class(class_group=elm, expected=1, name="OAK", year_group=None)
        edit_class(class_group=oak, expected=1, name="OAK", year_group=3)
        add_class(year=add_year(begins=2027), name="Oak")


def test_class_saved_by_two_people_clashes() -> None:
    """Nobody's work is overwritten (reliability.md, promise 3)."""
    row = ClassGroupFactory()
    with school_scope(row.school):
        edit_class(class_group=row, expected=1, name="4 Birch", year_group=4)
        with pytest.raises(EditClash):
            edit_class(class_group=row, expected=1, name="4 Beech", year_group=4)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        (Name.WEEKS_PER_YEAR, Decimal(500), "between 1 weeks and 53 weeks"),
        (Name.WEEKS_PER_YEAR, Decimal("38.5"), "a whole number"),
        (Name.NOTIONAL_THRESHOLD, Decimal(-1), "between £0 and £100,000"),
        (Name.SMALL_NUMBER, Decimal(0), "between 2 and 100"),
    ],
)
def test_figure_that_makes_no_sense_is_refused(
    school: School, name: str, value: Decimal, words: str
) -> None:
    """A figure out of its bounds is refused with the bounds."""
    with school_scope(school), pytest.raises(Refused, match=words):
        set_setting(name=name, value=value, starts_on=date(2026, 9, 1))


def test_figure_holds_from_its_day_and_can_be_corrected(school: School) -> None:
    """An earlier day keeps its earlier figure; the same day again is a correction."""
    with school_scope(school):
        for value in (Decimal(6500), Decimal(6200)):
            set_setting(name=Name.NOTIONAL_THRESHOLD, value=value, starts_on=date(2027, 4, 1))
        assert setting(Name.NOTIONAL_THRESHOLD, date(2027, 3, 31)) == 6000
        assert setting(Name.NOTIONAL_THRESHOLD, date(2027, 4, 1)) == 6200


def test_figures_read_as_people_write_them() -> None:
    """Money with pounds, pence only when there are any; the rest with its unit."""
    assert in_words(Name.NOTIONAL_THRESHOLD, Decimal("6000.00")) == "£6,000"
    assert in_words(Name.NOTIONAL_THRESHOLD, Decimal("5250.50")) == "£5,250.50"
    assert in_words(Name.WEEKS_PER_YEAR, Decimal("38.00")) == "38 weeks"
    assert in_words(Name.TAIL_DAYS, Decimal("14.00")) == "14 days"
    assert in_words(Name.SMALL_NUMBER, Decimal("5.00")) == "5"


def test_school_saved_by_two_people_clashes() -> None:
    """The second is shown the first one's details; neither is lost."""
    school = SchoolFactory()
    with school_scope(school):
        edit_school(school=School.objects.get(), expected=1)
        with pytest.raises(EditClash) as clash:
            edit_school(school=School.objects.get(), expected=1)
    assert clash.value.current.version == 2
