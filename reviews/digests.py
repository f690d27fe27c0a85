"""Making the day's digests: who is told of what, once, in one message that names no child."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from jobs.actions import post
from reviews.models import USUAL_HOUR, Digest, DigestChoice, Reminder
from reviews.reminding import Limits, Telling, is_hour, is_told_on, news_of, tellings
from schools.calendar import SchoolCalendar
from schools.dates import calendar_for
from schools.models import DatedSetting, School
from schools.settings import setting
from stages.due import OF_EVERY_CHILD, OF_OWN_CHILDREN, due_from, due_of, items_of_children

ASKED = OF_EVERY_CHILD | OF_OWN_CHILDREN
ANSWER_FOR_ALL = frozenset({Role.SENCO, Role.HEAD})


@transaction.atomic
def make_digests(*, school: School, now: datetime) -> int:
    """Tell everyone whose hour has come what is new since they were last told.

    Gives how many reminders were made. Safe to run at any time and as often as one likes: a
    person's day is looked through once. Two at the same time: one waits for the other.
    """
    local = timezone.localtime(now)
    day = local.date()
    if school.go_live_on is None or school.go_live_on > day:
        return 0
    # Rows that point to the school can still be written meanwhile.
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    waiting = [row for row in _not_told(school, day) if is_hour(local, _hour(row))]
    if not waiting:
        return 0
    calendar = calendar_for(day)
    if not is_told_on(calendar, day):
        return 0
    limits = Limits(
        senco=int(setting(DatedSetting.Name.REMIND_SENCO, day)),
        head=int(setting(DatedSetting.Name.REMIND_HEAD, day)),
    )
    return sum(_tell(row, day, calendar, limits) for row in waiting)


def _not_told(school: School, day: date) -> Iterable[Membership]:
    """Who something can be due from, and has not been looked through on a day; one query."""
    rows = Membership.objects.on(day).filter(school=school)
    rows = rows.exclude(pk__in=Digest.objects.filter(on=day).values("recipient"))
    asked = rows.select_related("user", "digest_choice").order_by("pk")
    return [row for row in asked if ASKED & row.roles and _is_wanted(row)]


def _choice(row: Membership) -> DigestChoice | None:
    return getattr(row, "digest_choice", None)


def _is_wanted(row: Membership) -> bool:
    choice = _choice(row)
    return choice is None or choice.is_wanted


def _hour(row: Membership) -> int:
    choice = _choice(row)
    return choice.hour if choice else USUAL_HOUR


def _tell(reader: Membership, day: date, calendar: SchoolCalendar, limits: Limits) -> int:
    """Look through one person's things; gives how many reminders are new to them."""
    children = items_of_children(reader, day)
    every = (
        [due for child in children for item in child.items if (due := due_of(child, item, day))]
        if ANSWER_FOR_ALL & reader.roles
        else []
    )
    own = due_from(reader, children, day).shown
    all_of = tellings(own, every, reader.roles, day, calendar, limits)
    told = _told_before(reader, all_of)
    new = [telling for telling in all_of if telling.key not in told]
    digest = Digest.objects.create(recipient=reader, on=day)
    if new:
        _send(digest, new, all_of)
    return len(new)


def _told_before(reader: Membership, all_of: Sequence[Telling]) -> set[tuple[Any, ...]]:
    if not all_of:
        return set()
    since = min(telling.due_on for telling in all_of)
    rows = Reminder.objects.filter(recipient=reader, due_on__gte=since)
    return set(rows.values_list("kind", "pupil_id", "requirement", "due_on"))


def _send(digest: Digest, new: Sequence[Telling], all_of: Sequence[Telling]) -> None:
    """Keep what somebody is told of, and put the message that tells it into the outbox."""
    rows = [
        Reminder(
            kind=telling.kind,
            recipient=digest.recipient,
            pupil_id=telling.pupil,
            requirement=telling.requirement,
            due_on=telling.due_on,
            digest=digest,
        )
        for telling in new
    ]
    for row in rows:
        row.claim_for_school()
    Reminder.objects.bulk_create(rows, batch_size=500)
    news = news_of(new, all_of)
    digest.message = post(
        to=digest.recipient.user.email,
        template="due_digest",
        context={
            "count": len(new),
            "new": [[kind, what, count] for kind, what, count in news.new],
            "overdue": news.overdue,
            "soon": news.soon,
            "school": digest.school.slug,
        },
        reason_key=f"digest-{digest.on}",  # of this address, on this day
    )
    digest.save(update_fields=["message"])
