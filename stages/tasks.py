"""What workers do with stages."""

from celery import shared_task

from schools.models import School
from schools.tenancy import school_scope
from stages.standing import restand


@shared_task
def restand_everyone() -> None:
    """Beat's tick, each night: days have passed, so every standing is made anew."""
    for school in School.objects.order_by("pk"):
        with school_scope(school):
            restand(None)
