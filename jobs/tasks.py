"""What beat does: wakes jobs nobody holds and sends the outbox, school by school."""

from celery import shared_task
from django.utils import timezone

from jobs.actions import wake
from jobs.models import Job
from jobs.outbox import send_waiting
from schools.models import School
from schools.tenancy import school_scope


@shared_task
def wake_what_was_left() -> None:
    """Wake every job that waits or whose worker went away, and send what waits in the outbox."""
    for school in School.objects.order_by("pk"):
        for job_id, task in waiting_jobs(school):
            wake(school.pk, job_id, task)
        send_waiting(school)


def waiting_jobs(school: School) -> list[tuple[int, str]]:
    """The jobs of a school nobody holds: their id and task, oldest first."""
    with school_scope(school, writes=False):
        rows = Job.objects.left_waiting(timezone.now()).order_by("asked_at")
        return list(rows.values_list("pk", "task"))
