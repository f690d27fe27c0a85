"""1 September: year groups are right by the date, and the job that writes them down is harmless."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from common.years import BESIDE_THE_RUN, YearGroup
from jobs.models import Job
from pupils.models import ClassPlacement, Pupil
from pupils.models.year_groups import year_group_on
from pupils.tasks import run_year_turn, turn_years
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import ClassPlacementFactory, PupilFactory
from tests.people import SignIn
from tests.working import let_work

LONDON = ZoneInfo("Europe/London")
EVE = datetime(2027, 8, 31, 23, 59, tzinfo=LONDON)
MIDNIGHT = datetime(2027, 9, 1, tzinfo=LONDON)
FIRST = MIDNIGHT.date()


@pytest.fixture
def clock() -> Iterator[Any]:
    """The minute it is: the last before the new academic year."""
    with time_machine.travel(EVE, tick=False) as traveller:
        yield traveller


def change(cast: Cast, name: str, **fields: Any) -> None:
    """Change a child of the cast."""
    with school_scope(cast.school):
        pupil = Pupil.objects.get(pk=cast.children[name].pk)
        for field, value in fields.items():
            setattr(pupil, field, value)
        pupil.save()


def held(cast: Cast, name: str) -> Pupil:
    """A child as the database has it."""
    with school_scope(cast.school):
        pupil: Pupil = Pupil.objects.get(pk=cast.children[name].pk)
        return pupil


def led(cast: Cast, day: date) -> set[str]:
    """Whom the leader of Year 5 sees on a day."""
    with school_scope(cast.school):
        rows = set(Pupil.objects.visible_to(cast.year_leader, day=day))
    return {name for name, pupil in cast.children.items() if pupil in rows}


def turned(cast: Cast) -> int:
    """Beat ticks, and a worker does what waits; gives how many jobs that were."""
    turn_years()
    return let_work(cast.school)


@pytest.mark.smoke
def test_the_database_and_python_agree_about_every_year_group(cast: Cast) -> None:
    """Every year group, kept back or not, on this day and up to three Septembers later."""
    plans = [None, 4, 6, int(YearGroup.X)]
    made = [
        PupilFactory(school=cast.school, year_group=group, year_begins=2026, next_year_group=then)
        for group, then in product([year.value for year in YearGroup], plans)
        if then is None or then >= group or group in BESIDE_THE_RUN
    ]
    for begins in range(2026, 2030):
        day = date(begins, 9, 1)
        with school_scope(cast.school):
            rows = Pupil.objects.annotate(then=year_group_on(day)).values_list("pk", "then")
            found = dict(rows)
        assert {pupil.pk: pupil.year_on(day) for pupil in made} == {
            pupil.pk: found[pupil.pk] for pupil in made
        }


def test_nobody_goes_beyond_year_14_nor_leaves_a_code_beside_the_run() -> None:
    """Year 14 is the last there is; M and X are no steps."""
    for code in (*BESIDE_THE_RUN, YearGroup.Y14):
        pupil = Pupil(year_group=code, year_begins=2026)
        assert pupil.year_on(date(2031, 9, 1)) == code


@pytest.mark.smoke
def test_a_year_leader_sees_the_new_year_from_its_first_request(
    cast: Cast, sign_in: SignIn, clock: Any
) -> None:
    """A minute before midnight the old Year 5, at midnight the new one; no job has run."""
    ayla, ben = (f"/s/northfield/pupils/{pupil.pk}/" for pupil in (cast.ayla, cast.ben))
    client = sign_in(cast.year_leader)
    assert [client.get(path).status_code for path in (ayla, ben)] == [404, 200]
    clock.move_to(MIDNIGHT)
    client = sign_in(cast.year_leader)
    assert [client.get(path).status_code for path in (ayla, ben)] == [200, 404]
    assert held(cast, "ayla").year_group == 4


def test_the_borders_of_31_august_and_1_september(cast: Cast) -> None:
    """By date, and for years to come."""
    assert led(cast, date(2027, 8, 31)) == {"ben"}
    assert led(cast, FIRST) == {"ayla", "kept"}
    assert led(cast, date(2028, 9, 1)) == set()


def test_a_child_kept_back_or_moved_on_keeps_that_ever_after(cast: Cast) -> None:
    """Ben stays in Year 5, Ayla skips it; the year after they are one further each."""
    change(cast, "ben", next_year_group=5)
    change(cast, "ayla", next_year_group=6)
    assert led(cast, FIRST) == {"ben", "kept"}
    change(cast, "kept", next_year_group=4)
    assert led(cast, date(2028, 9, 1)) == {"kept"}


def test_the_database_lets_nobody_go_down_a_year(cast: Cast) -> None:
    """A child may stay in a year group; going back is a correction of the present one."""
    with pytest.raises(IntegrityError), transaction.atomic():
        change(cast, "ben", next_year_group=4)


def test_one_expected_to_have_left_is_nobodys_by_year(cast: Cast, clock: Any) -> None:
    """Until somebody confirms it, only those who see the whole school see the child."""
    change(cast, "ayla", leaves_on=date(2027, 8, 31))
    assert led(cast, FIRST) == {"kept"}
    clock.move_to(MIDNIGHT)
    turned(cast)
    assert held(cast, "ayla").year_group == 4
    change(cast, "ayla", leaves_on=None)
    assert led(cast, FIRST) == {"ayla", "kept"}


def test_the_job_writes_it_down_once(cast: Cast, clock: Any) -> None:
    """Nothing before midnight; then one version each, and no second, however often beat ticks."""
    assert turned(cast) == 0
    clock.move_to(MIDNIGHT)
    change(cast, "ben", next_year_group=5)
    assert turned(cast) == 1
    assert turned(cast) == 0
    assert [held(cast, name).year_group for name in ("ayla", "ben", "leaver")] == [5, 5, 4]
    assert held(cast, "ben").next_year_group is None
    with school_scope(cast.school):
        newest = Pupil.history.filter(id=cast.ayla.pk).latest()
        assert Pupil.history.filter(id=cast.ayla.pk).count() == 2
    assert (newest.history_change_reason, newest.history_user) == ("A new academic year", None)
    assert held(cast, "ayla").version == 2
    assert led(cast, FIRST) == {"ayla", "ben", "kept"}


def test_a_day_to_leave_that_is_still_to_come_stays(cast: Cast, clock: Any) -> None:
    """A child who goes at half-term is in the new year group till then."""
    clock.move_to(MIDNIGHT)
    change(cast, "ben", leaves_on=date(2027, 10, 22))
    turned(cast)
    ben = held(cast, "ben")
    assert (ben.year_group, ben.leaves_on) == (6, date(2027, 10, 22))


def test_two_beats_ask_for_it_once(cast: Cast, clock: Any) -> None:
    """Both tick before any worker comes by; the work itself run twice changes nothing."""
    clock.move_to(MIDNIGHT)
    turn_years()
    turn_years()
    with school_scope(cast.school):
        job = Job.objects.get()
    run_year_turn(cast.school.pk, job.pk)
    run_year_turn(cast.school.pk, job.pk)
    assert held(cast, "ayla").year_group == 5
    assert held(cast, "ayla").version == 2


def test_a_machine_that_was_off_catches_up(cast: Cast, clock: Any) -> None:
    """A fortnight late, or two years: where the date says, or known to have grown out of here."""
    clock.move_to(datetime(2027, 9, 15, 9, tzinfo=LONDON))
    turned(cast)
    assert held(cast, "ayla").year_group == 5
    clock.move_to(datetime(2029, 10, 1, 9, tzinfo=LONDON))
    turned(cast)
    ayla = held(cast, "ayla")
    assert (ayla.year_group, ayla.leaves_on) == (6, date(2029, 8, 31))


def test_a_clock_that_goes_back_opens_nothing(cast: Cast, clock: Any) -> None:
    """The year has been turned and it is August again: nobody sees more by year than before."""
    clock.move_to(MIDNIGHT)
    turned(cast)
    clock.move_to(EVE)
    assert turned(cast) == 0
    assert led(cast, EVE.date()) == set()


def test_last_years_classes_close(cast: Cast, clock: Any) -> None:
    """A placement without an end ends with its class's year; who has left is not touched."""
    clock.move_to(MIDNIGHT)
    turned(cast)
    with school_scope(cast.school):
        ends = set(ClassPlacement.objects.values_list("ends_on", flat=True))
        assert ends == {FIRST}
        assert not Pupil.objects.visible_to(cast.teacher_4b).exists()


