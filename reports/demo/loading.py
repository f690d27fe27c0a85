"""Writes one fictional school: the school and its people, then its children, a class at a time."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Membership
from reports.demo.agency_rows import write_agencies
from reports.demo.chance import stream
from reports.demo.child_rows import ChildRows
from reports.demo.children import Roll
from reports.demo.concern_rows import write_concerns
from reports.demo.days import Days, moment
from reports.demo.evidence_rows import EvidenceRows
from reports.demo.figure_rows import write_figures
from reports.demo.issue_rows import write_issued
from reports.demo.joining_rows import write_joining
from reports.demo.ladder_rows import LadderRows
from reports.demo.ladder_versions import CHANGED_LADDER, write_versions
from reports.demo.letter_rows import LetterRows
from reports.demo.meeting_rows import MeetingRows
from reports.demo.mis_rows import write_mis
from reports.demo.next_year_rows import write_cover, write_next_year
from reports.demo.people_rows import PeopleRows
from reports.demo.plan_rows import PlanRows
from reports.demo.reminder_rows import write_reminders
from reports.demo.schools import SchoolPlan
from reports.demo.staff import PASSWORD, Staff
from reports.demo.stay_rows import write_stays
from reports.demo.stories import StoryTeller
from reports.demo.tablet_rows import write_tablets
from reports.demo.view_rows import write_views
from reports.demo.voice_rows import write_voices
from reports.demo.watch_rows import write_watch
from reports.demo.wording import Writer
from schools.actions import add_closure, add_year, open_school
from schools.models import AcademicYear, ClassGroup, ClosureDay, School
from schools.tenancy import school_scope
from stages.actions import adopt_preset
from stages.models import LadderVersion

T = TypeVar("T")
BATCH = 250  # children held in memory at once
REQUEST = "demo"
WITH_LETTERS = 2  # schools whose letters are waiting for the worker to print them
WITH_REMINDERS = 2  # schools whose staff were reminded this morning


def hashed_password() -> str:
    """The hash of the demo's one password; slow by design, so made once for all people."""
    return make_password(PASSWORD)


@transaction.atomic
def load_school(plan: SchoolPlan, days: Days, password: str) -> School:
    """Write a school of this plan, all of it or nothing."""
    staff = Staff(plan)
    school = _open(plan, days, staff)
    people = PeopleRows(school, staff, days, password)
    memberships = people.write_people()
    senco = memberships["senco"]
    with school_scope(school, by=senco.user, request_id=REQUEST):
        _add_years(days)
        rooms = _add_rooms(school, plan, days)
        people.write_assignments(rooms)
        _adopt(school, plan, days, senco)
        if plan.place == 0 and plan.ladder == CHANGED_LADDER:
            write_versions(days, senco, memberships["office"])
        _write_children(plan, days, people, rooms)
        write_joining(plan, days, people)
        write_watch(plan, days, people)
        write_tablets(plan, days, memberships["office"].user, memberships.values())
        write_views(senco, memberships["head"])
        write_mis(plan, days)
        write_figures(plan, days, people)
        write_cover(plan, days, people, rooms)
        write_next_year(school, plan, days, people)
        MeetingRows(plan, days, people).write()
        write_stays(days, people)
        write_concerns(plan, days, people)
        write_voices(plan, days, people)
        PlanRows(plan, days, people).write()
        write_agencies(days, people)
        write_issued(school, plan, days, people)
        EvidenceRows(plan, days, people).write()
        if plan.place < WITH_LETTERS:
            LetterRows(school, plan, days, people).write()
    if plan.place < WITH_REMINDERS:
        with school_scope(school, request_id=REQUEST):
            write_reminders(school, days)
    return school


def _open(plan: SchoolPlan, days: Days, staff: Staff) -> School:
    """The school with this academic year. It went live in September: nothing before is overdue."""
    senco, dsl = staff.one("senco"), staff.one("dsl")
    return open_school(
        name=plan.name,
        slug=plan.slug,
        begins=days.begins,
        urn=f"{999000 + plan.place % 1000}",
        la_number=plan.la_number,
        estab_number=plan.estab_number,
        phase=plan.phase,
        address=f"{10 + plan.place} School Lane\nNether Wick\nZZ99 3ZZ",
        phone=f"01632 960{plan.place % 1000:03d}",
        email=f"office@{plan.domain}",
        senco_name=senco.name,
        senco_email=senco.email,
        dsl_name=dsl.name,
        dsl_phone=f"01632 960{(plan.place + 500) % 1000:03d}",
        go_live_on=date(days.begins, 9, 1),
    )


def _add_years(days: Days) -> None:
    for begins in days.years:
        if begins != days.begins:
            add_year(begins=begins)
        for day in days.inset(begins):
            add_closure(on=day, kind=ClosureDay.Kind.INSET, why="Staff training")


def _add_rooms(school: School, plan: SchoolPlan, days: Days) -> dict[tuple[int, str], ClassGroup]:
    """Every class of the past years and this one, by the year it began in and its name."""
    years = {year.starts_on.year: year for year in AcademicYear.objects.all()}
    made = {
        (begins, room.name): ClassGroup(
            school=school,
            academic_year=years[begins],
            name=room.name,
            year_group=room.year_group,
        )
        for begins in range(days.first, days.begins + 1)
        for room in plan.rooms
    }
    ClassGroup.objects.bulk_create(made.values(), batch_size=500)
    return made


def _adopt(school: School, plan: SchoolPlan, days: Days, senco: Membership) -> None:
    """The ladder, published before the first record on it."""
    adopt_preset(school=school, key=plan.ladder, by=senco)
    version: LadderVersion = LadderVersion.objects.get()
    version.published_at = moment(days.starts(days.first), 60)
    version.save()


def _write_children(
    plan: SchoolPlan,
    days: Days,
    people: PeopleRows,
    rooms: dict[tuple[int, str], ClassGroup],
) -> None:
    roll, teller, writer = Roll(plan, days), StoryTeller(plan.ladder, days), Writer(plan)
    child_rows = ChildRows(plan, days, people, rooms)
    ladder_rows = LadderRows(plan, days, people, writer, teller)
    for batch in batches(roll.children(), BATCH):
        told = [
            (child, teller.story(child, stream(plan.seed, plan.slug, "story", child.number)))
            for child in batch
        ]
        pupils = child_rows.write(told)
        ladder_rows.write(told, pupils)
        people.write_links(told, pupils)


def batches(things: Iterator[T], size: int) -> Iterator[list[T]]:
    """The things, so many at a time."""
    while batch := list(islice(things, size)):
        yield batch
