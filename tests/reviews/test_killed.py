"""Reminders under faults: a tick that is killed anywhere, a real mail server that takes and drops.

What was made is what was sent, is being sent or waits; no key is sent twice (reliability.md, 5).
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection

from jobs.models import OutboxMessage
from reviews.models import Reminder
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.standings import item, stand
from tests.reviews.killed import POINTS
from tests.schools.raw import postgres_only
from tests.selection import FULL

pytestmark = [postgres_only, pytest.mark.django_db(transaction=True), pytest.mark.budget(120)]
PEOPLE = 12
NOW = "2026-11-23T07:10"
Outcome = OutboxMessage.Outcome


class MailServer:
    """Takes every message and remembers to whom; told to, it drops the line after taking one."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.drops = 0
        self.refuses = ""
        self.slow = 0.0

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Refuse one address; take any other."""
        if address == self.refuses:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # the library's name
        self, server: Any, _session: Any, envelope: Any
    ) -> str:
        """Take the message, and perhaps say nothing of it."""
        self.taken.update(envelope.rcpt_tos)
        if self.drops:
            self.drops -= 1
            server.transport.close()
        return "250 Taken"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A real one, on a port of its own."""
    taken = MailServer()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(taken, hostname="127.0.0.1", port=port)
    controller.start()
    taken.port = port  # type: ignore[attr-defined]  # where it listens, for the processes
    yield taken
    controller.stop()


@pytest.fixture
def many(asked: Cast) -> Cast:
    """A dozen SENCOs, who are each told of one thing."""
    for number in range(PEOPLE - 1):
        user = UserFactory(email=f"senco-{number}@northfield.test")
        MembershipFactory(user=user, school=asked.school, roles=asked.senco.roles)
    stand(asked.school, asked.ayla)
    stand(asked.school, asked.ben, item("Provision map", 5, "senco"))
    return asked


def begin(server: Any, var: Path, *words: str) -> "subprocess.Popen[bytes]":
    """A tick in a process of its own, on this run's database, mailing to this server."""
    where = connection.settings_dict
    name = f"{where['USER']}@{where['HOST']}:{where['PORT']}/{where['NAME']}"
    surroundings = os.environ | {
        "DATABASE_URL": f"postgres://{name}",
        "SENREGISTER_VAR": str(var),
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(server.port),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.reviews.killed", NOW, *words],
        env=surroundings,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
    )


def run(server: Any, var: Path, *words: str) -> int:
    """Such a tick to its end; gives its exit code."""
    with begin(server, var, *words) as process:
        return process.wait(60)


def balanced(cast: Cast, server: MailServer) -> Counter[str]:
    """Check the books: what was made against what was taken. Gives the outcomes by number."""
    with school_scope(cast.school):
        rows = list(OutboxMessage.objects.values_list("to", "outcome"))
        made = Reminder.objects.count()
        later = datetime(2100, 1, 1, tzinfo=UTC)  # the processes have a clock of their own
        listed = set(OutboxMessage.objects.unknown(later).values_list("to", flat=True))
    outcomes = Counter(outcome for _to, outcome in rows)
    assert made == len(rows) == len({to for to, _outcome in rows})
    assert max(server.taken.values(), default=0) <= 1
    for to, outcome in rows:
        if outcome == Outcome.SENT:
            assert server.taken[to] == 1
        if outcome in (Outcome.WAITING, Outcome.FAILED):
            assert server.taken[to] == 0
        assert (to in listed) == (outcome == Outcome.CLAIMED)
    return outcomes


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point_nothing_is_lost_and_nothing_goes_twice(
    many: Cast, mail_server: MailServer, tmp_path: Path, point: str
) -> None:
    """While making, before and after the claim, once the server took it, before the mark."""
    assert run(mail_server, tmp_path, point, "5") == -signal.SIGKILL
    between = balanced(many, mail_server)
    if point == "making":
        assert not between  # all of the tick or nothing of it
    assert run(mail_server, tmp_path) == 0
    after = balanced(many, mail_server)
    unknown = 0 if point in ("making", "before-claim") else 1
    assert after == Counter({Outcome.SENT: PEOPLE - unknown, Outcome.CLAIMED: unknown})
    assert sum(mail_server.taken.values()) == PEOPLE - (point == "after-claim")


def test_killed_at_any_time_the_books_balance(
    many: Cast, mail_server: MailServer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Killed from outside after random times, again and again: twenty times in the full count."""
    chance = random.Random(request.config.getoption("randomly_seed", 0))
    for _ in range(20 if FULL else 3):
        with begin(mail_server, tmp_path) as process:
            time.sleep(chance.uniform(0.7, 2.0))
            process.send_signal(signal.SIGKILL)
            process.wait()
        balanced(many, mail_server)
    assert run(mail_server, tmp_path) == 0
    assert Outcome.WAITING not in balanced(many, mail_server)


def test_a_server_that_drops_the_line_after_taking_leaves_an_unknown(
    many: Cast, mail_server: MailServer, tmp_path: Path
) -> None:
    """It may have gone: it is listed, and not sent again by itself."""
    mail_server.drops = 1
    assert run(mail_server, tmp_path) == 0
    assert balanced(many, mail_server)[Outcome.CLAIMED] == 1
    assert run(mail_server, tmp_path) == 0
    assert balanced(many, mail_server)[Outcome.CLAIMED] == 1


def test_one_address_that_bounces_stops_no_other(
    many: Cast, mail_server: MailServer, tmp_path: Path
) -> None:
    """Refused for good: said so, and the others have theirs."""
    mail_server.refuses = many.senco.user.email
    assert run(mail_server, tmp_path) == 0
    assert balanced(many, mail_server) == Counter({Outcome.SENT: PEOPLE - 1, Outcome.FAILED: 1})


def test_a_server_that_is_away_loses_nothing(
    many: Cast, mail_server: MailServer, tmp_path: Path
) -> None:
    """They wait, and go once it is back."""
    port, mail_server.port = mail_server.port, 9  # type: ignore[attr-defined]  # nobody listens
    assert run(mail_server, tmp_path) == 0
    assert balanced(many, mail_server) == Counter({Outcome.WAITING: PEOPLE})
    mail_server.port = port  # type: ignore[attr-defined]  # it is back
    assert run(mail_server, tmp_path) == 0
    assert balanced(many, mail_server) == Counter({Outcome.SENT: PEOPLE})
