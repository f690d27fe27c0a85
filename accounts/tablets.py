"""Shared tablets, read: which one a browser is, who may use it, and what its session may do.

A session that began with a PIN holds a mark. The mark is no right by itself: at each request the
tablet, its cookie, the PIN and the membership are looked at again.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Membership, Tablet, TabletPin
from accounts.pins import IDLE
from accounts.roles import Role
from common.dates import today
from schools.models import School
from schools.tenancy import school_scope

COOKIE = "senregister_tablet"
MARK = "tablet"
NOTED_EVERY = 30  # seconds between two notes of when somebody last did something
# Whatever else a person is: a shared device in a corridor opens what a TA may open.
RIGHTS = frozenset({Role.TA})
TEACHING = frozenset({Role.TEACHER, Role.YEAR_LEADER})


def hash_of(token: str) -> str:
    """What is kept of a token: it is long and random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def may_use(membership: Membership, *, for_teachers: bool) -> bool:
    """Whether a person may have or use a PIN: TAs, and teachers where the school lets them."""
    return Role.TA in membership.roles or (for_teachers and bool(TEACHING & membership.roles))


def tablet_of(request: HttpRequest) -> Tablet | None:
    """The tablet this browser is, if it is one that may be used today; with its school."""
    slug, _, token = request.COOKIES.get(COOKIE, "").partition(".")
    school = School.objects.filter(slug=slug).first() if token else None
    if school is None:
        return None
    with school_scope(school, writes=False):
        rows = Tablet.objects.in_use(today()).select_related("school")
        found: Tablet | None = rows.filter(token_hash=hash_of(token)).first()
        return found


@dataclass(frozen=True)
class Switcher:
    """Somebody whose name can be tapped on a tablet."""

    pk: int
    name: str
    locked: bool


def switchers(tablet: Tablet) -> list[Switcher]:
    """Those who have a PIN and may use this tablet today, by name; within the school's scope."""
    pins = {pin.membership_id: pin for pin in TabletPin.objects.all()}
    people = Membership.objects.on(today()).filter(school_id=tablet.school_id, pk__in=pins)
    return [
        Switcher(row.pk, row.user.name, locked=pins[row.pk].locked_at is not None)
        for row in people.select_related("user").order_by("user__name", "pk")
        if may_use(row, for_teachers=tablet.for_teachers)
    ]


def begin_mark(request: HttpRequest, tablet: Tablet, member: Membership, ends: datetime) -> None:
    """Mark a session as one that began with a PIN on this tablet."""
    request.session[MARK] = {
        "tablet": tablet.pk,
        "membership": member.pk,
        "pin": TabletPin.objects.get(membership=member).pin_hash[-16:],
        "ends": int(ends.timestamp()),
        "seen": int(time.time()),
    }


def is_on_tablet(request: HttpRequest) -> bool:
    """Whether this session began with a PIN."""
    return MARK in request.session


def session_tablet(request: HttpRequest) -> Tablet | None:
    """The tablet of a session that began with a PIN and still holds; found once a request.

    None for one that is over: idle, past its end, another browser's, a tablet out of use, a PIN
    changed or locked, a membership that ended.
    """
    if not hasattr(request, "tablet"):
        request.tablet = _look(request)  # type: ignore[attr-defined]
    found: Tablet | None = request.tablet  # type: ignore[attr-defined]
    return found


def tablet_name(request: HttpRequest) -> str:
    """The shared tablet a request comes from by a PIN; empty for a person's own session."""
    tablet = session_tablet(request) if is_on_tablet(request) else None
    return tablet.name if tablet else ""


def _look(request: HttpRequest) -> Tablet | None:
    mark, now = request.session[MARK], time.time()
    if now >= mark["ends"] or now - mark["seen"] > IDLE.total_seconds():
        return None
    tablet = tablet_of(request)
    if tablet is None or tablet.pk != mark["tablet"]:
        return None
    with school_scope(tablet.school, writes=False):
        return tablet if _still_theirs(request.user, tablet, mark) else None


def _still_theirs(user: Any, tablet: Tablet, mark: dict[str, Any]) -> bool:
    rows = Membership.objects.on(today()).filter(school_id=tablet.school_id, user_id=user.pk)
    member = rows.filter(pk=mark["membership"]).first()
    pin = TabletPin.objects.filter(membership_id=mark["membership"], locked_at=None).first()
    return (
        member is not None
        and may_use(member, for_teachers=tablet.for_teachers)
        and pin is not None
        and pin.pin_hash[-16:] == mark["pin"]
    )


def note_use(request: HttpRequest) -> None:
    """Somebody is there: the five minutes begin again (right to half a minute)."""
    mark = request.session[MARK]
    if time.time() - mark["seen"] >= NOTED_EVERY:
        request.session[MARK] = mark | {"seen": int(time.time())}


def lock(request: HttpRequest) -> None:
    """End a tablet's session: the next person taps their own name."""
    logout(request)


def cut_to_tablet(request: HttpRequest, membership: Membership) -> bool:
    """Leave a membership only what a tablet may open, where the session began on one.

    False when that session is over, or of another school: then nothing may be opened.
    """
    if not is_on_tablet(request):
        return True
    mark = request.session[MARK]
    if session_tablet(request) is None or mark["membership"] != membership.pk:
        return False
    membership.cut_to(RIGHTS)
    return True


def locked_pins() -> list[tuple[str, datetime]]:
    """Whose PIN is locked in the acting school, and since when."""
    rows = TabletPin.objects.filter(locked_at__isnull=False).select_related("membership__user")
    now = timezone.now()
    return [(row.membership.user.name, row.locked_at or now) for row in rows.order_by("locked_at")]
