"""Messages nobody knows to have arrived: somebody sees them, and settles each."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.errors import Refused
from jobs.messages import can_go_again, message_lines, settle, what_of
from jobs.models import OutboxMessage
from jobs.outbox import send_waiting
from jobs.secrets import SEED
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.people import SignIn

Outcome = OutboxMessage.Outcome


def put(cast: Cast, outcome: str, *, minutes: int = 10, **fields: Any) -> OutboxMessage:
    """A message that stands so since some minutes ago."""
    at = timezone.now() - timedelta(minutes=minutes)
    given = {"template": "job_over", "context": {"done": True}} | fields
    with school_scope(cast.school):
        made: OutboxMessage = OutboxMessage.objects.create(
            to="head@northfield.test",
            reason_key=f"{outcome}-{minutes}",
            outcome=outcome,
            created_at=at,
            claimed_at=None if outcome == Outcome.WAITING else at,
            **given,
        )
        return made


def office_page(cast: Cast, sign_in: SignIn) -> tuple[Client, str]:
    """The office's browser, and the address of the list."""
    return sign_in(cast.office), reverse("reports:message_list", args=[cast.school.slug])


def test_the_list_holds_the_unknown_and_the_refused(cast: Cast) -> None:
    """Not those that wait, are being sent, went, were let be, or are a month old."""
    for outcome in Outcome:
        put(cast, outcome)
    put(cast, Outcome.CLAIMED, minutes=4)
    put(cast, Outcome.FAILED, minutes=31 * 24 * 60)
    with school_scope(cast.school):
        found = [(row.is_unknown, row.may_send) for row in message_lines(timezone.now())]
    assert sorted(found) == [(False, True), (True, True)]


def test_home_tells_the_office_of_them(cast: Cast, sign_in: SignIn) -> None:
    """How many, and where; nothing when there is none."""
    client, url = office_page(cast, sign_in)
    assert url not in client.get("/s/northfield/").content.decode()
    put(cast, Outcome.CLAIMED)
    home = client.get("/s/northfield/").content.decode()
    assert url in home
    assert "message may not have arrived" in home
    assert "Not known" in client.get(url).content.decode()


def test_sent_again_it_goes_once_more(cast: Cast, sign_in: SignIn, mailoutbox: Any) -> None:
    """The person decides; the outbox sends."""
    client, url = office_page(cast, sign_in)
    row = put(cast, Outcome.CLAIMED)
    answer = client.post(f"{url}{row.pk}/settle/", {"do": "again"}, follow=True)
    assert "Sent again: head@northfield.test." in answer.content.decode()
    send_waiting(cast.school)
    assert len(mailoutbox) == 1
    assert "All messages went" in client.get(url).content.decode()


def test_let_be_it_stays_where_it_is(cast: Cast, sign_in: SignIn, mailoutbox: Any) -> None:
    """Off the list, unsent, its secret forgotten; the second who settles it is told."""
    client, url = office_page(cast, sign_in)
    row = put(cast, Outcome.FAILED, template="invitation", context={SEED: "x"})
    client.post(f"{url}{row.pk}/settle/", {"do": "leave"})
    send_waiting(cast.school)
    assert mailoutbox == []
    with school_scope(cast.school):
        left = OutboxMessage.objects.get(pk=row.pk)
        assert (left.outcome, SEED in left.context) == (Outcome.LEFT, False)
        with pytest.raises(Refused, match="already"):
            settle(pk=row.pk, again=True, now=timezone.now())


def test_a_link_that_was_forgotten_is_not_sent_again(cast: Cast) -> None:
    """An invitation that was refused is sent anew from its own list."""
    row = put(cast, Outcome.FAILED, template="invitation")
    assert not can_go_again(row)
    with school_scope(cast.school), pytest.raises(Refused, match="was forgotten"):
        settle(pk=row.pk, again=True, now=timezone.now())


def test_every_kind_of_message_has_words() -> None:
    """A new kind is named by its template until it gets some."""
    assert what_of("invitation") == "An invitation"
    assert what_of("a_new_kind") == "A message (a new kind)"
