"""Who can see this child, and why: the same definition as scope, told the other way round."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import ClassAssignment, Membership
from accounts.permissions import Permission
from accounts.roles import Role
from pupils.models import AccessBlock, ClassPlacement, Pupil, StaffLink
from pupils.reader_words import CHANGES, SHOWS
from pupils.readers import readers_of, who_can_see
from schools.models import School
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.accounts import ClassAssignmentFactory, MembershipFactory
from tests.factories.big import fill_school
from tests.factories.pupils import AccessBlockFactory, StaffLinkFactory
from tests.factories.schools import AcademicYearFactory, ClassGroupFactory, SchoolFactory
from tests.factories.stages import give_ladder
from tests.people import SignIn
from tests.pupils.pages import address, plain
from tests.selection import FULL

MONDAY = date(2026, 11, 23)
FIRST = date(2026, 6, 1)
DAYS = [FIRST + timedelta(days=n) for n in (0, 20, 60, 91, 92, 93, 106, 120, 175, 200, 260)]
BORDERS = [date(2026, 9, 1), date(2027, 9, 1), date(2028, 9, 1)]
SCHOOLS = 30 if FULL else 3
TODAY = DAYS[3]
MOST_QUERIES = 10


class MadeSchool:
    """A school in which everything that scope looks at is drawn by lot."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)
        self.school: School = SchoolFactory()
        past = AcademicYearFactory(
            school=self.school, name="a", starts_on=date(2025, 9, 1), ends_on=date(2026, 8, 31)
        )
        now = AcademicYearFactory(school=self.school, name="b")
        self.classes = [
            ClassGroupFactory(academic_year=year, name=name)
            for year in (past, now)
            for name in ("4A", "4B")
        ]
        with school_scope(self.school):
            self.children = [self._child() for _ in range(8)]
            self.staff = [self._member() for _ in range(14)]
            for _ in range(26):
                self._assign()
            for _ in range(10):
                self._link()
            for _ in range(8):
                self._block()

    def _span(self, *, may_last: bool = True) -> dict[str, Any]:
        begins, ends = sorted(self.lot.choices(DAYS, k=2))
        lasts = may_last and self.lot.random() < 0.4
        return {"starts_on": begins, "ends_on": None if lasts else ends}

    def _child(self) -> Pupil:
        pupil: Pupil = Pupil.objects.create(
            forename="Child",
            surname="Madeup",
            born_on=date(2018, 1, 1),
            year_group=self.lot.choice([3, 4, 5]),
            year_begins=self.lot.choice([2025, 2026]),
            next_year_group=self.lot.choice([None, None, 5, 6]),
            leaves_on=date(2027, 8, 31) if self.lot.random() < 0.15 else None,
            left_on=DAYS[4] if self.lot.random() < 0.15 else None,
        )
        cuts = sorted(self.lot.sample(DAYS, 4))
        for begins, ends in zip(cuts[:-1], [*cuts[1:-1], None], strict=True):
            ClassPlacement.objects.create(
                pupil=pupil,
                class_group=self.lot.choice(self.classes),
                starts_on=begins,
                ends_on=ends,
            )
        return pupil

    def _member(self) -> Membership:
        roles = self.lot.sample([*Role], self.lot.choice([0, 1, 1, 2]))
        if self.lot.random() < 0.6:
            roles = [Role.TEACHER]
        row: Membership = MembershipFactory(
            school=self.school, roles=frozenset(roles), **self._span()
        )
        return row

    def _assign(self) -> None:
        year = self.lot.choice([None, None, None, 4, 5])
        span = self._span()
        ClassAssignment.objects.create(
            membership=self.lot.choice(self.staff),
            class_group=None if year else self.lot.choice(self.classes),
            year_group=year,
            kind="year_leader" if year else self.lot.choice(["teacher", "cover", "ta"]),
            may_see_from=self.lot.choice([None, *DAYS]),
            may_see_until=self.lot.choice([None, *DAYS]),
            **span,
        )

    def _link(self) -> None:
        row = {
            "membership": self.lot.choice(self.staff),
            "pupil": self.lot.choice(self.children),
            "kind": self.lot.choice(["key_worker", "allocated_ta", "in_provision", "named"]),
        }
        StaffLink.objects.create(**row, **self._span(may_last=not StaffLink.objects.filter(**row)))

    def _block(self) -> None:
        row = {"user": self.lot.choice(self.staff).user, "pupil": self.lot.choice(self.children)}
        taken = AccessBlock.objects.filter(**row).exists()
        AccessBlock.objects.create(why="Family", **row, **self._span(may_last=not taken))


