"""Who was asked to come, and a teaching assistant about to go whose children others take over."""

import hashlib
from datetime import timedelta

from accounts.models import Invitation, Membership
from accounts.roles import Role
from pupils.models import Handover, StaffLink
from reports.demo.chance import uid
from reports.demo.days import Days, moment
from reports.demo.people_rows import PeopleRows
from reports.demo.schools import SchoolPlan

LIVES = 14  # days an invitation can be accepted
GOES_IN = timedelta(days=23)
# Whom, as what, and how many days ago.
ASKED = (
    ("Nerys Vaughan", Role.TEACHER, 2),
    ("Tobias Lund", Role.TA, 2),
    ("Marta Quill", Role.TA, 5),
    ("Edwin Sharrow", Role.OFFICE, 30),
)


def write_joining(plan: SchoolPlan, days: Days, people: PeopleRows) -> None:
    """Three invitations pending, one expired, and one leaver's links handed over."""
    office = people.memberships["office"]
    for name, role, ago in ASKED:
        asked_on = days.at(days.last - ago)
        at = moment(asked_on, 90)
        email = f"{name.lower().replace(' ', '.')}@{plan.domain}"
        Invitation.objects.create(
            uid=uid(plan.seed, plan.slug, "invitation", name),
            email=email,
            name=name,
            roles=frozenset({role}),
            starts_on=asked_on,
            days=LIVES,
            invited_by=office,
            invited_at=at,
            expires_at=at + timedelta(days=LIVES),
            token_hash=hashlib.sha256(f"{plan.seed}:{email}".encode()).hexdigest(),
        )
    _leaver(plan, days, people)


def _leaver(plan: SchoolPlan, days: Days, people: PeopleRows) -> None:
    """Of the assistants nobody signs in as, the first with children of their own goes."""
    quiet = {person.key for person in people.staff.people if not person.signs_in}
    tas = [
        row
        for key, row in sorted(people.memberships.items())
        if key in quiet and row.roles == {Role.TA} and row.ends_on is None
    ]
    for leaver in tas:
        links = list(StaffLink.objects.filter(membership=leaver).still_open().order_by("uid"))
        others = [row for row in tas if row.pk != leaver.pk]
        if links and others:
            _hand_over(plan, days, people, leaver, others[0], links)
            return


def _hand_over(
    plan: SchoolPlan,
    days: Days,
    people: PeopleRows,
    leaver: Membership,
    taker: Membership,
    links: list[StaffLink],
) -> None:
    today = days.at(days.last)
    ends_on = today + GOES_IN
    leaver.ends_on = ends_on
    leaver.save()
    for link in links:
        link.ends_on = ends_on
        link.save()
        new = None
        mine = StaffLink.objects.filter(membership=taker, pupil=link.pupil, kind=link.kind)
        if not mine.still_open().exists():
            new = StaffLink.objects.create(
                uid=uid(plan.seed, plan.slug, "handed-over", link.uid),
                membership=taker,
                pupil=link.pupil,
                kind=link.kind,
                starts_on=ends_on,
            )
        Handover.objects.create(
            uid=uid(plan.seed, plan.slug, "handover", link.uid),
            leaver=leaver,
            taker=taker,
            starts_on=ends_on,
            link=link,
            new_link=new,
            recorded_by=people.memberships["senco"],
            recorded_at=moment(today, 60),
        )
