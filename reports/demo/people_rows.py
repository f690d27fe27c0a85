"""Writes the people of a fictional school, which classes are theirs, and whom they work with."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from accounts.models import ClassAssignment, Membership, User
from accounts.roles import Role
from pupils.models import AccessBlock, Pupil, StaffLink
from reports.demo.chance import stream, uid
from reports.demo.children import Child
from reports.demo.days import Days, moment
from reports.demo.schools import SchoolPlan
from reports.demo.staff import Person, Staff
from reports.demo.stories import Story
from schools.models import ClassGroup, School

TAIL = timedelta(days=14)  # how long last year's teacher can still read
Kind = ClassAssignment.Kind


class PeopleRows:
    """The staff of one school as rows; asked later who taught whom, and who recorded what."""

    def __init__(self, school: School, staff: Staff, days: Days, password: str) -> None:
        self.school, self.staff, self.days, self.password = school, staff, days, password
        self.plan: SchoolPlan = staff.plan
        self.memberships: dict[str, Membership] = {}
        self._teacher_of: dict[tuple[int, str], Membership] = {}
        self._ta_of: dict[str, list[Membership]] = {}

    def write_people(self) -> dict[str, Membership]:
        """Users with one password, memberships, and a second factor for those who sign in."""
        for person in self.staff.people:
            self.memberships[person.key] = self._write_person(person)
        return self.memberships

    def _write_person(self, person: Person) -> Membership:
        user = User.objects.create(email=person.email, name=person.name, password=self.password)
        if person.signs_in:
            secret = get_adapter().encrypt(person.secret)
            Authenticator.objects.create(
                user=user, type=Authenticator.Type.TOTP, data={"secret": secret}
            )
        begins = self.days.begins + 1 - person.taught_for
        membership = Membership(
            user=user,
            school=self.school,
            roles=person.roles,
            job_title=person.job_title,
            starts_on=date(self.days.first if person.left else begins, 9, 1),
            ends_on=date(self.days.begins, 9, 1) if person.left else None,
        )
        write_at(membership, moment(membership.starts_on, 30))
        return membership

    def write_assignments(self, rooms: dict[tuple[int, str], ClassGroup]) -> None:
        """Whose class is whose, this year and in the years before."""
        rows = [
            row
            for person in self.staff.people
            for row in (*self._classes_of(person, rooms), *self._years_of(person))
        ]
        for row in rows:
            stamp(row, moment(row.starts_on, 50), self.memberships["head"].user)
        ClassAssignment.objects.all().recorded_bulk_create(rows)

    def _classes_of(
        self, person: Person, rooms: dict[tuple[int, str], ClassGroup]
    ) -> list[ClassAssignment]:
        last = self.days.begins - 1 if person.left else self.days.begins
        first = self.days.first if person.left else self.days.begins + 1 - person.taught_for
        kind = Kind.TA if person.roles == {Role.TA} else Kind.TEACHER
        membership = self.memberships[person.key]
        found = []
        for room in person.rooms:
            if kind == Kind.TA:
                self._ta_of.setdefault(room, []).append(membership)
            for begins in range(max(first, self.days.first), last + 1):
                if kind == Kind.TEACHER:
                    self._teacher_of[begins, room] = membership
                found.append(self._assignment(membership, rooms[begins, room], begins, kind))
        return found

    def _assignment(
        self, membership: Membership, room: ClassGroup, begins: int, kind: str
    ) -> ClassAssignment:
        until = None if begins == self.days.begins else date(begins + 1, 9, 1)
        return ClassAssignment(
            school=self.school,
            membership=membership,
            class_group=room,
            kind=kind,
            starts_on=date(begins, 9, 1),
            ends_on=until,
            may_see_from=date(begins, 7, 1),
            may_see_until=until and until + TAIL,
        )

    def _years_of(self, person: Person) -> list[ClassAssignment]:
        return [
            ClassAssignment(
                school=self.school,
                membership=self.memberships[person.key],
                year_group=year,
                kind=Kind.YEAR_LEADER,
                starts_on=date(self.days.begins, 9, 1),
            )
            for year in person.years
        ]

    def senco(self) -> Membership:
        """The SENCO, who records what changes the register."""
        return self.memberships["senco"]

    def office(self) -> Membership:
        """The office, which puts children on roll."""
        return self.memberships["office"]

    def teacher(self, begins: int, room: str) -> Membership:
        """Who taught a class in an academic year; the SENCO where nobody is known."""
        return self._teacher_of.get((begins, room), self.senco())

    def write_links(self, told: Sequence[tuple[Child, Story]], pupils: Sequence[Pupil]) -> None:
        """Key workers, allocated teaching assistants; one member of staff kept from a child."""
        rows: list[StaffLink] = []
        for (child, story), pupil in zip(told, pupils, strict=True):
            if child.left_on is None and (story.turns or story.apart):
                rows += self._links(child, story, pupil)
            if child.number == 29:
                self._keep_away(pupil)
        StaffLink.objects.all().recorded_bulk_create(rows)

    def _links(self, child: Child, story: Story, pupil: Pupil) -> list[StaffLink]:
        if not child.has_sen:
            return []
        chance = stream(self.plan.seed, self.plan.slug, "links", child.number)
        since = max(date(self.days.begins, 9, 1), child.joined_on)
        helpers = self._ta_of.get(child.room.name) or self._ta_of[min(self._ta_of)]
        found = []
        if chance.random() < 0.86:
            worker = chance.choice([*helpers, self.teacher(self.days.begins, child.room.name)])
            worker = self.senco() if story.plan_since and chance.random() < 0.3 else worker
            found.append((worker, StaffLink.Kind.KEY_WORKER))
        if story.plan_since or chance.random() < 0.2:
            found.append((chance.choice(helpers), StaffLink.Kind.ALLOCATED_TA))
        return [self._link(*link, pupil, child, since) for link in found]

    def _link(
        self, membership: Membership, kind: str, pupil: Pupil, child: Child, since: date
    ) -> StaffLink:
        row = StaffLink(membership=membership, pupil=pupil, kind=kind, starts_on=since)
        row.uid = uid(self.plan.seed, self.plan.slug, "link", child.number, kind)
        stamp(row, moment(since, 75), self.senco().user)
        return row

    def _keep_away(self, pupil: Pupil) -> None:
        """A teaching assistant whose own family this is."""
        helper = next(row for key, row in self.memberships.items() if key == "ta-2")
        row = AccessBlock(
            user=helper.user,
            pupil=pupil,
            why="Aunt of the child",
            starts_on=date(self.days.begins, 9, 1),
        )
        stamp(row, moment(row.starts_on, 90), self.senco().user)
        row.save()


def stamp(row: Any, at: datetime, by: User, reason: str = "") -> None:
    """Say when and by whom the next version of a row was recorded, for its history."""
    row._history_date, row._history_user = at, by
    row._change_reason = reason or None


def write_at(row: Any, at: datetime) -> None:
    """Save a row as recorded at a moment by nobody in particular."""
    row._history_date = at
    row.save()
