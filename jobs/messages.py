"""Messages that need somebody's eye: it is not known whether they went, or they were refused."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from common.errors import Refused
from jobs.models import OutboxMessage
from jobs.secrets import SEED

SHOWN_FOR = timedelta(days=30)
WHAT = {
    "invitation": "An invitation",
    "invitation_held": "Word of an invitation to decide about",
    "job_over": "Word that background work is over",
    "factor_reset": "Word of a second factor that was reset",
    "factor_code": "A code to sign in with",
    "sign_in_changed": "Word of a change to how somebody signs in",
    "pin_locked": "Word of a PIN that was locked",
    "unusual_openings": "Word of unusually many openings",
    "due_digest": "Word of what has come due",
}


def to_look_at(now: datetime) -> Any:
    """The messages of the last thirty days that nobody knows to have arrived, newest first."""
    recent = OutboxMessage.objects.filter(created_at__gt=now - SHOWN_FOR)
    failed = recent.filter(outcome=OutboxMessage.Outcome.FAILED)
    return (recent.unknown(now) | failed).order_by("-created_at", "-pk")


@dataclass(frozen=True)
class MessageLine:
    """One line of the list of such messages."""

    pk: int
    what: str
    to: str
    at: datetime
    is_unknown: bool
    may_send: bool


def message_lines(now: datetime) -> list[MessageLine]:
    """Those messages in words; one query."""
    return [
        MessageLine(
            pk=row.pk,
            what=what_of(row.template),
            to=row.to,
            at=row.claimed_at or row.created_at,
            is_unknown=row.outcome == OutboxMessage.Outcome.CLAIMED,
            may_send=can_go_again(row),
        )
        for row in to_look_at(now)[:200]
    ]


def what_of(template: str) -> str:
    """What a message is, in words; a kind without words of its own by its name."""
    return WHAT.get(template, f"A message ({template.replace('_', ' ')})")


def can_go_again(row: OutboxMessage) -> bool:
    """Whether it can be sent as it is: not once its secret is forgotten, nor when it grew old."""
    holds_secret = row.template in {"invitation", "factor_code"}
    return not holds_secret or SEED in row.context


@transaction.atomic
def settle(*, pk: int, again: bool, now: datetime) -> OutboxMessage:
    """Somebody has looked: the message goes again, or is let be.

    Raises `Refused` when it is none of these any more, or cannot go again.
    """
    row = to_look_at(now).select_for_update().filter(pk=pk).first()
    if row is None:
        raise Refused("Somebody has settled that message already.")
    if again and not can_go_again(row):
        raise Refused("Its link was forgotten. Send a new one from the page it is about.")
    settled: OutboxMessage = row
    outcomes = OutboxMessage.Outcome
    settled.outcome = outcomes.WAITING if again else outcomes.LEFT
    settled.claimed_at = None if again else settled.claimed_at
    settled.error = "" if again else settled.error
    if not again:
        settled.context.pop(SEED, None)
    settled.save()
    return settled
