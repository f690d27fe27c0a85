"""What workers do for reviews."""

from celery import shared_task
from django.utils import timezone

from reviews.sending import send_due


@shared_task
def remind() -> None:
    """Beat's tick, every five minutes: what is due is worked out here, never by beat."""
    send_due(timezone.now())
