"""Whom to tell of what: pure rules, by example and at random."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from reviews.reminding import Kind, Limits, Telling, is_hour, is_told_on, news_of, tellings
from schools.calendar import SchoolCalendar, calendar_of
from schools.usual_dates import usual_half_terms
from stages.due import Due, when_words
from stages.standing import StandingItem

YEAR = calendar_of(usual_half_terms(2026))
LIMITS = Limits(senco=5, head=15)
MONDAY = date(2026, 11, 23)
LONDON = ZoneInfo("Europe/London")


def due(pupil: int, what: str, on: date, day: date = MONDAY, *, required: bool = True) -> Due:
    """An open item of a child, due by a day, as home would show it on another."""
    late = required and on < day
    return Due(
        standing=pupil,
        pupil=pupil,
        name="Ayla",
        surname="Zq",
        item=StandingItem(
            keys=[what.lower()],
            what=what,
            opens_on="2026-09-01",
            due_on=on.isoformat(),
            late_on=on.isoformat() if required else "",
            owners=["class_teacher"],
        ),
        is_late=late,
        is_soon=on <= day + timedelta(days=14),
        when=when_words(on, day, is_late=late),
    )


def told(
    own: Sequence[Due] = (),
    everyones: Sequence[Due] = (),
    *roles: Role,
    day: date = MONDAY,
    calendar: SchoolCalendar = YEAR,
) -> list[tuple[str, int, date]]:
    """What a person is told of: why, of whom, for which day."""
    found = tellings(own, everyones, roles or (Role.TEACHER,), day, calendar, LIMITS)
    return [(one.kind.value, one.pupil, one.due_on) for one in found]


def test_what_is_due_within_14_days_and_what_is_overdue_is_told() -> None:
    """Each for its day; what is further off, and what is only expected and past, is not late."""
    own = [
        due(1, "Voice", date(2026, 12, 7)),
        due(2, "Voice", date(2026, 12, 8)),
        due(3, "Plan", date(2026, 11, 20)),
        due(4, "Plan", date(2026, 11, 20), required=False),
    ]
    assert told(own) == [
        ("due", 1, date(2026, 12, 7)),
        ("due", 4, date(2026, 11, 20)),
        ("late", 3, date(2026, 11, 20)),
    ]


@pytest.mark.parametrize(
    ("day", "role", "wanted"),
    [
        (date(2026, 10, 23), Role.SENCO, []),  # five school days after Friday 16 October
        (date(2026, 10, 30), Role.SENCO, []),  # half-term does not count
        (date(2026, 11, 2), Role.SENCO, [("senco", 1)]),
        (date(2026, 11, 13), Role.HEAD, []),
        (date(2026, 11, 16), Role.HEAD, [("head", 1)]),
        (date(2026, 11, 16), Role.TEACHER, []),
    ],
)
def test_what_is_overdue_for_long_goes_up_counted_in_school_days(
    day: date, role: Role, wanted: list[tuple[str, int]]
) -> None:
    """SENCO after five school days, head after fifteen, nobody else; a holiday stops the count."""
    late = due(1, "Voice", date(2026, 10, 16), day)
    assert [line[:2] for line in told((), [late], role, day=day)] == wanted


def test_who_is_senco_and_head_is_told_once_and_never_of_what_is_theirs_already() -> None:
    """One person in a small school holds both roles."""
    late = due(1, "Map", date(2026, 9, 14))
    both = (Role.SENCO, Role.HEAD)
    assert [line[0] for line in told((), [late], *both)] == ["senco"]
    assert [line[0] for line in told([late], [late], *both)] == ["late"]


@pytest.mark.parametrize(
    ("day", "goes"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 28), False),
        (date(2026, 12, 25), False),
        (date(2028, 9, 6), True),  # beyond the dates the school keeps: a weekday
        (date(2028, 9, 9), False),
    ],
)
def test_reminders_go_on_school_days(day: date, goes: bool) -> None:
    """Never in a holiday or at a weekend; where no dates are known, on weekdays."""
    assert is_told_on(YEAR, day) is goes


def test_a_closed_day_is_no_school_day() -> None:
    """INSET and closure days are the school's own."""
    assert not is_told_on(calendar_of(usual_half_terms(2026), [MONDAY]), MONDAY)


def test_without_any_dates_weekdays_serve() -> None:
    """A school that keeps no dates yet is reminded all the same."""
    assert is_told_on(calendar_of([]), MONDAY)
    assert not is_told_on(calendar_of([]), date(2026, 11, 22))


@given(
    st.sampled_from([*range(2025, 2031)]),
    st.integers(min_value=0, max_value=366 * 24 * 12),
    st.integers(min_value=6, max_value=18),
)
def test_a_digest_goes_from_the_hour_chosen_on_and_never_at_night(
    year: int, ticks: int, hour: int
) -> None:
    """In local time, at any tick of beat in UTC, also on the days the clocks change."""
    local = (datetime(year, 1, 1, tzinfo=UTC) + timedelta(minutes=5 * ticks)).astimezone(LONDON)
    assert is_hour(local, hour) == (hour <= local.hour <= 19)


@pytest.mark.parametrize("year", range(2025, 2031))
@pytest.mark.parametrize("hour", [6, 7, 18])
def test_each_day_has_its_hour_at_every_change_of_the_clocks(year: int, hour: int) -> None:
    """Ticking every five minutes through a year: each day's hour comes, and comes first on it."""
    moment = datetime(year, 1, 1, tzinfo=UTC)
    found: dict[date, datetime] = {}
    while moment.year == year:
        local = moment.astimezone(LONDON)
        if is_hour(local, hour):
            found.setdefault(local.date(), local)
        moment += timedelta(minutes=5)
    assert len(found) == (date(year + 1, 1, 1) - date(year, 1, 1)).days
    assert {(local.hour, local.minute) for local in found.values()} == {(hour, 0)}


days = st.dates(date(2026, 9, 1), date(2027, 7, 31))
dues = st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["Voice", "Plan", "Map"]), days))


@given(dues, st.lists(days, min_size=1, max_size=12))
def test_nothing_is_told_twice_and_nothing_is_missed(
    things: list[tuple[int, str, date]], ticks: list[date]
) -> None:
    """Whatever days are looked at in whatever order: each item once as due, once as overdue."""
    before: set[tuple[Kind, int, str, date]] = set()
    for day in ticks:
        own = [due(pupil, what, on, day) for pupil, what, on in things]
        found = tellings(own, (), {Role.TEACHER}, day, YEAR, LIMITS)
        new = {one.key for one in found} - before
        wanted = {
            (Kind.LATE if on < day else Kind.DUE, pupil, what.lower(), on)
            for pupil, what, on in things
            if on <= day + timedelta(days=14)
        }
        assert new == wanted - before
        before |= new


def test_news_is_counted_by_what_with_the_most_pressing_first() -> None:
    """`Voice, 2 times: now overdue`; totals are of what is one's own."""
    day = date(2026, 11, 30)
    all_of = [
        Telling(Kind.DUE, 1, "map", day, "Map"),
        Telling(Kind.LATE, 1, "voice", day, "Voice"),
        Telling(Kind.LATE, 2, "voice", day, "Voice"),
        Telling(Kind.SENCO, 3, "voice", day, "Voice"),
    ]
    news = news_of(all_of[:3], all_of)
    assert news.new == [(Kind.LATE, "Voice", 2), (Kind.DUE, "Map", 1)]
    assert (news.overdue, news.soon) == (2, 1)
