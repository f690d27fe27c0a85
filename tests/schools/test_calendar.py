"""The pure calendar: half-terms, terms, school days and teaching weeks, for any school's dates."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from schools.calendar import SchoolCalendar, Span, calendar_of
from schools.half_terms import NAMES, mistakes_in
from schools.usual_dates import next_year_is_due, usual_closures, usual_half_terms

YEARS = st.integers(2013, 2090)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
DAY = timedelta(days=1)


def usual(*begins: int) -> SchoolCalendar:
    """The usual dates of some years, with their bank holidays."""
    return calendar_of(
        [span for year in begins for span in usual_half_terms(year)],
        [day for year in begins for day, _why in usual_closures(year)],
    )


SIX_YEARS = usual(*range(2024, 2030))


@given(YEARS)
def test_usual_dates_are_six_half_terms_that_make_a_year(begins: int) -> None:
    """A new school's start needs no mending before it can be saved."""
    spans = usual_half_terms(begins)
    assert [span.name for span in spans] == list(NAMES)
    assert mistakes_in(spans, first=date(begins, 9, 1), last=date(begins + 1, 8, 31)) == []


@given(YEARS)
def test_usual_dates_run_from_mondays_to_fridays_with_breaks(begins: int) -> None:
    """Breaks are of one week at half-term, and at least two at Christmas and Easter."""
    spans = usual_half_terms(begins)
    assert all(s.starts_on.weekday() == 0 and s.ends_on.weekday() == 4 for s in spans)
    weeks = [(b.starts_on - a.ends_on).days // 7 for a, b in pairwise(spans)]
    assert weeks[0] == weeks[2] == weeks[4] == 1
    assert weeks[1] in {2, 3}
    assert weeks[3] == 2


@given(YEARS)
def test_usual_dates_leave_christmas_free(begins: int) -> None:
    """Term is over before Christmas Eve, whatever the weekday."""
    christmas = [date(begins, 12, 23) + n * DAY for n in range(10)]
    assert not any(usual(begins).is_school_day(day) for day in christmas)


@given(YEARS)
def test_usual_year_is_about_190_days(begins: int) -> None:
    """190 pupil days and 5 INSET days (statutory.md section 4), give or take a week to edit."""
    calendar = usual(begins)
    days = sum(calendar.is_school_day(date(begins, 9, 1) + n * DAY) for n in range(365))
    assert 184 <= days <= 200


@given(YEARS)
def test_bank_holidays_of_term_are_closed(begins: int) -> None:
    """Early May is in term every year, Good Friday and Easter Monday when Easter is early."""
    closures = usual_closures(begins)
    assert "Early May bank holiday" in {why for _day, why in closures}
    weekdays = {"Good Friday": 4, "Easter Monday": 0, "Early May bank holiday": 0}
    assert all(day.weekday() == weekdays[why] for day, why in closures)
    assert not any(usual(begins).is_school_day(day) for day, _why in closures)


def test_easter_falls_where_the_almanac_says() -> None:
    """Good Friday 2024 (29 March) and 2027 (26 March) were inside the usual spring term."""
    assert (date(2024, 3, 29), "Good Friday") in usual_closures(2023)
    assert (date(2027, 3, 26), "Good Friday") in usual_closures(2026)
    assert (date(2027, 3, 29), "Easter Monday") in usual_closures(2026)


@given(DAYS)
def test_half_term_of_a_day_is_the_last_that_has_begun(day: date) -> None:
    """In a holiday it is the half-term before it; before the first known one there is none."""
    found = SIX_YEARS.half_term_of(day)
    begun = [span for span in SIX_YEARS.half_terms if span.starts_on <= day]
    if found is None:
        assert begun == []
    else:
        assert found.starts_on == max(span.starts_on for span in begun)


@given(DAYS)
def test_term_holds_both_its_halves(day: date) -> None:
    """A term runs from the first day of its first half to the last of its second."""
    term, half = SIX_YEARS.term_of(day), SIX_YEARS.half_term_of(day)
    if half is None:
        assert term is None
        return
    assert term is not None
    name, first, last = term
    assert name == half.term
    assert first <= half.starts_on < half.ends_on <= last
    assert 60 < (last - first).days < 120


@given(DAYS)
def test_school_days_are_weekdays_in_a_half_term(day: date) -> None:
    """Nobody is at school at a weekend, in a holiday, or on a closed day."""
    inside = any(span.starts_on <= day <= span.ends_on for span in SIX_YEARS.half_terms)
    assert SIX_YEARS.is_school_day(day) == (
        inside and day.weekday() < 5 and day not in SIX_YEARS.closed
    )


@given(DAYS)
def test_weeks_of_term_count_up_by_one_teaching_week(day: date) -> None:
    """The next day is in the same week, the next teaching week, or no longer in the term."""
    week, tomorrow = SIX_YEARS.week_of_term(day), SIX_YEARS.week_of_term(day + DAY)
    same_term = SIX_YEARS.term_of(day) == SIX_YEARS.term_of(day + DAY)
    if week is None or tomorrow is None or not same_term:
        return
    assert tomorrow - week in {0, 1}
    assert 1 <= week <= 17


@given(DAYS)
def test_week_of_term_stands_still_in_half_term(day: date) -> None:
    """The weeks of a holiday are nobody's teaching weeks."""
    weeks = {SIX_YEARS.week_of_term(day + n * DAY) for n in range(7)}
    if day.weekday() == 0 and not any(SIX_YEARS.is_school_day(day + n * DAY) for n in range(7)):
        assert weeks == {SIX_YEARS.week_of_term(day)}


def test_week_of_term_in_a_known_autumn() -> None:
    """Autumn 2026 begins on Monday 7 September; week 8 is the first after half-term."""
    assert SIX_YEARS.week_of_term(date(2026, 9, 7)) == 1
    assert SIX_YEARS.week_of_term(date(2026, 10, 23)) == 7
    assert SIX_YEARS.week_of_term(date(2026, 10, 28)) == 7
    assert SIX_YEARS.week_of_term(date(2026, 11, 2)) == 8
    assert SIX_YEARS.week_of_term(date(2026, 12, 18)) == 14
    assert SIX_YEARS.week_of_term(date(2026, 12, 28)) is None


def test_leap_day_is_a_school_day() -> None:
    """29 February 2028, a Tuesday in Spring 2, is a day like others."""
    assert SIX_YEARS.is_school_day(date(2028, 2, 29))
    assert SIX_YEARS.half_term_of(date(2028, 2, 29)) == usual_half_terms(2027)[3]


def test_summer_holiday_belongs_to_the_year_before() -> None:
    """31 August and 1 September before term begins are still after Summer 2, in no week."""
    for day in (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 6)):
        half = SIX_YEARS.half_term_of(day)
        assert half is not None
        assert half.name == "Summer 2"
        assert SIX_YEARS.week_of_term(day) is None


