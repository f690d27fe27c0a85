"""Who opened what in the last weeks, one unusual day, and what shows a teacher's own child."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from django.db.models import Count

from accounts.models import Membership
from pupils.days_of_reading import day_of, limits_on
from pupils.models import AccessEntry, Contact, OpeningAlert, Pupil, StaffHome
from pupils.unusual import signs_of
from reports.demo.chance import stream
from reports.demo.days import Days, moment
from reports.demo.people_rows import PeopleRows, stamp, write_at
from reports.demo.schools import SchoolPlan

SCHOOL_DAYS = 18
# How many children somebody opens on a day, by the key of the person; nobody else is written.
CHILDREN_A_DAY = {"senco": 9, "head": 3, "dsl": 4, "office": 5, "teacher": 4, "teacher-2": 3}
PAGES = ("reports:pupil_now", "reports:pupil_now", "pupils:pupil_detail", "reports:pupil_stage")
UNUSUAL, UNUSUAL_AGO = 46, 3
REQUEST = "demo"


def write_watch(plan: SchoolPlan, days: Days, people: PeopleRows) -> None:
    """Openings of ordinary days, one day that is not, its alert, and home details of a teacher."""
    pupils = list(Pupil.objects.on_roll().order_by("uid"))
    chance = stream(plan.seed, plan.slug, "openings")
    shown = [days.at(days.last - ago) for ago in range(SCHOOL_DAYS)]
    entries = [entry for day in shown for entry in _day(people, pupils, day, chance)]
    unusual = shown[UNUSUAL_AGO]
    entries += _going_through(people, pupils, unusual)
    AccessEntry.objects.bulk_create(entries, batch_size=500)
    _alert(people.office(), unusual)
    _home(people, days)


def _day(
    people: PeopleRows, pupils: Sequence[Pupil], day: date, chance: Random
) -> Iterator[AccessEntry]:
    for key, usual in CHILDREN_A_DAY.items():
        member = people.memberships.get(key)
        if member is None:
            continue
        own = list(Pupil.objects.own_of(member, day=day).order_by("uid")) or pupils
        yield _entry(member, day, 20 + chance.randrange(60), "reports:home", None, own[:8])
        for child in chance.sample(own, min(len(own), chance.randrange(1, 2 * usual))):
            minute = 30 + chance.randrange(500)
            yield _entry(member, day, minute, chance.choice(PAGES), child)
        if not member.sees_whole_school:
            continue
        listed = chance.sample(pupils, min(50, len(pupils)))
        year, minute = f"year={listed[0].year_group}", 40 + chance.randrange(400)
        yield _entry(member, day, minute, "reports:register", None, listed, year)


def _entry(
    member: Membership,
    day: date,
    minute: int,
    what: str,
    pupil: Pupil | None,
    listed: Sequence[Pupil] = (),
    asked: str = "",
) -> AccessEntry:
    return AccessEntry(
        school_id=member.school_id or 0,
        user=member.user,
        at=moment(day, minute),
        what=what,
        asked=asked,
        pupil=pupil,
        pupil_ids=[row.pk for row in listed],
        request_id=REQUEST,
    )


def _going_through(people: PeopleRows, pupils: Sequence[Pupil], day: date) -> Iterator[AccessEntry]:
    """The office opens one record after another late in the afternoon."""
    for place, child in enumerate(pupils[:UNUSUAL]):
        yield _entry(people.office(), day, 525 + place, "pupils:pupil_detail", child)


def _alert(member: Membership, day: date) -> None:
    """The alert that the hourly look would have raised, where the school is large enough for it."""
    signs = signs_of(day_of(member, day), limits_on(day))
    if signs:
        row = OpeningAlert(user=member.user, on=day, signs=list(signs), raised_at=moment(day, 600))
        row._history_user = None  # type: ignore[attr-defined]  # raised by the hourly look
        write_at(row, moment(day, 600))


def _home(people: PeopleRows, days: Days) -> None:
    """A teacher's private e-mail address, which one child's contact has too."""
    rows = Contact.objects.filter(ended_on=None, pupil__left_on=None).exclude(email="")
    once = rows.values("email").annotate(n=Count("pk")).filter(n=1).values("email")
    contact = rows.filter(email__in=once).order_by("uid").first()
    teacher = people.memberships.get("teacher-2") or people.memberships["teacher"]
    if contact is not None:
        home = StaffHome(user=teacher.user, email=contact.email)
        stamp(home, moment(days.starts(days.begins) + timedelta(days=1), 60), people.senco().user)
        home.save()
