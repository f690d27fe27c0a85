"""What was recorded in answer to one requirement: that it was done elsewhere, or why not."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, User
from pupils.models import Pupil
from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import SchoolOwnedManager


class EvidenceNoteQuerySet(RecordedQuerySet):
    """Notes, by who may see them."""

    def visible_to(self, membership: Membership) -> Self:
        """The notes about the pupils a person may see."""
        return self.filter(pupil__in=Pupil.objects.visible_to(membership))

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)


class EvidenceNote(Recorded):
    """Something a stage asks was done and is kept elsewhere, or was not done, and why.

    `requirement` is the key of what was asked; `asked` its words at the time. A note made in error
    is withdrawn with a reason; the row stays.
    """

    feeds = True

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="evidence_notes")
    requirement = models.CharField(max_length=60)
    asked = models.CharField(max_length=200)
    why_not = models.BooleanField("not done", default=False)
    on = models.DateField("on")
    given_to = models.CharField(max_length=120, blank=True)
    words = models.TextField("what was done and where it is kept, or why not")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.TextField(blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(EvidenceNoteQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="evidence_note_says_something"),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because=""
                )
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="evidence_note_withdrawn_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["pupil", "on"])]

    def __str__(self) -> str:
        return f"evidence note {self.pk}"
