"""Unusual openings: the rule, who is told, and what is never an alert."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Membership
from accounts.roles import Role
from jobs.models import OutboxMessage
from jobs.outbox import send_waiting
from pupils.actions import raise_alerts
from pupils.days_of_reading import limits_on
from pupils.models import AccessEntry, OpeningAlert, Pupil
from pupils.tasks import watch_openings
from pupils.unusual import DayOfOne, Limits, Opening, Sign, signs_of
from schools.actions import set_setting
from schools.settings import FIGURES, Name
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory
from tests.factories.pupils import PupilFactory

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 11, 23, 9, tzinfo=LONDON)
USUAL = Limits(hour=40, times=3, least=30, night=10, exports=4)
MINUTE = timedelta(minutes=1)


def openings(count: int, *, every: timedelta = MINUTE, own: bool = False) -> list[Opening]:
    """So many children opened one after another from nine o'clock."""
    return [Opening(START + n * every, n, own) for n in range(count)]


def test_forty_children_in_an_hour_are_unusual() -> None:
    """Within any sixty minutes, not by the clock; a child opened ten times is one child."""
    assert signs_of(DayOfOne(openings(40)), USUAL) == [Sign.HOUR]
    assert signs_of(DayOfOne(openings(39)), USUAL) == []
    assert signs_of(DayOfOne(openings(120, every=2 * MINUTE)), USUAL) == []
    again = [Opening(START + n * MINUTE, n % 5, False) for n in range(59)]
    assert signs_of(DayOfOne(again), USUAL) == []
    over_the_hour = [Opening(START + 30 * MINUTE + n * MINUTE, n, False) for n in range(40)]
    assert signs_of(DayOfOne(over_the_hour), USUAL) == [Sign.HOUR]


def test_the_senco_may_open_twice_as_many() -> None:
    """Going through the register is the SENCO's work."""
    assert signs_of(DayOfOne(openings(59), is_senco=True), USUAL) == []
    eighty = openings(80, every=timedelta(seconds=40))
    assert signs_of(DayOfOne(eighty, is_senco=True), USUAL) == [Sign.HOUR]


def test_more_than_three_times_the_usual_day() -> None:
    """From thirty children on, once five days are known; one odd day among them moves little."""
    day = openings(31, every=10 * MINUTE)
    assert signs_of(DayOfOne(day, past=[10, 10, 10, 10, 90]), USUAL) == [Sign.USUAL]
    assert signs_of(DayOfOne(day, past=[11, 11, 11, 11, 11]), USUAL) == []
    assert signs_of(DayOfOne(day, past=[1, 1, 1, 1]), USUAL) == []
    assert signs_of(DayOfOne(day[:29], past=[1] * 9), USUAL) == []


def test_night_and_exports() -> None:
    """Ten children between midnight and five, their own too; four exports."""
    night = [Opening(START.replace(hour=4, minute=n), n, True) for n in range(10)]
    assert signs_of(DayOfOne(night), USUAL) == [Sign.NIGHT]
    assert signs_of(DayOfOne(night[:9]), USUAL) == []
    late = [Opening(START.replace(hour=23, minute=n), n, True) for n in range(10)]
    assert signs_of(DayOfOne(late), USUAL) == []
    assert signs_of(DayOfOne([], exports=4), USUAL) == [Sign.EXPORTS]
    assert signs_of(DayOfOne([], exports=3), USUAL) == []


