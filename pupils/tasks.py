"""What workers do with pupils."""

from celery import shared_task

from jobs.actions import run_job
from pupils.imports.held import carry_out
from pupils.letters import printing


@shared_task
def run_import(school_id: int, job_id: int) -> None:
    """Load a confirmed file of pupils, whole or not at all; safe to run twice."""
    run_job(school_id, job_id, carry_out)


@shared_task
def print_letters(school_id: int, job_id: int) -> None:
    """Print a batch of letters; safe to run twice."""
    run_job(school_id, job_id, printing.carry_out)
