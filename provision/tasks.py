"""What workers do for plans."""

from celery import shared_task

from jobs.actions import run_job
from provision import printing


@shared_task
def print_issued(school_id: int, job_id: int) -> None:
    """Print an issued plan; safe to run twice."""
    run_job(school_id, job_id, printing.print_issued)


@shared_task
def print_copies(school_id: int, job_id: int) -> None:
    """Print copies of issued plans as one file; safe to run twice."""
    run_job(school_id, job_id, printing.print_copies)
