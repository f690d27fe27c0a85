"""Sending what the outbox holds: claim, send, mark, so that no message goes twice by itself."""

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone

from jobs.models import OutboxMessage
from schools.models import School
from schools.tenancy import school_scope

log = structlog.get_logger(__name__)


def send_waiting(school: School) -> int:
    """Send every waiting message of a school; gives how many were sent.

    A send that neither succeeded nor failed stays claimed, and shows as unknown after five
    minutes: a person decides (reliability.md, promise 5).
    """
    with school_scope(school, writes=False):
        waiting = list(OutboxMessage.objects.left_waiting().values_list("pk", flat=True)[:200])
    return sum(_send(school, pk) for pk in waiting)


def _send(school: School, pk: int) -> bool:
    message = _claim(school, pk)
    if message is None:
        return False
    try:
        email_of(message).send()
    except ConnectionRefusedError as fault:
        _mark(school, pk, OutboxMessage.Outcome.WAITING, error=type(fault).__name__)
        return False
    except Exception as fault:
        log.exception("message_not_sent", message_id=pk)
        _mark(school, pk, OutboxMessage.Outcome.FAILED, error=type(fault).__name__)
        return False
    _mark(school, pk, OutboxMessage.Outcome.SENT)
    return True


def email_of(message: OutboxMessage) -> EmailMessage:
    """The e-mail a message becomes: the first line of its template is the subject."""
    context = message.context | {"base_url": settings.BASE_URL}
    text = render_to_string(f"mail/{message.template}.txt", context)
    subject, _, body = text.strip().partition("\n")
    return EmailMessage(subject=subject, body=body.strip() + "\n", to=[message.to])


def _claim(school: School, pk: int) -> OutboxMessage | None:
    with school_scope(school):
        rows = OutboxMessage.objects.left_waiting().select_for_update(skip_locked=True)
        message = rows.filter(pk=pk).first()
        if message:
            message.outcome = OutboxMessage.Outcome.CLAIMED
            message.claimed_at = timezone.now()
            message.save()
        return message if isinstance(message, OutboxMessage) else None


def _mark(school: School, pk: int, outcome: str, *, error: str = "") -> None:
    with school_scope(school):
        message = OutboxMessage.objects.get(pk=pk)
        message.outcome, message.error = outcome, error
        message.sent_at = timezone.now() if outcome == OutboxMessage.Outcome.SENT else None
        message.save()
