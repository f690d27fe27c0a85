"""Needs and SEN status: dated rows, in the codes of the school census."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import Dated, SchoolOwnedManager


class NeedArea(models.Model):
    """A broad area of need (Code of Practice 6.28 to 6.35), with the dates it is in use."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=30)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class NeedType(models.Model):
    """A type of need as the school census codes it (statutory.md 2.2), with its dates."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=30)
    area = models.ForeignKey(NeedArea, null=True, blank=True, on_delete=models.PROTECT)
    only_with_sen_support = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Need(Recorded, Dated):
    """A need of a pupil's, ranked: 1 is the primary need."""

    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="needs")
    type = models.ForeignKey(NeedType, on_delete=models.PROTECT)
    rank = models.PositiveSmallIntegerField(default=1)
    identified_by = models.CharField(max_length=120, blank=True)

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["pupil", "rank"], condition=Q(ends_on__isnull=True), name="one_need_a_rank"
            ),
            models.UniqueConstraint(
                fields=["pupil", "type"], condition=Q(ends_on__isnull=True), name="one_need_a_type"
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1, rank__lte=99), name="need_rank_1_to_99"
            ),
        ]

    def __str__(self) -> str:
        return f"need {self.pk}"


class SenStatusQuerySet(RecordedQuerySet):
    """SEN status by day and code."""

    def code_of(self, pupil_id: int, on: date) -> str:
        """N, K or E for a pupil on a day: N where nothing is recorded."""
        row = self.on(on).filter(pupil_id=pupil_id).first()
        return row.code if row else SenStatus.Code.NONE.value

    def on_register(self) -> Self:
        """Those that put a pupil on the SEN register."""
        return self.filter(code__in=[SenStatus.Code.SUPPORT, SenStatus.Code.PLAN])


class SenStatus(Recorded, Dated):
    """N, K or E between two days, and what made it so.

    K follows being at a stage on the register; E holds only while an EHC plan is in force
    (model.md; statutory.md 2.1).
    """

    class Code(models.TextChoices):
        NONE = "N", "No SEN"
        SUPPORT = "K", "SEN support"
        PLAN = "E", "EHC plan"

    class Source(models.TextChoices):
        STAGE_MOVE = "stage_move", "Stage move"
        EHC_PLAN = "ehc_plan", "EHC plan in force"
        IMPORT = "import", "Import"
        CORRECTION = "correction", "Correction"

    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="sen_statuses")
    code = models.CharField(max_length=1, choices=Code)
    source = models.CharField(max_length=10, choices=Source)
    note = models.CharField(max_length=200, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(SenStatusQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        verbose_name_plural = "SEN statuses"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["pupil"], condition=Q(ends_on__isnull=True), name="one_open_sen_status"
            ),
        ]

    def __str__(self) -> str:
        return f"SEN status {self.pk}"
