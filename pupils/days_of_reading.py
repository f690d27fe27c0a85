"""What a member of staff opened on a day, gathered from the log for the rule and for the page."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from pupils.models import AccessEntry, Pupil
from pupils.unusual import DayOfOne, Limits, Opening
from schools.settings import Name, setting

LOOKED_BACK = timedelta(days=60)
EXPORT = "_export"  # how the routes of exports end


def limits_on(day: date) -> Limits:
    """The school's limits on a day."""
    return Limits(
        hour=int(setting(Name.ALERT_HOUR, day)),
        times=int(setting(Name.ALERT_TIMES, day)),
        least=int(setting(Name.ALERT_LEAST, day)),
        night=int(setting(Name.ALERT_NIGHT, day)),
        exports=int(setting(Name.ALERT_EXPORTS, day)),
    )


def midnights(day: date) -> tuple[datetime, datetime]:
    """The moments a day begins and ends here."""
    first, last = (datetime.combine(day + timedelta(days=n), time()) for n in (0, 1))
    return timezone.make_aware(first), timezone.make_aware(last)


def worth_a_look(day: date, limits: Limits) -> list[int]:
    """The people of whom a sign could be given at all; one query over the day's entries."""
    least = min(limits.hour, limits.least, limits.night)
    rows = AccessEntry.objects.between(*midnights(day)).order_by().values("user_id")
    counted = rows.annotate(
        children=Count("pupil", distinct=True), exports=Count("pk", filter=Q(what__endswith=EXPORT))
    )
    busy = counted.filter(Q(children__gte=least) | Q(exports__gte=limits.exports))
    return sorted(busy.values_list("user_id", flat=True))


def day_of(membership: Membership, day: date) -> DayOfOne:
    """One person's day with what is usual for them; five queries at most."""
    begins, ends = midnights(day)
    own = _own(membership, day)
    mine = AccessEntry.objects.filter(user_id=membership.user_id)
    rows = mine.between(begins, ends).filter(pupil__isnull=False).values_list("at", "pupil_id")
    openings = [
        Opening(timezone.localtime(at), pupil_id, own is None or pupil_id in own)
        for at, pupil_id in rows
    ]
    past = mine.between(begins - LOOKED_BACK, begins).filter(pupil__isnull=False)
    return DayOfOne(
        openings=openings,
        exports=mine.between(begins, ends).filter(what__endswith=EXPORT).count(),
        past=_children_by_day(past.values_list("at", "pupil_id"), own),
        is_senco=Role.SENCO in membership.roles,
    )


def _own(membership: Membership, day: date) -> set[int] | None:
    """The children who are this person's work; `None` where every child they see is."""
    if not membership.sees_whole_school:
        return None
    rows = Pupil.objects.own_of(membership, day=day)
    return set(rows.values_list("pk", flat=True))


def _children_by_day(rows: Iterable[tuple[Any, int]], own: set[int] | None) -> list[int]:
    """How many children who are not their own a person opened on each day they opened any."""
    found: dict[date, set[int]] = defaultdict(set)
    for at, pupil_id in rows:
        if own is not None and pupil_id not in own:
            found[timezone.localdate(at)].add(pupil_id)
    return [len(children) for children in found.values()]
