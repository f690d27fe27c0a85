"""What workers do with pupils."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from common.dates import today
from jobs.actions import run_job
from pupils.actions.alerts import raise_alerts
from pupils.actions.year_turn import ask_for_turn, is_due, turn_year
from pupils.drop.nights import look_where_due
from pupils.drop.prepare import take_look
from pupils.imports.held import carry_out
from pupils.letters import printing
from schools.models import School
from schools.tenancy import school_scope

ONE_DAY = timedelta(days=1)


@shared_task
def run_import(school_id: int, job_id: int) -> None:
    """Load a confirmed file of pupils, whole or not at all; safe to run twice."""
    run_job(school_id, job_id, carry_out)


@shared_task
def print_letters(school_id: int, job_id: int) -> None:
    """Print a batch of letters; safe to run twice."""
    run_job(school_id, job_id, printing.carry_out)


@shared_task
def watch_openings() -> None:
    """Beat's tick, hourly: alerts for yesterday and today where somebody opened unusually many."""
    for school in School.objects.order_by("pk"):
        for day in (today() - ONE_DAY, today()):
            with school_scope(school):
                raise_alerts(school=school, day=day)


@shared_task
def turn_years() -> None:
    """Beat's tick: where an academic year has begun, ask for its year groups to move up."""
    for school in School.objects.order_by("pk"):
        with school_scope(school, writes=False):
            due = is_due(today())
        if due:
            with school_scope(school):
                ask_for_turn(school)


@shared_task
def run_year_turn(school_id: int, job_id: int) -> None:
    """Move year groups up and close last year's classes; safe to run twice."""
    run_job(school_id, job_id, turn_year)


@shared_task
def look_into_drop_folders() -> None:
    """What beat ticks: start this night's look in every school that has a folder, once."""
    look_where_due(timezone.now())


@shared_task
def run_drop(school_id: int, job_id: int) -> None:
    """Look into a school's drop folder and prepare its newest file; safe to run twice."""
    run_job(school_id, job_id, take_look)
