"""A September rollover: a school with three classes from June to October, minute by minute.

At every date each person's children, asked on the day by the one definition of scope, are compared
with a second computation that knows no table: who is where is written down here in plain Python.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from accounts.actions import assign
from accounts.models import Membership
from accounts.roles import Role
from pupils.models import Pupil
from pupils.tasks import turn_years
from schools.models import ClassGroup
from schools.tenancy import school_scope
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.stages import give_ladder
from tests.journeys.school import Desk, LivedSchool, open_lived_school
from tests.pupils.pages import fields_of, plain
from tests.working import let_work

LONDON = ZoneInfo("Europe/London")
FIRST, PREVIEW, TAIL_OVER = date(2027, 9, 1), date(2027, 7, 5), date(2027, 9, 15)
COVER = (date(2027, 9, 8), date(2027, 9, 10))
CONFIRMED = date(2027, 9, 6)
KEPT_BACK, JOINER = "Child10", "Newcomer"
NOW = {"ash": "1A", "bell": "2A", "cole": "3A"}
THEN = {"ash": "3A", "bell": "1A", "cole": "2A"}

pytestmark = pytest.mark.budget(120)


@dataclass(frozen=True)
class Kid:
    """A child as this test knows them: the year group now, and the classes now and then."""

    name: str
    year: int
    now: str
    then: str
    year_then: int


def kids() -> list[Kid]:
    """Ten in each of three classes: 1A and 2A move up, one of 2A is kept back, 3A leaves."""
    found = []
    for n in range(30):
        year = n // 10 + 1
        name, now = f"Child{n}", f"{year}A"
        if name == KEPT_BACK:
            found.append(Kid(name, 2, now, "2A", 2))
        else:
            found.append(Kid(name, year, now, f"{year + 1}A" if year < 3 else "", year + 1))
    return [*found, Kid(JOINER, 0, "", "2A", 2)]


def expected(person: str, day: date) -> set[str]:
    """Whom a person sees on a day, worked out by hand (permissions.md, Scope)."""
    begun = day >= FIRST
    here = [kid for kid in kids() if kid.name != JOINER or day >= date(2027, 8, 31)]
    leavers = {kid.name for kid in here if not kid.then and day >= CONFIRMED}
    if person in {"senco", "office"}:
        return {kid.name for kid in here}
    here = [kid for kid in here if kid.name not in leavers]
    if person == "leader":
        years = {kid.name: (kid.year_then if begun else kid.year) for kid in here}
        return {kid.name for kid in here if years[kid.name] == 2 and (kid.then or not begun)}
    seen: set[str] = set()
    for kid in here:
        mine = kid.then == THEN[person] if begun else kid.now == NOW[person]
        preview = PREVIEW <= day < FIRST and kid.then == THEN[person]
        tail = begun and day < TAIL_OVER and kid.now == NOW[person]
        cover = person == "bell" and COVER[0] <= day <= COVER[1] and kid.then == "2A"
        seen |= {kid.name} if mine or preview or tail or cover else set()
    return seen


def may_change(person: str, day: date) -> set[str]:
    """Whom a teacher may write about: no preview, no tail."""
    begun = day >= FIRST
    cover = person == "bell" and COVER[0] <= day <= COVER[1]
    classes = {THEN[person] if begun else NOW[person]} | ({"2A"} if cover else set())
    return {kid.name for kid in kids() if (kid.then if begun else kid.now) in classes}


@pytest.fixture
def clock() -> Iterator[Any]:
    """The day it is."""
    with time_machine.travel(datetime(2026, 9, 7, 9, tzinfo=LONDON), tick=False) as traveller:
        yield traveller


@dataclass
class Staffed:
    """The school, its people by name, and the clock."""

    school: LivedSchool
    people: dict[str, Membership]
    clock: Any

    def at(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """It is this minute; everyone begins a new session."""
        self.clock.move_to(datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON))
        self.school.office.sign_in()

    def check(self, day: date) -> None:
        """Everyone sees exactly whom they should, and changes exactly whom they may."""
        with school_scope(self.school.school):
            for person, member in self.people.items():
                rows = Pupil.objects.visible_to(member)
                assert set(rows.values_list("forename", flat=True)) == expected(person, day), (
                    person,
                    day,
                )
                if person in NOW:
                    rows = Pupil.objects.changeable_by(member)
                    assert set(rows.values_list("forename", flat=True)) == may_change(person, day)

    def work(self) -> None:
        """Beat ticks and a worker comes by."""
        turn_years()
        let_work(self.school.school)


@pytest.fixture
def staffed(clock: Any, db: Any) -> Staffed:
    """Millbrook with thirty children, three teachers and a leader of Year 2."""
    lived = open_lived_school()
    lived.import_children(30)
    people = {"senco": lived.senco.membership, "office": lived.office.membership}
    for name in (*NOW, "leader"):
        role = Role.YEAR_LEADER if name == "leader" else Role.TEACHER
        user = UserFactory(email=f"{name}@millbrook.test", name=name.title())
        people[name] = MembershipFactory(user=user, school=lived.school, roles=frozenset({role}))
    with school_scope(lived.school, by=lived.office.membership.user):
        for name, home in NOW.items():
            group = ClassGroup.objects.get(name=home)
            assign(
                membership=people[name],
                kind="teacher",
                class_group=group,
                starts_on=date(2026, 9, 1),
            )
        assign(
            membership=people["leader"],
            kind="year_leader",
            year_group=2,
            starts_on=date(2026, 9, 1),
        )
    return Staffed(lived, people, clock)


def build(staffed: Staffed) -> None:
    """In June the office begins, gives teachers, and keeps one child back."""
    office, school = staffed.school.office, staffed.school.school
    office.client.post(reverse("reports:next_year_begin", args=[school.slug]))
    with school_scope(school):
        then = {g.name: g.pk for g in ClassGroup.objects.filter(academic_year__name="2027/28")}
        kept = Pupil.objects.get(forename=KEPT_BACK)
    teachers = {f"teacher_{then[home]}": staffed.people[who].pk for who, home in THEN.items()}
    page = office.send("reports:next_year_edit", None, teachers | {"preview": "2027-07-05"})
    assert page.status_code == 200, page.content.decode()[-2000:]
    where = f"{reverse('reports:next_year_children', args=[school.slug])}?show={then['3A']}"
    typed = {f"to_{kept.pk}": str(then["2A"]), f"year_{kept.pk}": "2"}
    answer = office.client.post(where, fields_of(office.client.get(where)) | typed)
    assert answer.status_code == 302


def a_child_joins(staffed: Staffed) -> None:
    """On 31 August the office enters a child who joins Year 2 the next day."""
    school = staffed.school.school
    with school_scope(school):
        group = ClassGroup.objects.get(name="2A", academic_year__name="2027/28")
    sent = {
        "forename": JOINER,
        "surname": "Madeup",
        "born_on": "2020-12-01",
        "year_group": "2",
        "joined_on": "2027-09-01",
        "young_carer": "N",
        "class_group": group.pk,
    }
    where = reverse("pupils:pupil_add", args=[school.slug])
    assert staffed.school.office.client.post(where, sent).status_code == 302


def leavers_are_confirmed(staffed: Staffed) -> None:
    """The office ticks all who were in the top year; nobody was archived before."""
    where = reverse("reports:leaver_list", args=[staffed.school.school.slug])
    client = staffed.school.office.client
    rows = [pupil.pk for pupil, _ticked in client.get(where).context["rows"]]
    assert len(rows) == 10
    sent = {"ticked": rows, "last_day": "2027-07-21", "does": "left"}
    assert client.post(where, sent).status_code == 302


def cover_is_given(staffed: Staffed) -> None:
    """In week two somebody covers 2A for three days."""
    school = staffed.school.school
    with school_scope(school):
        group = ClassGroup.objects.get(name="2A", academic_year__name="2027/28")
    sent = {"what": group.pk, "person": staffed.people["bell"].pk, "last_day": "2027-09-10"}
    where = reverse("accounts:cover_add", args=[school.slug])
    assert staffed.school.office.client.post(where, sent).status_code == 302


@pytest.mark.parametrize("beat", ["at midnight", "five days late"])
def test_a_school_lives_through_september(staffed: Staffed, beat: str) -> None:
    """From June to October everyone sees whom the rules say, whether beat ran that night or not."""
    staffed.at(date(2027, 6, 14))
    build(staffed)
    for day in (date(2027, 6, 14), PREVIEW - timedelta(days=1), PREVIEW, date(2027, 7, 21)):
        staffed.at(day)
        staffed.check(day)
    eve = FIRST - timedelta(days=1)
    staffed.at(eve)
    a_child_joins(staffed)
    staffed.at(eve, 23, 59)
    staffed.work()
    staffed.check(eve)
    staffed.at(FIRST, 0, 0)
    staffed.check(FIRST)
    if beat == "at midnight":
        staffed.work()
        staffed.check(FIRST)
    staffed.at(CONFIRMED)
    leavers_are_confirmed(staffed)
    staffed.work()
    staffed.check(CONFIRMED)
    staffed.at(COVER[0])
    cover_is_given(staffed)
    for day in (*COVER, COVER[1] + timedelta(days=1), TAIL_OVER - timedelta(days=1), TAIL_OVER):
        staffed.at(day)
        staffed.work()
        staffed.check(day)
    staffed.at(date(2027, 10, 4))
    staffed.check(date(2027, 10, 4))
    with school_scope(staffed.school.school):
        groups = {p.forename: p.year_group for p in Pupil.objects.on_roll()}
        assert groups == {kid.name: kid.year_then for kid in kids() if kid.then}
        left = Pupil.objects.filter(left_on__isnull=False)
        assert {p.year_group for p in left} == {3}


def test_a_page_opened_at_the_borders(staffed: Staffed) -> None:
    """The new teacher reads from the preview day and writes from 1 September; the old one's tail.

    A child of 1A, taught by Ash, who goes to 2A with Cole: the page, and the page that moves.
    """
    give_ladder(staffed.people["senco"])
    staffed.at(date(2027, 6, 14))
    build(staffed)
    with school_scope(staffed.school.school):
        pk = Pupil.objects.get(forename="Child0").pk
    where = {"school": staffed.school.school.slug, "pk": pk}
    pages = [reverse(route, kwargs=where) for route in ("reports:pupil_now", "stages:move")]
    for day, hour, old, new in (
        (date(2027, 7, 4), 23, [200, 200], [404, 404]),
        (date(2027, 7, 5), 0, [200, 200], [200, 404]),
        (date(2027, 8, 31), 23, [200, 200], [200, 404]),
        (date(2027, 9, 1), 0, [200, 404], [200, 200]),
        (date(2027, 9, 14), 23, [200, 404], [200, 200]),
        (date(2027, 9, 15), 0, [404, 404], [200, 200]),
    ):
        staffed.at(day, hour, 59 if hour else 0)
        for person, answers in (("ash", old), ("cole", new)):
            client = Desk(staffed.people[person]).client
            assert [client.get(page).status_code for page in pages] == answers, (day, person)
        if day == PREVIEW:
            home = reverse("reports:home", args=[where["school"]])
            page = plain(Desk(staffed.people["cole"]).client.get(home))
            assert "My class from 1 September 2027: 2A" in page
            assert "Child0" in page
