"""A job is done once, whole, in the name of who asked; or not at all, and says so."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from common.errors import Refused
from jobs import actions
from jobs.actions import LEASE, MOST_ATTEMPTS, run_job
from jobs.models import Job, OutboxMessage
from jobs.tasks import waiting_jobs
from pupils.models import Contact
from schools.tenancy import acting, school_scope
from tests.cast import Cast

pytestmark = pytest.mark.smoke


def now(cast: Cast, job: Job) -> Job:
    """The job as it stands."""
    with school_scope(cast.school):
        found: Job = Job.objects.get(pk=job.pk)
        return found


def written(cast: Cast) -> int:
    """How many contacts the work has left."""
    with school_scope(cast.school):
        return int(Contact.objects.filter(surname="Written").count())


def add_contact(cast: Cast) -> Any:
    """Work that leaves something behind."""

    def work(job: Job) -> dict[str, Any]:
        Contact.objects.create(pupil=cast.ayla, surname="Written")
        return {"made": 1}

    return work


def break_after(cast: Cast, fault: Exception) -> Any:
    """Work that writes, and then fails."""

    def work(job: Job) -> dict[str, Any]:
        add_contact(cast)(job)
        raise fault

    return work


def test_work_is_done_in_the_name_of_who_asked(cast: Cast, job: Job) -> None:
    """History of what a job writes names the person and the request it was for."""
    run_job(cast.school.pk, job.pk, add_contact(cast))
    done = now(cast, job)
    assert (done.state, done.result, done.error) == (Job.State.DONE, {"made": 1}, "")
    assert done.ended_at is not None
    with school_scope(cast.school):
        version = Contact.history.get(surname="Written")
    assert (version.history_user, version.request_id) == (cast.office.user, "asked-1")


def test_work_acts_within_its_school(cast: Cast, other: Cast, job: Job) -> None:
    """Inside the work only that school exists, and after it none."""
    seen = []

    def work(_job: Job) -> dict[str, Any]:
        actor = acting()
        seen.append(actor and actor.school)
        return {}

    run_job(cast.school.pk, job.pk, work)
    assert seen == [cast.school]
    assert acting() is None


def test_a_job_of_another_school_is_not_found(cast: Cast, other: Cast, job: Job) -> None:
    """A message that names the wrong school does nothing."""
    run_job(other.school.pk, job.pk, add_contact(cast))
    assert (now(cast, job).state, written(cast)) == (Job.State.WAITING, 0)


def test_a_message_that_comes_twice_does_the_work_once(cast: Cast, job: Job) -> None:
    """The broker and beat may both wake a worker; the row decides."""
    for _ in range(3):
        run_job(cast.school.pk, job.pk, add_contact(cast))
    assert (written(cast), now(cast, job).attempts) == (1, 1)


def test_a_refusal_ends_it_with_its_sentence(cast: Cast, job: Job) -> None:
    """What the work refuses is said in its words, is not tried again, and changed nothing."""
    run_job(cast.school.pk, job.pk, break_after(cast, Refused("Row 7 has no surname.")))
    ended = now(cast, job)
    assert (ended.state, ended.error) == (Job.State.FAILED, "Row 7 has no surname.")
    assert (ended.attempts, written(cast)) == (1, 0)
    assert waiting_jobs(cast.school) == []


def test_a_fault_is_tried_three_times_and_then_said(cast: Cast, job: Job) -> None:
    """Each time nothing stays; the last says so in plain words, without the fault's own."""
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert waiting_jobs(cast.school) == [(job.pk, "tests.nothing")]
        run_job(cast.school.pk, job.pk, break_after(cast, ValueError("Ayla is in it")))
        assert (now(cast, job).attempts, written(cast)) == (attempt, 0)
    ended = now(cast, job)
    assert ended.state == Job.State.FAILED
    assert "nothing was changed" in ended.error
    assert "Ayla" not in ended.error
    run_job(cast.school.pk, job.pk, add_contact(cast))
    assert written(cast) == 0


def test_a_second_chance_can_succeed(cast: Cast, job: Job) -> None:
    """A fault that passes leaves no trace in the end."""
    run_job(cast.school.pk, job.pk, break_after(cast, OSError("full")))
    run_job(cast.school.pk, job.pk, add_contact(cast))
    assert (now(cast, job).state, written(cast)) == (Job.State.DONE, 1)


def test_a_claim_holds_until_it_lapses(cast: Cast, job: Job, clock: Any) -> None:
    """While one worker has it no other takes it; when that one went away, the next does."""
    assert actions._claim(cast.school, job.pk) == 1
    clock.shift(LEASE - timedelta(seconds=1))
    run_job(cast.school.pk, job.pk, add_contact(cast))
    assert (written(cast), waiting_jobs(cast.school)) == (0, [])
    clock.shift(timedelta(seconds=2))
    assert waiting_jobs(cast.school) == [(job.pk, "tests.nothing")]
    run_job(cast.school.pk, job.pk, add_contact(cast))
    assert (written(cast), now(cast, job).attempts) == (1, 2)


def test_a_worker_that_comes_back_late_leaves_it_alone(cast: Cast, job: Job, clock: Any) -> None:
    """Asleep past its claim, it finds that another has done the work, and does nothing."""
    attempt = actions._claim(cast.school, job.pk)
    assert attempt is not None
    clock.shift(LEASE + timedelta(seconds=1))
    run_job(cast.school.pk, job.pk, add_contact(cast))
    actions._do(cast.school, job.pk, attempt, add_contact(cast))
    actions._end(cast.school, job.pk, attempt, Job.State.FAILED, error="late")
    assert (now(cast, job).state, written(cast)) == (Job.State.DONE, 1)


def test_a_job_whose_workers_die_is_given_up(cast: Cast, job: Job, clock: Any) -> None:
    """Killed three times: it ends, saying that nothing was changed, and stops no queue."""
    for _ in range(MOST_ATTEMPTS):
        assert actions._claim(cast.school, job.pk) is not None
        clock.shift(LEASE + timedelta(seconds=1))
    run_job(cast.school.pk, job.pk, add_contact(cast))
    ended = now(cast, job)
    assert (ended.state, written(cast)) == (Job.State.FAILED, 0)
    assert ended.error == "It was tried three times; nothing was changed."


@pytest.mark.parametrize("fault", [None, Refused("No.")])
def test_whoever_asked_is_told_once(cast: Cast, job: Job, fault: Exception | None) -> None:
    """One message when it is over, that names no child and holds no result."""
    work = break_after(cast, fault) if fault else add_contact(cast)
    for _ in range(2):
        run_job(cast.school.pk, job.pk, work)
    with school_scope(cast.school):
        message = OutboxMessage.objects.get()
    assert (message.to, message.context) == (cast.office.user.email, {"done": fault is None})


def test_a_clock_set_back_keeps_no_job_for_ever(cast: Cast, job: Job, clock: Any) -> None:
    """An hour back: the claim lapses an hour later, and the work is done then."""
    actions._claim(cast.school, job.pk)
    clock.shift(timedelta(hours=-1))
    run_job(cast.school.pk, job.pk, add_contact(cast))
    assert written(cast) == 0
    clock.shift(timedelta(hours=1) + LEASE + timedelta(seconds=1))
    assert [pk for pk, _task in waiting_jobs(cast.school)] == [job.pk]
    lapsed_at = now(cast, job).claimed_until
    assert lapsed_at is not None
    assert timezone.now() > lapsed_at
