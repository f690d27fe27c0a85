"""A school as it lives on the pages: its people at their desks, its children, what they did."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from accounts.roles import Role
from common.exports import csv_bytes
from pupils.models import Pupil, PupilImport
from schools.actions import open_school
from schools.models import School
from schools.tenancy import school_scope
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.people import client_of
from tests.pupils.imports.files import upn
from tests.pupils.pages import fields_of
from tests.working import let_work

HEADINGS = ["UPN", "Surname", "Forename", "DOB", "Sex", "Year", "Class", "Admission date"]
OFF = "off"
MISTAKEN = 422


@dataclass
class Desk:
    """Somebody of the school, and the browser they sit at."""

    membership: Membership
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.sign_in()

    def sign_in(self) -> None:
        """Begin a day's work: last night's session is over."""
        self.client = client_of(self.membership)

    def open(self, route: str, pk: int | None = None, query: str = "") -> Any:
        """Open a page that must be there."""
        response = self.client.get(self._address(route, pk) + query)
        assert response.status_code == 200, f"{route} answers {response.status_code}"
        return response

    def send(self, route: str, pk: int | None, typed: dict[str, Any]) -> Any:
        """Open a form, change what is given, and send it; the answer, followed."""
        form = fields_of(self.open(route, pk))
        return self.client.post(self._address(route, pk), form | typed, follow=True)

    def press(self, route: str, pk: int, typed: dict[str, Any]) -> Any:
        """Press a button, with what its form holds."""
        return self.client.post(self._address(route, pk), typed)

    def _address(self, route: str, pk: int | None) -> str:
        assert self.membership.school is not None
        where: dict[str, Any] = {"school": self.membership.school.slug}
        return reverse(route, kwargs=where | ({"pk": pk} if pk else {}))


@dataclass(frozen=True)
class Step:
    """One move that was made: of whom, to which stage (or off), on which day, in which words."""

    pupil: int
    to: str
    on: date
    words: str


@dataclass
class LivedSchool:
    """A school with its SENCO and its office, and the ledger of every move that was made."""

    school: School
    senco: Desk
    office: Desk
    steps: list[Step] = field(default_factory=list)

    def children(self) -> list[Pupil]:
        """Everyone on roll, by surname."""
        with school_scope(self.school, writes=False):
            return list(Pupil.objects.filter(left_on=None).order_by("surname"))

    def at_each_stage(self, day: date) -> Counter[str]:
        """How many children the ledger has at each stage on a day."""
        last: dict[int, str] = {}
        for step in sorted(self.steps, key=lambda step: step.on):
            if step.on <= day:
                last[step.pupil] = step.to
        return Counter(to for to in last.values() if to != OFF)

    def import_children(self, count: int) -> Any:
        """The office loads a list from the MIS: checked, classes added, said yes to, worked off."""
        upload = SimpleUploadedFile("pupils.csv", children(count))
        page = self.office.client.post(
            self.office._address("pupils:import_new", None), {"file": upload}, follow=True
        )
        assert page.context["plan"].missing_classes
        with school_scope(self.school, writes=False):
            held = PupilImport.objects.get()
        self.office.press("pupils:import_classes", held.pk, {})
        page = self.office.open("pupils:import_detail", held.pk)
        assert not page.context["plan"].errors, page.context["plan"].errors[:3]
        digest = page.context["form"].initial["digest"]
        self.office.press("pupils:import_confirm", held.pk, {"digest": digest})
        assert let_work(self.school) == 1
        return self.office.open("pupils:import_detail", held.pk)

    def move(self, pupil: Pupil, to: str, words: str, on: date) -> Any:
        """The SENCO moves a child by one of the ways the page offers."""
        page = self.senco.open("stages:move", pupil.pk)
        value = next(
            move.value
            for move in page.context["form"].moves.values()
            if move.target == to and move.words == words
        )
        typed = {"to": value, "on": on.isoformat(), "reason": f"{words}. Parents agree."}
        told = {"parent_told_how": "meeting", "parent_told_on": on.isoformat()}
        return self.senco.press("stages:move", pupil.pk, fields_of(page) | typed | told)

    def moved(self, pupil: Pupil, to: str, words: str, on: date) -> None:
        """The same, which must succeed; it goes into the ledger."""
        answer = self.move(pupil, to, words, on)
        assert answer.status_code == 302, answer.context["form"].errors
        self.steps.append(Step(pupil.pk, to, on, words))


def open_lived_school() -> LivedSchool:
    """A school on its first day with the register: dates and people, and nothing else."""
    school = open_school(name="Millbrook Primary", begins=2026, phase="primary")
    desks = {}
    for role in (Role.SENCO, Role.OFFICE):
        user = UserFactory(
            email=f"{role.value}@millbrook.test", name=f"{role.value.title()} Person"
        )
        member = MembershipFactory(user=user, school=school, roles=frozenset({role}))
        desks[role] = Desk(member)
    return LivedSchool(school, desks[Role.SENCO], desks[Role.OFFICE])


def children(count: int) -> bytes:
    """A list as an MIS gives it: so many made-up children in classes of ten."""
    rows = [_row(number) for number in range(count)]
    return csv_bytes(HEADINGS, rows)


def _row(number: int) -> list[str]:
    year = number // 10 + 1
    born = f"{number % 28 + 1:02}/03/{2021 - year}"
    name = f"Madeup{number:02}"
    sex = "FM"[number % 2]
    return [upn(number), name, f"Child{number}", born, sex, str(year), f"{year}A", "01/09/2024"]
