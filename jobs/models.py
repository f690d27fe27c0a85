"""Work in the background. These rows are the truth; a broker's message only wakes a worker."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from schools.tenancy import SchoolOwned, SchoolOwnedManager, SchoolOwnedQuerySet


class JobQuerySet(SchoolOwnedQuerySet):
    """Jobs by what they wait for."""

    def left_waiting(self, now: datetime) -> Self:
        """Those no worker holds: never claimed, or claimed by a worker that went away."""
        lapsed = Q(state=Job.State.RUNNING, claimed_until__lt=now)
        return self.filter(Q(state=Job.State.WAITING) | lapsed)


class Job(SchoolOwned):
    """One piece of background work for a school: what to run, and how it stands."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Not done"

    task = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    progress = models.CharField(max_length=120, blank=True)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=300, blank=True)
    done_url = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    tells_starter = models.BooleanField("sends word when it is over", default=True)
    request_id = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(JobQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False
        indexes = [models.Index(fields=["state", "claimed_until"])]

    def __str__(self) -> str:
        return f"job {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in {Job.State.DONE, Job.State.FAILED}


class OutboxQuerySet(SchoolOwnedQuerySet):
    """Messages by what became of them."""

    def left_waiting(self) -> Self:
        """Those nobody has begun to send."""
        return self.filter(outcome=OutboxMessage.Outcome.WAITING)

    def unknown(self, now: datetime) -> Self:
        """Those whose sending began and never ended: a person must look (reliability.md, 5)."""
        return self.filter(
            outcome=OutboxMessage.Outcome.CLAIMED, claimed_at__lt=now - OutboxMessage.UNKNOWN_AFTER
        )


class OutboxMessage(SchoolOwned):
    """A message to one address, sent at most once. It names no child and no need."""

    UNKNOWN_AFTER = timedelta(minutes=5)

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waiting"
        CLAIMED = "claimed", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"
        LEFT = "left", "Let be"

    to = models.EmailField()
    template = models.CharField(max_length=80)
    context = models.JSONField(default=dict)
    reason_key = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING)
    error = models.CharField(max_length=300, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(OutboxQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["school", "reason_key", "to"], name="one_message_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"
