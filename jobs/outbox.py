"""Sending what the outbox holds: claim, send, mark, so that no message goes twice by itself."""

import smtplib
import socket
from collections import Counter
from typing import NamedTuple

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone

from jobs.models import OutboxMessage
from jobs.secrets import SEED, code_of, secret_of
from schools.models import School
from schools.tenancy import school_scope

log = structlog.get_logger(__name__)

# The server was not reached or would not listen: nothing went, so the message waits its turn.
NOT_BEGUN = (
    ConnectionRefusedError,
    socket.gaierror,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
)
# The server said no to this message.
REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


class Went(NamedTuple):
    """How many messages were sent, and how many were refused for good."""

    sent: int = 0
    failed: int = 0


def send_waiting(school: School) -> Went:
    """Send every waiting message of a school; gives what became of them, as far as is known.

    A send that neither succeeded nor failed stays claimed, and shows as unknown after five
    minutes: a person decides (reliability.md, promise 5).
    """
    with school_scope(school, writes=False):
        waiting = list(OutboxMessage.objects.left_waiting().values_list("pk", flat=True)[:200])
    outcomes = Counter(_send(school, pk) for pk in waiting)
    return Went(outcomes[OutboxMessage.Outcome.SENT], outcomes[OutboxMessage.Outcome.FAILED])


def _send(school: School, pk: int) -> str:
    message = _claim(school, pk)
    if message is None:
        return ""
    outcome, fault = _attempt(message)
    if fault is not None:
        log.warning("message_not_sent", message_id=pk, fault=type(fault).__name__)
    _mark(school, pk, outcome, error=type(fault).__name__ if fault else "")
    return outcome


def _attempt(message: OutboxMessage) -> tuple[str, Exception | None]:
    """Send one message; gives what became of it, as far as we can know."""
    outcomes = OutboxMessage.Outcome
    try:
        mail = email_of(message)
    except Exception as fault:
        return outcomes.FAILED, fault
    try:
        mail.send()
    except NOT_BEGUN as fault:
        return outcomes.WAITING, fault
    except REFUSED as fault:
        return (outcomes.WAITING if _for_now(fault) else outcomes.FAILED), fault
    except Exception as fault:  # a line that broke may have broken after the message was taken
        return outcomes.CLAIMED, fault
    return outcomes.SENT, None


def _for_now(fault: Exception) -> bool:
    """Whether a refusal is for the moment only: a code of 400 to 499 (RFC 5321, 4.2.1)."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(400 <= code < 500 for code, _words in fault.recipients.values())
    return isinstance(fault, smtplib.SMTPResponseException) and 400 <= fault.smtp_code < 500


def email_of(message: OutboxMessage) -> EmailMessage:
    """The e-mail a message becomes: the first line of its template is the subject.

    A seed in its context becomes `secret` and `code` (jobs/secrets.py).
    """
    context = message.context | {"base_url": settings.BASE_URL}
    if SEED in context:
        seed = context.pop(SEED)
        context |= {"secret": secret_of(seed), "code": code_of(seed)}
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
        if outcome in {OutboxMessage.Outcome.SENT, OutboxMessage.Outcome.FAILED}:
            message.context.pop(SEED, None)
        message.save()
