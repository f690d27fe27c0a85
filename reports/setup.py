"""How far a school is with setting itself up, worked out from what is there.

Nothing is ever marked as done: a step is done when what it asks for exists. Only that a step is
passed over for now is stored (`schools.SetupSkip`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import Invitation
from accounts.staff import working_on
from common.years import academic_year_of
from pupils.models import Pupil
from reports.school import school_days
from schools.dates import current_year
from schools.models import AcademicYear, ClassGroup, School, SetupSkip
from stages.models import LadderVersion

WHAT = SetupSkip.Step


@dataclass(frozen=True)
class Step:
    """One step: what it is, how it stands, and where it is done.

    `state` is done, next, skipped or open.
    """

    key: str
    title: str
    says: str
    action: str
    url: str
    state: str = "open"

    @property
    def is_done(self) -> bool:
        """Whether what it asks for is there."""
        return self.state == "done"


@dataclass(frozen=True)
class SetUp:
    """Every step in order, and the one that comes next (`None`: all done or skipped)."""

    steps: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if step.state == "next"), None)

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)


def set_up_of(school: School, day: date) -> SetUp:
    """How far the school one is acting in is; nine queries."""
    year = _year_of(day)
    skipped = set(SetupSkip.objects.values_list("step", flat=True))
    steps = [
        _school(school),
        _dates(school, year, day),
        _ladder(school),
        _classes(school, year),
        _pupils(school),
        _people(school, day),
    ]
    return SetUp(tuple(_in_order(steps, skipped)))


def _in_order(steps: Iterable[Step], skipped: set[str]) -> Iterable[Step]:
    """The first step that is neither done nor skipped is next."""
    found_next = False
    for step in steps:
        state = step.state
        if state != "done" and step.key in skipped:
            state = "skipped"
        elif state != "done" and not found_next:
            state, found_next = "next", True
        yield Step(step.key, step.title, step.says, step.action, step.url, state)


def _step(key: WHAT, *, done: bool, says: str, action: str, url: str) -> Step:
    state = "done" if done else "open"
    return Step(key.value, str(key.label), says, "Change" if done else action, url, state)


def _school(school: School) -> Step:
    """Done when it is known whom to turn to: the SENCO, and the DSL for a child at risk."""
    done = bool(school.senco_name and school.dsl_name)
    says = (
        f"SENCO {school.senco_name}, DSL {school.dsl_name}."
        if done
        else ("Who the SENCO and the safeguarding lead (DSL) are, the school's numbers, its logo.")
    )
    url = reverse("reports:school_edit", args=[school.slug])
    return _step(WHAT.SCHOOL, done=done, says=says, action="Give the details", url=url)


def _dates(school: School, year: AcademicYear | None, day: date) -> Step:
    """Done when somebody has saved the dates: until then they are England's usual ones."""
    if year is None:
        name = academic_year_of(day)
        says = f"There are no dates for the year from September {name}."
        url = reverse("reports:year_add", args=[school.slug])
        return _step(WHAT.DATES, done=False, says=says, action="Add the year", url=url)
    done = year.version > 1
    says = (
        f"{year.name}: {school_days(year)} school days."
        if done
        else (f"{year.name} has England's usual terms for now. Check them against yours.")
    )
    url = reverse("reports:year_edit", args=[school.slug, year.pk])
    return _step(WHAT.DATES, done=done, says=says, action="Check the dates", url=url)


def _ladder(school: School) -> Step:
    version = LadderVersion.objects.in_use().first()
    says = version.name if version else "The stages by which you notice, help and review."
    route = "stages:ladder_detail" if version else "stages:ladder_adopt"
    url = reverse(route, args=[school.slug])
    done = version is not None
    return _step(WHAT.LADDER, done=done, says=says, action="Choose a ladder", url=url)


def _classes(school: School, year: AcademicYear | None) -> Step:
    count = ClassGroup.objects.filter(academic_year=year).count() if year else 0
    says = (
        f"{count} in {year.name}."
        if count and year
        else ("All of them in one field. Or skip this: loading pupils can add their classes.")
    )
    route = "reports:class_list" if count else "reports:class_add_many"
    url = reverse(route, args=[school.slug])
    return _step(WHAT.CLASSES, done=bool(count), says=says, action="Add the classes", url=url)


def _pupils(school: School) -> Step:
    count = Pupil.objects.on_roll().count()
    says = (
        f"{count} on roll." if count else "From a spreadsheet of your MIS. You see all of it first."
    )
    url = reverse("pupils:import_new", args=[school.slug])
    return _step(WHAT.PUPILS, done=bool(count), says=says, action="Load the pupils", url=url)


def _people(school: School, day: date) -> Step:
    """Done when somebody besides the first person works here, or is asked to."""
    count = working_on(day).count()
    asked = Invitation.objects.unanswered().count()
    done = count > 1 or asked > 0
    says = (
        f"{count} work{'s' if count == 1 else ''} here, {asked} invited."
        if done
        else ("Colleagues, what they are, and whose class is whose: a list, pasted.")
    )
    route = "accounts:person_list" if done else "accounts:invitation_paste"
    url = reverse(route, args=[school.slug])
    return _step(WHAT.PEOPLE, done=done, says=says, action="Invite people", url=url)


def _year_of(day: date) -> AcademicYear | None:
    """The year that holds a day; a school set up in July may have only the one to come."""
    year = current_year(day)
    return (
        year if year and (year.starts_on <= day <= year.ends_on or day < year.starts_on) else None
    )
