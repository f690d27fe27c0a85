"""Rows are the truth and the broker only wakes: whatever it loses, beat finds again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone
from kombu.exceptions import OperationalError

from jobs.actions import start_job, wake
from jobs.models import Job, OutboxMessage
from jobs.tasks import wake_what_was_left
from schools.tenancy import OutOfScope, school_scope
from tests.cast import Cast

Capture = Callable[..., Any]


class Broker:
    """Stands where the broker does: takes messages, or is down."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, list[int]]] = []
        self.fault: Exception | None = None

    def send_task(self, task: str, args: list[int], **options: Any) -> None:
        assert options == {"retry": False}  # a page must not wait for a broker that is down
        if self.fault:
            raise self.fault
        self.taken.append((task, args))


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Broker:
    """A broker to look into."""
    stand_in = Broker()
    monkeypatch.setattr(current_app, "send_task", stand_in.send_task)
    return stand_in


def ask(cast: Cast) -> Job:
    """Ask for work as the office."""
    with school_scope(cast.school, by=cast.office.user, request_id="r1"):
        return start_job(task="some.task", title="Something", payload={"n": 1})


def test_a_worker_is_woken_when_the_row_is_there(
    cast: Cast, broker: Broker, django_capture_on_commit_callbacks: Capture
) -> None:
    """Only after the commit: a worker never looks for a row that is not there yet."""
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(cast)
        assert broker.taken == []
    assert broker.taken == [("some.task", [cast.school.pk, job.pk])]
    assert (job.started_by, job.request_id) == (cast.office.user, "r1")


def test_a_request_that_fails_wakes_nobody(
    cast: Cast, broker: Broker, django_capture_on_commit_callbacks: Capture
) -> None:
    """Work asked for in a page that broke is not asked for."""

    def half_of_it() -> None:
        ask(cast)
        raise ZeroDivisionError

    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(ZeroDivisionError),
        school_scope(cast.school),
    ):
        half_of_it()
    assert broker.taken == []
    with school_scope(cast.school):
        assert not Job.objects.exists()


@pytest.mark.parametrize(
    "fault", [OperationalError("no route"), ConnectionRefusedError(), TimeoutError(), OSError(28)]
)
def test_with_the_broker_down_the_row_stays_and_beat_wakes_it(
    cast: Cast,
    broker: Broker,
    fault: Exception,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    """The page answers as ever; when the broker is back, the next tick wakes the job."""
    broker.fault = fault
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(cast)
    wake_what_was_left()
    broker.fault = None
    wake_what_was_left()
    assert broker.taken == [("some.task", [cast.school.pk, job.pk])]


def test_beat_goes_through_every_school(cast: Cast, other: Cast, broker: Broker) -> None:
    """One tick wakes what was left in each, oldest first, each with its own school's id."""
    jobs = [ask(cast), ask(other), ask(cast)]
    wake_what_was_left()
    assert [args for _task, args in broker.taken] == [
        [cast.school.pk, jobs[0].pk],
        [cast.school.pk, jobs[2].pk],
        [other.school.pk, jobs[1].pk],
    ]


def test_beat_leaves_what_is_over_or_held(cast: Cast, broker: Broker) -> None:
    """Done, failed and running jobs are woken by nobody."""
    with school_scope(cast.school):
        for state in (Job.State.DONE, Job.State.FAILED, Job.State.RUNNING):
            held = timezone.now() + timedelta(seconds=20)
            Job.objects.create(task="t", title="x", state=state, claimed_until=held)
    wake_what_was_left()
    assert broker.taken == []


def test_beat_sends_the_outbox(cast: Cast, broker: Broker, mailoutbox: list[Any]) -> None:
    """A message that waits goes out with the next tick."""
    with school_scope(cast.school):
        OutboxMessage.objects.create(to="a@b.test", template="job_over", reason_key="x")
    wake_what_was_left()
    assert [mail.to for mail in mailoutbox] == [["a@b.test"]]


def test_work_cannot_be_asked_for_outside_a_school(db: Any) -> None:
    """A job without a school would be nobody's."""
    with pytest.raises(OutOfScope):
        start_job(task="t", title="x", payload={})


def test_waking_never_breaks_what_called_it(cast: Cast, broker: Broker) -> None:
    """Waking is a courtesy."""
    broker.fault = OperationalError("down")
    wake(cast.school.pk, 1, "some.task")