def test_the_job_costs_the_same_for_a_school_of_420(cast: Cast, clock: Any) -> None:
    """A bounded number of queries, whatever the number of children."""
    change(cast, "ben", year_group=4)  # nobody grows out of the school meanwhile
    counted: list[int] = []
    for year, wanted in ((2027, 10), (2028, 420)):
        for _ in range(wanted - len(counted) * 10):
            pupil = PupilFactory(school=cast.school, year_begins=year - 1)
            ClassPlacementFactory(pupil=pupil, class_group=cast.class_4b)
        clock.move_to(datetime(year, 9, 1, 0, 1, tzinfo=LONDON))
        turn_years()
        with CaptureQueriesContext(connection) as queries:
            assert let_work(cast.school) == 1
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 33


def test_what_a_person_says_in_september_is_of_that_day(
    cast: Cast, sign_in: SignIn, clock: Any
) -> None:
    """Before any job: the form shows this year's number, and saving it moves nobody twice."""
    clock.move_to(MIDNIGHT)
    client = sign_in(cast.office)
    url = f"/s/northfield/pupils/{cast.ayla.pk}/details/edit/"
    form = client.get(url).context["form"]
    assert form["year_group"].value() == 5
    fields = {f.html_name: f.value() or "" for f in form if f.value() is not False}
    assert client.post(url, fields).status_code == 302
    turned(cast)
    assert held(cast, "ayla").year_group == 5


