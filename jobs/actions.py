"""Asking for background work, and doing it so that a killed worker leaves no half of it.

The claim is committed first; the work and the word "done" are one transaction that holds the job's
row. A worker killed in between leaves a claim that lapses, and beat wakes the job again.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from common.errors import Refused
from jobs.models import Job, OutboxMessage
from schools.models import School
from schools.tenancy import acting, school_scope

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 3

Work = Callable[[Job], dict[str, Any]]


@transaction.atomic
def start_job(
    *,
    task: str,
    title: str,
    payload: dict[str, Any],
    done_url: str = "",
    tells_starter: bool = True,
) -> Job:
    """Ask for work in the school one is acting in; it is done for the person acting.

    `task` names a Celery task that takes `(school_id, job_id)` and calls `run_job`. `done_url` is
    where its result can be seen; `tells_starter` sends that person word when it is over.
    """
    actor = acting()
    job = Job.objects.create(
        task=task,
        title=title,
        payload=payload,
        done_url=done_url,
        tells_starter=tells_starter,
        started_by=actor.user if actor else None,
        request_id=actor.request_id if actor else "",
    )
    transaction.on_commit(partial(wake, job.school_id, job.pk, task))
    return job


def wake(school_id: int, job_id: int, task: str) -> None:
    """Send a worker to a job. When the broker is down the row stays, and beat tries again."""
    try:
        current_app.send_task(task, args=[school_id, job_id], retry=False)
    except (OperationalError, OSError) as fault:
        log.warning("broker_unreachable", job_id=job_id, fault=type(fault).__name__)


def run_job(school_id: int, job_id: int, work: Work) -> None:
    """Claim a job and do its work, or leave it alone when another worker has it or it is over."""
    school = School.objects.get(pk=school_id)
    attempt = _claim(school, job_id)
    if attempt is None:
        return
    try:
        _do(school, job_id, attempt, work)
    except Refused as refusal:
        _end(school, job_id, attempt, Job.State.FAILED, error=str(refusal))
    except Exception:
        log.exception("job_broke", job_id=job_id, attempt=attempt)
        again = attempt < MOST_ATTEMPTS
        state = Job.State.WAITING if again else Job.State.FAILED
        words = "Something went wrong and nothing was changed. We have a record of the fault."
        _end(school, job_id, attempt, state, error="" if again else words)


def _claim(school: School, job_id: int) -> int | None:
    now = timezone.now()
    with school_scope(school):
        rows = Job.objects.left_waiting(now).select_for_update(skip_locked=True)
        job = rows.filter(pk=job_id).first()
        if job is None:
            return None
        if job.attempts >= MOST_ATTEMPTS:
            _close(job, Job.State.FAILED, error="It was tried three times; nothing was changed.")
            return None
        job.state, job.attempts, job.claimed_until = (
            Job.State.RUNNING,
            job.attempts + 1,
            now + LEASE,
        )
        job.save()
        return int(job.attempts)


def _do(school: School, job_id: int, attempt: int, work: Work) -> None:
    started_by = _held(school, job_id)
    with school_scope(school, by=started_by[0], request_id=started_by[1]):
        job = Job.objects.select_for_update(of=("self",)).get(pk=job_id)
        if job.attempts != attempt or job.state != Job.State.RUNNING:
            return
        job.result = work(job)
        _close(job, Job.State.DONE)


def _held(school: School, job_id: int) -> tuple[Any, str]:
    with school_scope(school, writes=False):
        job = Job.objects.select_related("started_by").get(pk=job_id)
        return job.started_by, job.request_id or f"job-{job.pk}"


def _end(school: School, job_id: int, attempt: int, state: str, *, error: str) -> None:
    with school_scope(school):
        job = Job.objects.select_for_update(of=("self",)).get(pk=job_id)
        if job.attempts == attempt and not job.is_over:
            _close(job, state, error=error)


def _close(job: Job, state: str, *, error: str = "") -> None:
    job.state, job.error, job.claimed_until = state, error[:300], None
    if job.is_over:
        job.ended_at = timezone.now()
        _tell_starter(job)
    job.save()


def _tell_starter(job: Job) -> None:
    if job.started_by is not None and job.tells_starter:
        post(
            to=job.started_by.email,
            template="job_over",
            context={"done": job.state == Job.State.DONE},
            reason_key=f"job-{job.pk}",
        )


def post(*, to: str, template: str, context: dict[str, Any], reason_key: str) -> OutboxMessage:
    """Put a message into the outbox, once for a reason and an address; a job sends it.

    `template` is a text under `templates/mail/`; its first line is the subject. The context holds
    no name of a child and no need.
    """
    message, _new = OutboxMessage.objects.get_or_create(
        reason_key=reason_key, to=to, defaults={"template": template, "context": context}
    )
    return message