def test_week_with_no_school_day_does_not_count() -> None:
    """A school closed for a whole week in term has one teaching week fewer."""
    spans = usual_half_terms(2026)
    snow = [date(2026, 11, 9) + n * DAY for n in range(5)]
    assert calendar_of(spans, snow).week_of_term(date(2026, 11, 20)) == 9
    assert calendar_of(spans).week_of_term(date(2026, 11, 20)) == 10


@given(st.lists(st.sampled_from(NAMES), max_size=6), st.data())
def test_mistakes_name_the_half_term(names: list[str], data: st.DataObject) -> None:
    """Whatever is typed, each mistake is one sentence that begins with the half-term's name."""
    days = st.dates(date(2026, 1, 1), date(2028, 1, 1))
    spans = [Span(data.draw(days), data.draw(days), name) for name in names]
    found = mistakes_in(spans, first=date(2026, 9, 1), last=date(2027, 8, 31))
    assert {name for name in NAMES if name not in names} <= {mistake.name for mistake in found}
    for mistake in found:
        assert mistake.sentence.startswith(mistake.name)
        assert mistake.sentence.endswith(".")


def moved(name: str, **ends: date) -> list[str]:
    """The sentences for the usual year of 2026 with one half-term's dates changed."""
    spans = [
        Span(
            ends.get("starts_on", span.starts_on) if span.name == name else span.starts_on,
            ends.get("ends_on", span.ends_on) if span.name == name else span.ends_on,
            span.name,
        )
        for span in usual_half_terms(2026)
    ]
    found = mistakes_in(spans, first=date(2026, 9, 1), last=date(2027, 8, 31))
    return [mistake.sentence for mistake in found]


def test_each_sort_of_mistake_has_its_sentence() -> None:
    """Ends before it starts, outside the year, overlaps: each says what and when."""
    assert moved("Autumn 1", ends_on=date(2026, 9, 1)) == [
        "Autumn 1 ends on 1 September 2026, not after it starts."
    ]
    assert moved("Autumn 1", starts_on=date(2026, 8, 28)) == [
        "Autumn 1 starts on 28 August 2026, outside the year (1 September 2026 to 31 August 2027)."
    ]
    assert moved("Spring 1", starts_on=date(2026, 12, 14)) == [
        "Spring 1 starts on 14 December 2026, before Autumn 2 is over (18 December 2026)."
    ]


def test_a_gap_that_no_school_has_is_a_mistake() -> None:
    """A break over five weeks, or a year that begins late or ends early, is a date mistyped."""
    assert moved("Autumn 2", starts_on=date(2026, 12, 7)) == [
        (
            "Autumn 2 starts on 7 December 2026, 6 weeks after Autumn 1 ends (23 October 2026):"
            " no holiday in a school year is that long."
        )
    ]
    assert moved("Autumn 1", starts_on=date(2026, 10, 7)) == [
        "Autumn 1 starts on 7 October 2026: school begins in September."
    ]
    assert moved("Summer 2", ends_on=date(2027, 6, 18)) == [
        "Summer 2 ends on 18 June 2027: the year goes on into summer."
    ]


def test_a_break_of_three_weeks_or_none_is_the_schools_own() -> None:
    """Long Christmases, and half-terms that only a weekend parts, are left to the school."""
    assert moved("Spring 1", starts_on=date(2027, 1, 18)) == []
    assert moved("Autumn 2", starts_on=date(2026, 10, 26)) == []


def test_next_years_dates_are_due_from_easter_on() -> None:
    """From Easter Sunday (28 March 2027) until the year is over, and not in the autumn."""
    assert not next_year_is_due(date(2026, 11, 25))
    assert not next_year_is_due(date(2027, 3, 27))
    assert next_year_is_due(date(2027, 3, 28))
    assert next_year_is_due(date(2027, 8, 31))
    assert not next_year_is_due(date(2027, 9, 1))
