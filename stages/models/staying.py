"""A decision that a child stays at a stage, by one of the ladder's ways round."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import Membership
from pupils.models import Pupil
from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import SchoolOwnedManager
from stages.models.decided import Decided, decision_checks
from stages.models.record import StageRecord


class StayDecisionQuerySet(RecordedQuerySet):
    """Decisions to stay, by who may see them."""

    def visible_to(self, membership: Membership) -> Self:
        """Those about the pupils a person may see."""
        return self.filter(pupil__in=Pupil.objects.visible_to(membership))

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)


class StayDecision(Recorded, Decided):
    """It was looked at whether a child moves, and decided that the child stays.

    The stage record goes on, and what it asks with it; the time the stage is meant for is counted
    anew from `decided_on`. `route_words` are the ladder's for this way.
    """

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="stay_decisions")
    record = models.ForeignKey(StageRecord, on_delete=models.PROTECT, related_name="stays")
    decided_on = models.DateField("decided on")

    objects: Any = SchoolOwnedManager.from_queryset(StayDecisionQuerySet)()
    feeds = True

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["record", "decided_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_stay_decision_a_day",
            ),
            *decision_checks(
                "stay_decision_says_why",
                "stay_parent_told_how_and_when",
                "stay_going_on_says_why",
                "stay_withdrawn_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["pupil", "decided_on"], name="stays_by_day")]

    def __str__(self) -> str:
        return f"stay decision {self.pk}"
