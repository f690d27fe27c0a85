"""Where a child has been on the ladder: dated records that are corrected, never erased."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, User
from pupils.models import Pupil
from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import Dated, SchoolOwnedManager
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


class StageRecord(Recorded, Dated):
    """A child at a stage from a day, and the decision that put the child there.

    Without a stage it records the decision to leave the ladder: from then on the child is where
    every child is without a record. A record made in error is withdrawn with a reason, and what
    takes its place says so in `replaces`; the row stays and is shown. `taken_over_on` is the
    day a stage was taken over from the school's own list at go-live: empty for a move made here.
    """

    class Told(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        MEETING = "meeting", "In a meeting"
        PHONE = "phone", "By phone"
        EMAIL = "email", "By e-mail"
        LETTER = "letter", "By letter"
        NOT_YET = "not_yet", "Not yet told"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="stage_records")
    stage = models.ForeignKey(
        Stage, null=True, blank=True, on_delete=models.PROTECT, related_name="records"
    )
    beside = models.BooleanField(default=False)
    agency = models.CharField(max_length=120, blank=True)
    route_words = models.CharField(max_length=160, blank=True)
    reason = models.TextField()
    decided_at = models.CharField("decided at", max_length=120, blank=True)
    decided_by = models.CharField("decided by", max_length=200, blank=True)
    took_part = models.CharField("took part", max_length=300, blank=True)
    parent_told_how = models.CharField(max_length=10, choices=Told, default=Told.NOT_YET)
    parent_told_on = models.DateField(null=True, blank=True)
    missing = models.TextField("what was missing", blank=True)
    went_on_because = models.TextField("why it went on", blank=True)
    on_list = models.BooleanField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    taken_over_on = models.DateField("taken over at go-live", null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.TextField(blank=True)

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
            models.CheckConstraint(condition=~Q(reason=""), name="stage_record_says_why"),
            models.CheckConstraint(
                condition=Q(parent_told_how="not_yet", parent_told_on__isnull=True)
                | (~Q(parent_told_how="not_yet") & Q(parent_told_on__isnull=False)),
                name="parent_told_how_and_when",
            ),
            models.CheckConstraint(
                condition=Q(missing="") | ~Q(went_on_because=""), name="going_on_says_why"
            ),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because=""
                )
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="withdrawn_by_someone_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["pupil", "-starts_on"]),
            models.Index(fields=["school", "stage"]),
        ]

    def __str__(self) -> str:
        return f"stage record {self.pk}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether the record was taken back."""
        return self.withdrawn_at is not None

    @property
    def from_go_live(self) -> bool:
        """Whether it says what the school's list said before the school was live."""
        return self.taken_over_on is not None

    @property
    def was_back_dated(self) -> bool:
        """Whether it was recorded after the day it holds from."""
        return timezone.localdate(self.recorded_at) > self.starts_on
