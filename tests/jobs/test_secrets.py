"""What a message must carry and the database must not give away."""

from typing import Any

import pytest

from jobs.actions import post
from jobs.models import OutboxMessage
from jobs.outbox import send_waiting
from jobs.secrets import SEED, hash_of, new_seed, secret_of
from schools.tenancy import school_scope
from tests.cast import Cast


def put(cast: Cast) -> str:
    """A message with a secret in it waits; gives the secret."""
    seed = new_seed()
    context = {"school": "S", "slug": "s", "by": "B", "until": "then", SEED: seed}
    with school_scope(cast.school):
        post(to="new@n.test", template="invitation", context=context, reason_key="one")
    return secret_of(seed)


def test_a_secret_needs_the_sites_key(settings: Any) -> None:
    """The seed alone is worth nothing; the same seed and key give the same secret."""
    seed = new_seed()
    ours = secret_of(seed)
    assert secret_of(seed) == ours
    assert seed not in ours
    settings.SECRET_KEY = "another key of another site"
    assert secret_of(seed) != ours
    assert hash_of(ours) != ours


def test_the_mail_carries_it_and_the_row_forgets(cast: Cast, mailoutbox: Any) -> None:
    """Sent once, and from then on nobody can work it out again."""
    secret = put(cast)
    send_waiting(cast.school)
    assert secret in mailoutbox[0].body
    with school_scope(cast.school):
        assert SEED not in OutboxMessage.objects.get().context


def test_a_message_that_waits_keeps_its_seed(
    cast: Cast, mailoutbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is down for a minute does not cost the link."""
    secret = put(cast)
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", _refuse)
        send_waiting(cast.school)
    send_waiting(cast.school)
    assert secret in mailoutbox[0].body


def _refuse(*_: Any, **__: Any) -> int:
    raise ConnectionRefusedError
