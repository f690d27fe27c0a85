"""One tick of the reminders: make what is due, send what waits, say what became of it."""

from dataclasses import dataclass
from datetime import datetime

from jobs.models import OutboxMessage
from jobs.outbox import send_waiting
from reviews.digests import make_digests
from schools.models import School
from schools.tenancy import school_scope


@dataclass(frozen=True)
class Tick:
    """What a tick did: reminders made, messages sent and refused, and how many nobody knows of.

    `unknown` counts every message whose sending began over five minutes ago and never ended.
    """

    created: int = 0
    sent: int = 0
    failed: int = 0
    unknown: int = 0

    def __add__(self, other: "Tick") -> "Tick":
        return Tick(
            self.created + other.created,
            self.sent + other.sent,
            self.failed + other.failed,
            self.unknown + other.unknown,
        )


def send_due(now: datetime) -> Tick:
    """Tick for every school, one after the other; what breaks in one does not stop the others."""
    total = Tick()
    for school in School.objects.order_by("pk"):
        total += _tick(school, now)
    return total


def _tick(school: School, now: datetime) -> Tick:
    with school_scope(school):
        created = make_digests(school=school, now=now)
    went = send_waiting(school)
    with school_scope(school, writes=False):
        unknown = OutboxMessage.objects.unknown(now).count()
    return Tick(created, went.sent, went.failed, unknown)