def days_to_try() -> Iterator[date]:
    """Every date there is in such a school, and the days beside it."""
    yield from sorted({day + timedelta(days=n) for day in DAYS + BORDERS for n in (-1, 0, 1)})


def scope_of(made: MadeSchool) -> dict[date, dict[int, set[int]]]:
    """For each day, the children each membership sees, as `visible_to` says."""
    return {
        day: {
            member.pk: set(Pupil.objects.visible_to(member, day=day).values_list("pk", flat=True))
            for member in made.staff
        }
        for day in days_to_try()
    }


@pytest.mark.budget(60)
@pytest.mark.parametrize("seed", range(SCHOOLS))
def test_the_people_told_are_those_whom_scope_lets_see(db: Any, seed: int) -> None:
    """On any day, in any school: told exactly when `visible_to` holds the child for them.

    Whoever is told to see the child later does so from the day named, and not before.
    """
    made = MadeSchool(seed)
    with school_scope(made.school):
        scope = scope_of(made)
        for child in made.children:
            for day, seen in scope.items():
                told = {pk for pk, children in seen.items() if child.pk in children}
                assert who_can_see(child, day) == told, (seed, day, child.pk)
            later = readers_of(child, TODAY, tell_kept=True).coming
            assert {one.user_id: one.begins for one in later} == first_days(made, child, scope)
    met = {bool(children) for seen in scope.values() for children in seen.values()}
    assert met == {True, False}


def first_days(
    made: MadeSchool, child: Pupil, scope: dict[date, dict[int, set[int]]]
) -> dict[int, date]:
    """The first day on which each person sees a child whom they do not see on the day itself."""
    found = {}
    for member in made.staff:
        coming = [day for day in scope if TODAY < day <= TODAY + timedelta(days=365)]
        ahead = [day for day in coming if child.pk in scope[day][member.pk]]
        if ahead and child.pk not in scope[TODAY][member.pk]:
            found[member.user_id] = min(ahead)
    return found


def reasons(cast: Cast, child: Pupil, day: date = MONDAY) -> dict[str, list[str]]:
    """Who sees a child on a day, each with the reasons."""
    with school_scope(cast.school):
        return {one.name: one.reasons for one in readers_of(child, day, tell_kept=False).now}


def test_every_reason_is_told_in_words(cast: Cast) -> None:
    """Role, class, year, cover, link: each as a person would say it."""
    ClassAssignmentFactory(
        membership=cast.teacher_5a,
        class_group=cast.class_4b,
        kind="cover",
        starts_on=date(2026, 11, 16),
        ends_on=date(2026, 11, 28),
    )
    assert reasons(cast, cast.ayla) == {
        "Dsl": ["Designated safeguarding lead: sees the whole school"],
        "Head": ["Head or senior leader: sees the whole school"],
        "Office": ["Office or data manager: sees the whole school"],
        "Senco": ["SENCO: sees the whole school"],
        "Ta": ["Allocated TA since 1 September 2026"],
        "Teacher 4B": ["Class teacher of 4B since 1 September 2026"],
        "Teacher 5A": ["Covers 4B until Friday 27 November 2026"],
    }
    assert reasons(cast, cast.ben)["Year Leader"] == ["Leads Year 5 since 1 September 2026"]


