"""A worker in the same process: does what waits in a school, by the tasks it was asked for."""

from django.utils.module_loading import import_string

from jobs.tasks import waiting_jobs
from schools.models import School


def let_work(school: School) -> int:
    """Do every job that waits, as a worker would; gives how many there were."""
    waiting = waiting_jobs(school)
    for job_id, task in waiting:
        import_string(task)(school.pk, job_id)
    return len(waiting)