def test_a_joiner_is_in_the_year_group_said_when_they_join(
    cast: Cast, sign_in: SignIn, clock: Any
) -> None:
    """Entered on 31 August for 1 September as Year 5: Year 5 then, and in nobody's year before."""
    sent = {
        "forename": "Newcomer",
        "surname": "Madeup",
        "born_on": "2017-12-01",
        "year_group": "5",
        "joined_on": "2027-09-01",
        "young_carer": "N",
    }
    page = sign_in(cast.office).post("/s/northfield/pupils/add/", sent)
    assert page.status_code == 302
    clock.move_to(MIDNIGHT)
    turned(cast)
    with school_scope(cast.school):
        pupil = Pupil.objects.get(forename="Newcomer")
        assert pupil.year_group == 5
        for day, sees in ((EVE.date(), False), (FIRST, True)):
            rows = Pupil.objects.visible_to(cast.year_leader, day=day)
            assert rows.filter(pk=pupil.pk).exists() is sees


def test_a_leaver_of_31_august_keeps_the_year_group_they_left_in(
    cast: Cast, sign_in: SignIn, clock: Any
) -> None:
    """Archived in September, after the year turned: the record says Year 4."""
    clock.move_to(MIDNIGHT)
    turned(cast)
    pupil = held(cast, "ayla")
    sent = {"on": "2027-08-31", "went_to": "", "version": pupil.version}
    sign_in(cast.office).post(f"/s/northfield/pupils/{pupil.pk}/archive/", sent)
    assert (held(cast, "ayla").left_on, held(cast, "ayla").year_group) == (date(2027, 8, 31), 4)
    assert "ayla" not in led(cast, FIRST)