def test_preview_and_tail_are_told_as_reading_only(cast: Cast) -> None:
    """Next year's teacher in July, last year's in September: both say that they may only read."""
    new = AcademicYearFactory(
        school=cast.school, name="2027/28", starts_on=date(2027, 9, 1), ends_on=date(2028, 8, 31)
    )
    class_5b = ClassGroupFactory(academic_year=new, name="5B", year_group=5)
    with school_scope(cast.school):
        placed = cast.ayla.class_placements.get()
        placed.ends_on = date(2027, 9, 1)
        placed.save()
        old = cast.teacher_4b.class_assignments.get()
        old.ends_on, old.may_see_until = date(2027, 9, 1), date(2027, 9, 15)
        old.save()
        ClassPlacement.objects.create(
            pupil=cast.ayla, class_group=class_5b, starts_on=date(2027, 9, 1)
        )
    ClassAssignmentFactory(
        membership=cast.teacher_5a,
        class_group=class_5b,
        starts_on=date(2027, 9, 1),
        may_see_from=date(2027, 7, 1),
    )
    july, september = date(2027, 7, 5), date(2027, 9, 6)
    assert reasons(cast, cast.ayla, july)["Teacher 5A"] == [
        "May read from 1 July 2027: teaches 5B from 1 September 2027"
    ]
    assert reasons(cast, cast.ayla, september)["Teacher 4B"] == [
        "May read until Tuesday 14 September 2027: taught 4B until Tuesday 31 August 2027"
    ]
    with school_scope(cast.school):
        told = {one.name: one.lets for one in readers_of(cast.ayla, july, tell_kept=False).now}
        coming = readers_of(cast.ayla, MONDAY, tell_kept=False).coming
    assert told["Teacher 5A"].endswith("May read only.")
    assert "May change" in told["Teacher 4B"]
    assert [(one.name, one.begins) for one in coming] == [
        ("Teacher 5A", date(2027, 7, 1)),
        ("Year Leader", date(2027, 9, 1)),
    ]


@pytest.mark.usefixtures("monday")
def test_who_is_kept_away_is_told_to_those_who_may_lift_it(cast: Cast, sign_in: SignIn) -> None:
    """SENCO and head read who is kept away and why; the DSL does not. None of them is listed."""
    url = address("pupil_readers", cast.school, cast.kept.pk)
    AccessBlockFactory(user=cast.office.user, pupil=cast.kept, why="Her niece")
    for person, told in (("senco", True), ("head", True), ("dsl", False)):
        response = sign_in(cast.staff[person]).get(url)
        page = plain(response)
        assert ("Her niece" in page) == told
        assert ("Kept away" in page) == told
        assert "Office" not in {one.name for one in response.context["readers"].now}


def test_a_leaver_is_seen_by_whole_school_roles_alone(cast: Cast) -> None:
    """Links and classes of a child who has left open nothing."""
    StaffLinkFactory(membership=cast.ta, pupil=cast.leaver)
    assert set(reasons(cast, cast.leaver)) == {"Dsl", "Head", "Office", "Senco"}


def test_someone_whose_sign_in_is_closed_is_not_told(cast: Cast) -> None:
    """A person who cannot sign in cannot see anybody."""
    cast.office.user.is_active = False
    cast.office.user.save()
    assert "Office" not in reasons(cast, cast.ayla)


def test_each_permission_to_look_has_its_words() -> None:
    """What a role opens is told in full: a new permission gets its words here or is of no child."""
    of_no_child = {Permission.VIEW_HOME}
    looking = {one for one in Permission if one.name.startswith("VIEW_")}
    assert looking - of_no_child == set(SHOWS)
    assert not set(CHANGES) & set(SHOWS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.budget(60)
def test_the_page_asks_ten_queries_at_most(cast: Cast, sign_in: SignIn) -> None:
    """Sign-in, scope and access entry counted; as many for 9 staff as for 70."""
    give_ladder(cast.senco)
    client = sign_in(cast.senco)
    url = address("pupil_readers", cast.school, cast.ayla.pk)

    def asked() -> list[str]:
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return [query["sql"] for query in caught if query["sql"] not in {"BEGIN", "COMMIT"}]

    few = asked()
    fill_school(cast.senco, pupils=300, on_register=100)
    for _ in range(60):
        member = MembershipFactory(school=cast.school, roles=frozenset({Role.TEACHER}))
        ClassAssignmentFactory(membership=member, class_group=cast.class_4b)
        StaffLinkFactory(membership=member, pupil=cast.ayla)
    many = asked()
    assert len(few) == len(many) <= MOST_QUERIES, "\n".join(many)
