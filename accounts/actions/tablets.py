"""Shared tablets: enrolling one, taking it out of use, choosing a PIN, and giving it.

Who may: permissions.md gives the SENCO, the head and the office people and devices; a PIN is chosen
only by its owner, from a session of their own.
"""

import secrets
from datetime import date
from enum import Enum

import structlog
from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Membership, Tablet, TabletPin
from accounts.pins import TRIES, refusal_of
from accounts.roles import Role
from accounts.tablets import hash_of, may_use
from common.dates import today
from common.errors import Refused
from jobs.actions import post

log = structlog.get_logger(__name__)
MAIL = "pin_locked"


@transaction.atomic
def enrol_tablet(
    *, by: Membership, name: str, last_day: date, for_teachers: bool
) -> tuple[Tablet, str]:
    """A browser becomes one of the school's tablets; gives it, and the token its cookie keeps.

    Raises `Refused` for a name that a tablet in use has already.
    """
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            made = Tablet.objects.create(
                name=name,
                token_hash=hash_of(token),
                for_teachers=for_teachers,
                last_day=last_day,
                enrolled_by=by.user,
            )
    except IntegrityError as fault:
        raise Refused(
            f"There is a tablet called “{name}” already. Choose another name, or take that one out."
        ) from fault
    return made, token


@transaction.atomic
def revoke_tablet(*, by: Membership, tablet: Tablet) -> None:
    """A tablet is out of use: whoever is on it is out at the very next request."""
    current = Tablet.objects.select_for_update().get(pk=tablet.pk)
    if current.revoked_at is None:
        current.revoked_at, current.revoked_by = timezone.now(), by.user
        current.save()


@transaction.atomic
def choose_pin(*, by: Membership, pin: str) -> None:
    """A person's own PIN, also after it was locked; sessions begun with the old one are over.

    Raises `Refused` for digits that are too easy, and for somebody whom no tablet is for.
    """
    if refusal := refusal_of(pin):
        raise Refused(refusal)
    if not may_have_pin(by):
        raise Refused("No tablet of this school is for your role. Ask the SENCO or the office.")
    kept = {"pin_hash": make_password(pin), "chosen_at": timezone.now()}
    TabletPin.objects.update_or_create(
        membership=by, defaults=kept | {"wrong_tries": 0, "locked_at": None}
    )


@transaction.atomic
def remove_pin(*, by: Membership) -> None:
    """A person has no PIN any more."""
    TabletPin.objects.filter(membership=by).delete()


def may_have_pin(membership: Membership) -> bool:
    """Whether some tablet of the acting school is for a person; for TAs every one is."""
    open_to_teachers = Tablet.objects.in_use(today()).filter(for_teachers=True).exists()
    return may_use(membership, for_teachers=open_to_teachers)


class Answer(Enum):
    """What a tablet is told about a PIN."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"


@transaction.atomic
def give_pin(*, tablet: Tablet, membership: Membership, pin: str) -> Answer:
    """Try a person's PIN. It answers and does not raise, so that a wrong try is counted.

    Five wrong ones in a row, on whichever tablets, lock it until its owner chooses another, and
    tell the SENCO. The row is held: of tries at the same moment each counts.
    """
    row = TabletPin.objects.select_for_update().filter(membership=membership).first()
    if row is None or row.locked_at is not None:
        return Answer.LOCKED
    right = check_password(pin, row.pin_hash)
    row.wrong_tries = 0 if right else row.wrong_tries + 1
    if row.wrong_tries >= TRIES:
        row.locked_at = timezone.now()
        _tell_senco(row, tablet)
    row.save()
    if right:
        return Answer.RIGHT
    return Answer.LOCKED if row.locked_at else Answer.WRONG


def _tell_senco(row: TabletPin, tablet: Tablet) -> None:
    """A message that names nobody: the page it leads to does."""
    log.warning("pin_locked", of=row.membership_id, tablet=tablet.pk)
    sencos = Membership.objects.on(today()).holding(Role.SENCO).filter(school_id=tablet.school_id)
    for senco in sencos.select_related("user"):
        post(
            to=senco.user.email,
            template=MAIL,
            context={"slug": tablet.school.slug, "tablet": tablet.name},
            reason_key=f"pin-{row.pk}-{row.chosen_at.timestamp():.0f}",
        )
