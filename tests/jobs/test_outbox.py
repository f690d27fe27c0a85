"""Messages are sent at most once by themselves; one whose outcome is unknown is on a list."""

import smtplib
import socket
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs import outbox
from jobs.actions import post
from jobs.models import OutboxMessage
from jobs.outbox import send_waiting
from schools.tenancy import school_scope
from tests.cast import Cast

pytestmark = pytest.mark.smoke
Outcome = OutboxMessage.Outcome


@pytest.fixture
def message(cast: Cast, clock: Any) -> OutboxMessage:
    """One message that waits."""
    return put(cast)


def put(cast: Cast, *, to: str = "parent@home.test", reason: str = "plan-1") -> OutboxMessage:
    """Put a message into the outbox."""
    with school_scope(cast.school):
        return post(to=to, template="job_over", context={"done": True}, reason_key=reason)


def now(cast: Cast) -> OutboxMessage:
    """The one message as it stands."""
    with school_scope(cast.school):
        found: OutboxMessage = OutboxMessage.objects.get()
        return found


def unknown(cast: Cast) -> int:
    """How many messages the list of unknown outcomes holds."""
    with school_scope(cast.school):
        return int(OutboxMessage.objects.unknown(timezone.now()).count())


def broken(monkeypatch: pytest.MonkeyPatch, fault: Exception | None) -> list[EmailMessage]:
    """Let sending fail; gives the list of what was tried."""
    tried: list[EmailMessage] = []

    def send(mail: EmailMessage, **_: Any) -> int:
        tried.append(mail)
        if fault:
            raise fault
        return 1

    monkeypatch.setattr(EmailMessage, "send", send)
    return tried


def test_a_message_is_sent_once(cast: Cast, message: OutboxMessage, mailoutbox: list[Any]) -> None:
    """However often beat ticks."""
    assert [send_waiting(cast.school).sent for _ in range(3)] == [1, 0, 0]
    assert [mail.to for mail in mailoutbox] == [["parent@home.test"]]
    assert (now(cast).outcome, now(cast).sent_at) == (Outcome.SENT, timezone.now())


def test_two_senders_at_once_send_it_once(
    cast: Cast, message: OutboxMessage, mailoutbox: list[Any]
) -> None:
    """A second beat that saw the same list finds the message claimed."""
    assert outbox._claim(cast.school, message.pk) is not None
    assert outbox._send(cast.school, message.pk) == ""
    assert mailoutbox == []


def test_one_message_for_a_reason_and_an_address(cast: Cast) -> None:
    """Reminding twice for the same thing makes one message; another address makes another."""
    made = {put(cast).pk, put(cast).pk, put(cast, to="other@home.test").pk}
    made.add(put(cast, reason="plan-2").pk)
    assert len(made) == 3


def test_the_database_refuses_the_second(cast: Cast, message: OutboxMessage) -> None:
    """Two workers that both find nothing cannot both write."""
    with school_scope(cast.school), pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.create(to=message.to, template="x", reason_key=message.reason_key)


def test_the_same_reason_in_two_schools_is_two(cast: Cast, other: Cast) -> None:
    """Reasons are a school's own."""
    assert put(cast).pk != put(other).pk


def test_a_sender_that_died_is_listed_after_five_minutes(
    cast: Cast, message: OutboxMessage, clock: Any, mailoutbox: list[Any]
) -> None:
    """It may have gone or not: it is not sent again by itself, and a person sees it."""
    outbox._claim(cast.school, message.pk)
    clock.shift(timedelta(minutes=4, seconds=59))
    assert unknown(cast) == 0
    clock.shift(timedelta(seconds=2))
    assert unknown(cast) == 1
    assert send_waiting(cast.school).sent == 0
    assert mailoutbox == []


@pytest.mark.parametrize(
    "fault",
    [
        ConnectionRefusedError(),
        socket.gaierror(-2, "no such name"),
        smtplib.SMTPConnectError(421, "busy"),
        smtplib.SMTPAuthenticationError(535, "no"),
        smtplib.SMTPRecipientsRefused({"parent@home.test": (450, b"try later")}),
        smtplib.SMTPDataError(451, "greylisted"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_what_was_not_begun_waits_and_goes_later(
    cast: Cast, message: OutboxMessage, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """With the mail server away nothing is lost, and nothing doubled when it is back."""
    with monkeypatch.context() as patch:
        broken(patch, fault)
        assert send_waiting(cast.school).sent == 0
    assert (now(cast).outcome, now(cast).error) == (Outcome.WAITING, type(fault).__name__)
    sent = broken(monkeypatch, None)
    assert send_waiting(cast.school).sent == 1
    assert (len(sent), now(cast).outcome) == (1, Outcome.SENT)


@pytest.mark.parametrize(
    "fault",
    [
        smtplib.SMTPRecipientsRefused({"parent@home.test": (550, b"no such person")}),
        smtplib.SMTPSenderRefused(553, b"not you", "senregister@localhost"),
        smtplib.SMTPDataError(554, "looks like spam"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_what_the_server_refuses_has_failed(
    cast: Cast, message: OutboxMessage, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """It says so, and is not tried for ever."""
    tried = broken(monkeypatch, fault)
    for _ in range(3):
        send_waiting(cast.school)
    assert (len(tried), now(cast).outcome) == (1, Outcome.FAILED)


@pytest.mark.parametrize(
    "fault",
    [
        TimeoutError(),
        smtplib.SMTPServerDisconnected("gone"),
        ConnectionResetError(),
        RuntimeError("anything"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_a_line_that_broke_leaves_it_unknown(
    cast: Cast,
    message: OutboxMessage,
    monkeypatch: pytest.MonkeyPatch,
    clock: Any,
    fault: Exception,
) -> None:
    """The server may have taken it: never sent again by itself, on the list in five minutes."""
    tried = broken(monkeypatch, fault)
    for _ in range(3):
        send_waiting(cast.school)
    assert (len(tried), now(cast).outcome) == (1, Outcome.CLAIMED)
    clock.shift(timedelta(minutes=5, seconds=1))
    assert unknown(cast) == 1


def test_one_that_cannot_be_sent_does_not_stop_the_next(cast: Cast, mailoutbox: list[Any]) -> None:
    """A message with a text that is no more fails alone."""
    with school_scope(cast.school):
        post(to="a@b.test", template="no_such_text", context={}, reason_key="1")
        post(to="c@d.test", template="job_over", context={}, reason_key="2")
    assert send_waiting(cast.school).sent == 1
    assert [mail.to for mail in mailoutbox] == [["c@d.test"]]


def test_messages_of_another_school_are_left_alone(
    cast: Cast, other: Cast, mailoutbox: list[Any]
) -> None:
    """Each school's outbox is its own."""
    put(other)
    assert send_waiting(cast.school).sent == 0
    assert mailoutbox == []