moments = st.integers(5 * 60, 24 * 60 - 1).map(lambda n: START.replace(hour=n // 60, minute=n % 60))
opened = st.builds(Opening, at=moments, pupil_id=st.integers(1, 300), is_own=st.just(True))


@given(st.lists(opened, max_size=400), st.integers(0, 3), st.lists(st.integers(0, 60)))
def test_no_day_of_a_teacher_is_unusual(day: list[Opening], exports: int, past: list[int]) -> None:
    """Whatever a teacher opens of their own children from five to midnight raises nothing."""
    assert signs_of(DayOfOne(day, exports=exports, past=past), USUAL) == []


anybody = st.builds(
    Opening,
    at=st.integers(0, 24 * 60 - 1).map(lambda n: START.replace(hour=n // 60, minute=n % 60)),
    pupil_id=st.integers(1, 90),
    is_own=st.booleans(),
)


@given(st.lists(anybody, max_size=80), st.lists(anybody, max_size=20))
def test_opening_more_takes_no_sign_away(day: list[Opening], more: list[Opening]) -> None:
    """A sign that was given stays given, whatever is opened besides."""
    limits = Limits(hour=5, times=2, least=8, night=4, exports=2)
    before = signs_of(DayOfOne(day, past=[2] * 6), limits)
    assert set(before) <= set(signs_of(DayOfOne([*day, *more], past=[2] * 6), limits))


def browse(cast: Cast, member: Membership, count: int, at: datetime = START) -> list[Pupil]:
    """Somebody opens the details of so many children, a minute apart."""
    pupils = [PupilFactory(school=cast.school) for _ in range(count)]
    with school_scope(cast.school):
        for n, pupil in enumerate(pupils):
            AccessEntry.objects.create(
                user=member.user, what="pupils:pupil_detail", at=at + n * MINUTE, pupil=pupil
            )
    return pupils


def raised(cast: Cast) -> list[tuple[str, date, list[str]]]:
    """The alerts of the school."""
    with school_scope(cast.school):
        rows = OpeningAlert.objects.select_related("user").order_by("user__name", "on")
        return [(row.user.name, row.on, row.signs) for row in rows]


def told(cast: Cast) -> set[str]:
    """Who was sent a message."""
    with school_scope(cast.school):
        return set(OutboxMessage.objects.values_list("to", flat=True))


@time_machine.travel(START + timedelta(hours=3), tick=False)
def test_the_hourly_look_raises_one_alert_and_tells_senco_and_head(cast: Cast) -> None:
    """Once for a person and day however often it is looked; the message names nobody."""
    browse(cast, cast.office, 40)
    browse(cast, cast.ta, 60)
    watch_openings()
    watch_openings()
    assert raised(cast) == [("Office", date(2026, 11, 23), ["hour"])]
    assert told(cast) == {"senco@northfield.test", "head@northfield.test"}
    send_waiting(cast.school)
    assert {message.subject for message in mail.outbox} == {
        "An unusual number of records was opened"
    }
    assert all("Office" not in message.body for message in mail.outbox)
    assert len(mail.outbox) == 2


@time_machine.travel(START + timedelta(hours=3), tick=False)
@pytest.mark.parametrize(
    ("who", "readers"), [("senco", {"head", "dsl"}), ("head", {"senco", "dsl"})]
)
def test_nobody_is_told_about_themselves(cast: Cast, who: str, readers: set[str]) -> None:
    """If it is the SENCO or the head, the other of them and the DSL are told."""
    browse(cast, cast.staff[who], 59 if who == "head" else 100, START - timedelta(hours=1))
    with school_scope(cast.school):
        set_setting(
            name=Name.ALERT_HOUR,
            value=FIGURES[Name.ALERT_HOUR].start - 15,
            starts_on=date(2026, 9, 1),
        )
        raise_alerts(school=cast.school, day=date(2026, 11, 23))
    assert told(cast) == {f"{reader}@northfield.test" for reader in readers}


@time_machine.travel(START, tick=False)
def test_children_of_their_own_classes_count_only_at_night(cast: Cast) -> None:
    """A SENCO who also teaches 4B opens her class; a night in it is still told."""
    both = MembershipFactory(school=cast.school, roles=frozenset({Role.HEAD, Role.TEACHER}))
    pupils = browse(cast, both, 45)
    with school_scope(cast.school, by=cast.head.user):
        for pupil in pupils:
            pupil.staff_links.create(membership=both, kind="key_worker", starts_on=START.date())
        assert not raise_alerts(school=cast.school, day=START.date())
    browse(cast, cast.teacher_4b, 12, START.replace(hour=1))
    with school_scope(cast.school):
        (alert,) = raise_alerts(school=cast.school, day=START.date())
    assert (alert.user, alert.signs) == (cast.teacher_4b.user, ["night"])


def test_limits_are_the_schools_own_from_a_day(cast: Cast) -> None:
    """They start as decided, and are dated like every figure of the school."""
    with school_scope(cast.school):
        assert limits_on(START.date()) == USUAL
        set_setting(
            name=Name.ALERT_NIGHT,
            value=FIGURES[Name.ALERT_NIGHT].start + 5,
            starts_on=date(2026, 12, 1),
        )
        assert limits_on(START.date()).night == 10
        assert limits_on(date(2026, 12, 1)).night == 15
