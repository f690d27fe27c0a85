"""What told a parent of a move: a letter, or a conversation in its place."""

from django.db import models
from django.db.models import Q

from pupils.models import Given, Letter
from schools.records import Recorded
from stages.models.record import StageRecord


class Notice(Recorded):
    """The tie between a move and one letter about it, or one conversation about it."""

    record = models.ForeignKey(StageRecord, on_delete=models.PROTECT, related_name="notices")
    letter = models.OneToOneField(
        Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="notice"
    )
    given = models.OneToOneField(
        Given, null=True, blank=True, on_delete=models.PROTECT, related_name="notice"
    )

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(letter__isnull=True, given__isnull=False)
                | Q(letter__isnull=False, given__isnull=True),
                name="notice_is_a_letter_or_a_conversation",
            )
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
