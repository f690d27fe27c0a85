"""A decision about a child's stage: why, by whom, how the parent was told; and taking it back."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User


class Decided(models.Model):
    """What every decision about a stage keeps; made in error, it is withdrawn with a reason."""

    class Told(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        MEETING = "meeting", "In a meeting"
        PHONE = "phone", "By phone"
        EMAIL = "email", "By e-mail"
        LETTER = "letter", "By letter"
        NOT_YET = "not_yet", "Not yet told"

    route_words = models.CharField(max_length=160, blank=True)
    reason = models.TextField()
    decided_at = models.CharField("decided at", max_length=120, blank=True)
    decided_by = models.CharField("decided by", max_length=200, blank=True)
    took_part = models.CharField("took part", max_length=300, blank=True)
    parent_told_how = models.CharField(max_length=10, choices=Told, default=Told.NOT_YET)
    parent_told_on = models.DateField(null=True, blank=True)
    missing = models.TextField("what was missing", blank=True)
    went_on_because = models.TextField("why it went on", blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        """Whether the record was taken back."""
        return self.withdrawn_at is not None


def decision_checks(
    says_why: str, told: str, going_on: str, withdrawn: str
) -> list[models.CheckConstraint]:
    """What the database holds of every decision, under the names given."""
    return [
        models.CheckConstraint(condition=~Q(reason=""), name=says_why),
        models.CheckConstraint(
            condition=Q(parent_told_how="not_yet", parent_told_on__isnull=True)
            | (~Q(parent_told_how="not_yet") & Q(parent_told_on__isnull=False)),
            name=told,
        ),
        models.CheckConstraint(condition=Q(missing="") | ~Q(went_on_because=""), name=going_on),
        models.CheckConstraint(
            condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
            | (
                Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")
            ),
            name=withdrawn,
        ),
    ]
