"""A day on which somebody opened unusually many records, and what was found about it."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, User
from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import SchoolOwnedManager


class OpeningAlertQuerySet(RecordedQuerySet):
    """Alerts, by who may read them."""

    def visible_to(self, membership: Membership) -> Self:
        """Those about others: nobody reads an alert about themselves."""
        return self.exclude(user_id=membership.user_id)

    def to_look_at(self) -> Self:
        """Those nobody has noted anything about."""
        return self.filter(outcome="")


class OpeningAlert(Recorded):
    """One person, one day: the signs given then. Raised once; the facts stay in the log."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Explained: nothing to worry about"
        LOOK_INTO = "look_into", "To be looked into"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField("day")
    signs = models.JSONField(default=list)
    raised_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    note = models.TextField(blank=True)
    noted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(null=True, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(OpeningAlertQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["school", "user", "on"], name="one_alert_a_day"),
            models.CheckConstraint(
                condition=Q(outcome="", noted_by__isnull=True, noted_at__isnull=True)
                | (~Q(outcome="") & Q(noted_by__isnull=False, noted_at__isnull=False)),
                name="alert_noted_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"alert {self.pk}"
