"""Where a child has been on the ladder: dated records that are corrected, never erased."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership
from pupils.models import Pupil
from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import Dated, SchoolOwnedManager
from stages.models.decided import Decided, decision_checks
from stages.models.ladder import Stage


class StageRecordQuerySet(RecordedQuerySet):
    """Stage records, by who may see them and by day."""

    def visible_to(self, membership: Membership) -> Self:
        """The records of the pupils a person may see."""
        return self.filter(pupil__in=Pupil.objects.visible_to(membership))

    def standing(self) -> Self:
        """Those that have not been withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def main_line(self) -> Self:
        """Those on the ladder itself, moves off it included; not withdrawn."""
        return self.standing().filter(beside=False)

    def overlays(self) -> Self:
        """Those that sit beside the ladder; not withdrawn."""
        return self.standing().filter(beside=True)

    def current(self) -> Self:
        """The open record of each child who is at a stage now."""
        return self.main_line().filter(stage__isnull=False).still_open()

    def as_at(self, day: date) -> Self:
        """The record of each child who was at a stage on a day, as we know it now."""
        return self.main_line().filter(stage__isnull=False).on(day)


class StageRecord(Recorded, Dated, Decided):
    """A child at a stage from a day, and the decision that put the child there.

    Without a stage it records the decision to leave the ladder: from then on the child is where
    every child is without a record. A record made in error is withdrawn with a reason, and what
    takes its place says so in `replaces`; the row stays and is shown. `taken_over_on` is the
    day a stage was taken over from the school's own list at go-live: empty for a move made here.
    """

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="stage_records")
    stage = models.ForeignKey(
        Stage, null=True, blank=True, on_delete=models.PROTECT, related_name="records"
    )
    beside = models.BooleanField(default=False)
    agency = models.CharField(max_length=120, blank=True)
    on_list = models.BooleanField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    taken_over_on = models.DateField("taken over at go-live", null=True, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    objects: Any = SchoolOwnedManager.from_queryset(StageRecordQuerySet)()
    feeds = True

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["pupil"],
                condition=Q(ends_on__isnull=True, withdrawn_at__isnull=True, beside=False),
                name="one_open_stage_record",
            ),
            models.UniqueConstraint(
                fields=["pupil", "stage", "agency"],
                condition=Q(ends_on__isnull=True, withdrawn_at__isnull=True, beside=True),
                name="one_open_overlay_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(beside=False) | Q(stage__isnull=False), name="overlay_has_a_stage"
            ),
            *decision_checks(
                "stage_record_says_why",
                "parent_told_how_and_when",
                "going_on_says_why",
                "withdrawn_by_someone_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["pupil", "-starts_on"]),
            models.Index(fields=["school", "stage"]),
        ]

    def __str__(self) -> str:
        return f"stage record {self.pk}"

    @property
    def from_go_live(self) -> bool:
        """Whether it says what the school's list said before the school was live."""
        return self.taken_over_on is not None

    @property
    def was_back_dated(self) -> bool:
        """Whether it was recorded after the day it holds from."""
        return timezone.localdate(self.recorded_at) > self.starts_on
