"""What a child works on, what helps, and how it goes."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import Membership, User
from accounts.permissions import Permission
from provision.models.plans import AboutPupilQuerySet, Plan, Sourced, Withdrawn
from pupils.models import NeedArea, Pupil
from schools.records import Recorded
from schools.tenancy import SchoolOwnedManager


def _figure(words: str) -> Any:
    return models.DecimalField(words, max_digits=9, decimal_places=2, null=True, blank=True)


class Target(Recorded, Withdrawn):
    """One thing a child works towards: specific, measured, with who, how often and by when.

    `value_from`, `value_aim` and `unit` are its figures at the start and aimed for, where it has
    any; where it stands now is the newest progress note with a value. `outcome` is empty until
    somebody says how it went; one that is not met is carried into the next plan.
    """

    class Outcome(models.TextChoices):
        """How it went."""

        MET = "met", "Met"
        PARTLY = "partly", "Partly met"
        NOT = "not", "Not met"
        STOPPED = "stopped", "Stopped"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="targets")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    area = models.ForeignKey(
        NeedArea,
        verbose_name="area of need",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    what = models.TextField("target")
    baseline = models.TextField("where it starts", blank=True)
    measure = models.TextField("how we will know", blank=True)
    value_from = _figure("figure at the start")
    value_aim = _figure("figure aimed for")
    unit = models.CharField(max_length=40, blank=True)
    by_on = models.DateField("by when", null=True, blank=True)
    who = models.CharField("who helps", max_length=160, blank=True)
    how_often = models.CharField(max_length=160, blank=True)
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    outcome = models.CharField("how it went", max_length=8, choices=Outcome, blank=True)
    outcome_words = models.TextField("what was seen", blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: Any = SchoolOwnedManager.from_queryset(AboutPupilQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            *Withdrawn.Meta.constraints,
            models.CheckConstraint(condition=~Q(what=""), name="target_says_what"),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on__isnull=True)
                | (~Q(outcome="") & Q(outcome_on__isnull=False)),
                name="target_outcome_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"target {self.pk}"

    @property
    def anchor(self) -> str:
        """Its place on the paper."""
        return f"target-{self.pk}"

    @property
    def is_met(self) -> bool:
        """Whether it was met."""
        return self.outcome == self.Outcome.MET

    @property
    def is_carried_on(self) -> bool:
        """Whether the next plan takes it up: it was neither met nor stopped."""
        return self.outcome not in (self.Outcome.MET, self.Outcome.STOPPED)


class Strategy(Recorded, Sourced, Withdrawn):
    """What adults do that helps, who and how often; for one target or for the whole plan."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="strategies")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(
        Target, null=True, blank=True, on_delete=models.PROTECT, related_name="strategies"
    )
    place = models.PositiveSmallIntegerField()
    words = models.TextField("what helps")
    who = models.CharField("who", max_length=160, blank=True)
    how_often = models.CharField(max_length=160, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: Any = SchoolOwnedManager.from_queryset(AboutPupilQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        verbose_name_plural = "strategies"
        constraints = [
            *Withdrawn.Meta.constraints,
            models.CheckConstraint(condition=~Q(words=""), name="strategy_says_what"),
        ]

    def __str__(self) -> str:
        return f"strategy {self.pk}"

    @property
    def anchor(self) -> str:
        """Its place on the paper."""
        return f"strategy-{self.pk}"


class ProgressNoteQuerySet(AboutPupilQuerySet):
    """Notes of progress: anybody who works with the child writes them."""

    def changeable_by(self, membership: Membership) -> Self:
        """Those a person may take back: their own; who writes plans, anybody's."""
        pupils = Pupil.objects.changeable_by(membership).on_roll()
        rows = self.filter(pupil__in=pupils).standing()
        if membership.can(Permission.WRITE_PLANS):
            return rows
        return rows.filter(written_by=membership.user_id)


class ProgressNote(Recorded, Withdrawn):
    """How a target goes, on one day: a figure, words, or both."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="notes")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    value = _figure("figure")
    words = models.TextField("what was seen", blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: Any = SchoolOwnedManager.from_queryset(ProgressNoteQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            *Withdrawn.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(words="") | Q(value__isnull=False), name="progress_note_says_something"
            ),
        ]
        indexes = [models.Index(fields=["target", "on"], name="progress_by_target")]

    def __str__(self) -> str:
        return f"progress note {self.pk}"
