"""Raising an alert about a day of unusually many openings, and noting what was found."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from common.errors import Refused
from jobs.actions import post
from pupils.days_of_reading import day_of, limits_on, worth_a_look
from pupils.models import OpeningAlert
from pupils.unusual import signs_of
from schools.models import School

FIRST_TOLD = frozenset({Role.SENCO, Role.HEAD})


@transaction.atomic
def raise_alerts(*, school: School, day: date) -> list[OpeningAlert]:
    """Alerts for a day that are not there yet, each told by one message; safe to run again."""
    limits = limits_on(day)
    staff = {row.user_id: row for row in _working(school, day)}
    known = set(OpeningAlert.objects.filter(on=day).values_list("user_id", flat=True))
    raised = []
    for user_id in worth_a_look(day, limits):
        member = staff.get(user_id)
        if member is None or user_id in known:
            continue
        signs = signs_of(day_of(member, day), limits)
        if signs:
            alert = OpeningAlert.objects.create(user_id=user_id, on=day, signs=list(signs))
            _tell(alert, told_of(member, staff.values()))
            raised.append(alert)
    return raised


def _working(school: School, day: date) -> list[Membership]:
    return list(Membership.objects.on(day).filter(school=school).select_related("user"))


def told_of(subject: Membership, staff: Iterable[Membership]) -> list[Membership]:
    """SENCO and head, never the person it is about; where it is one of them, the DSL too."""
    roles = FIRST_TOLD | ({Role.DSL} if FIRST_TOLD & subject.roles else frozenset())
    others = [row for row in staff if row.user_id != subject.user_id]
    return [row for row in others if roles & row.roles]


def _tell(alert: OpeningAlert, readers: list[Membership]) -> None:
    for reader in readers:
        post(
            to=reader.user.email,
            template="unusual_openings",
            context={},
            reason_key=f"openings-{alert.pk}",
        )


@transaction.atomic
def note_alert(
    *, by: Membership, alert: OpeningAlert, expected: int, outcome: str, note: str
) -> None:
    """Say what was found about a day, from version `expected`.

    Raises `EditClash` when somebody else saved first, `Refused` about oneself or without words.
    """
    if alert.user_id == by.user_id:
        raise Refused("Nobody notes anything about themselves.")
    if not note.strip():
        raise Refused("Say in a few words what you found or who looks into it.")
    alert.outcome, alert.note = outcome, note.strip()
    alert.noted_by, alert.noted_at = by.user, timezone.now()
    alert.save_as_version(expected)
