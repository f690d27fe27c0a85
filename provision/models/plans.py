"""A child's plan, and its sections: each written, versioned and signed for by itself."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import Membership, User
from accounts.permissions import Permission
from common.dates import today
from provision.models.templates import PlanTemplate
from provision.sections import Sort
from pupils.models import Pupil
from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import Dated, SchoolOwnedManager


class AboutPupilQuerySet(RecordedQuerySet):
    """Parts of plans, by whose child they are about."""

    def visible_to(self, membership: Membership) -> Self:
        """Those of children whose plans a person may see (permissions.md)."""
        if not membership.can(Permission.VIEW_PLANS):
            return self.none()
        return self.filter(pupil__in=Pupil.objects.visible_to(membership))

    def changeable_by(self, membership: Membership) -> Self:
        """Those a person may write in: of children on roll whose records they may change."""
        if not membership.can(Permission.WRITE_PLANS):
            return self.none()
        return self.filter(pupil__in=Pupil.objects.changeable_by(membership).on_roll())

    def standing(self) -> Self:
        """Those not taken back."""
        return self.filter(withdrawn_at__isnull=True)


class Withdrawn(models.Model):
    """Taken back with a reason, never deleted."""

    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField("why taken back", max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because=""
                )
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="%(class)s_withdrawn_with_a_reason",
            )
        ]

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.withdrawn_at is not None


class Sourced(models.Model):
    """Where words come from: a document and its page, or whose words they are."""

    source = models.CharField("source document", max_length=160, blank=True)
    source_page = models.CharField("page", max_length=20, blank=True)
    whose_words = models.CharField("whose words", max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def said_where(self) -> str:
        """The source in words: `Speech and language report, page 3`; `Ayla's words`; or nothing."""
        page = f", page {self.source_page}" if self.source and self.source_page else ""
        told = f"in the words of {self.whose_words}" if self.whose_words else ""
        return "; ".join(part for part in (f"{self.source}{page}", told) if part)


class PlanQuerySet(AboutPupilQuerySet):
    """Plans, by who may see them and whether they hold."""

    def open(self) -> Self:
        """Those that go on: not taken back and with no end."""
        return self.standing().filter(ends_on__isnull=True)

    def changeable_by(self, membership: Membership) -> Self:
        """Those a person may write in: not taken back, and not over."""
        over = Q(ends_on__isnull=False, ends_on__lte=today())
        return super().changeable_by(membership).standing().exclude(over)

    def current(self) -> Self:
        """Those that are not over: what holds today, then what is to begin."""
        over = Q(ends_on__isnull=False, ends_on__lte=today())
        return self.standing().exclude(over).order_by("starts_on", "pk")


class Plan(Recorded, Dated, Withdrawn):
    """A child's plan of one kind, for a term or longer; one goes on at a time for each template.

    `name` is what the template was called when it was begun. `previous` is the plan this one was
    started from; that one ends as this one begins.
    """

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="plans")
    template = models.ForeignKey(PlanTemplate, on_delete=models.PROTECT, related_name="plans")
    name = models.CharField(max_length=80)
    is_proposal = models.BooleanField("a proposal, not law", default=False)
    review_by = models.DateField("review by", null=True, blank=True)
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="following"
    )
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: Any = SchoolOwnedManager.from_queryset(PlanQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            *Withdrawn.Meta.constraints,
            models.UniqueConstraint(
                fields=["pupil", "template"],
                condition=Q(ends_on__isnull=True, withdrawn_at__isnull=True),
                name="one_open_plan_a_template",
            ),
            models.CheckConstraint(
                condition=Q(review_by__isnull=True) | Q(review_by__gte=models.F("starts_on")),
                name="plan_reviewed_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["school", "review_by"], name="plans_by_review")]

    def __str__(self) -> str:
        return f"plan {self.pk}"


class PlanSectionQuerySet(AboutPupilQuerySet):
    """Sections of plans: a TA reads those of the TA's copy."""

    def visible_to(self, membership: Membership) -> Self:
        """Those a person may read of plans they may see."""
        rows = super().visible_to(membership)
        if membership.can(Permission.READ_WHOLE_PLANS):
            return rows
        return rows.filter(on_ta_copy=True)


class PlanSection(Recorded, Sourced):
    """One section of one plan: as the template had it when the plan was begun, and what it says.

    Targets and strategies are rows of their own; their section's `text` stays empty.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sections")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    heading = models.CharField(max_length=80)
    guidance = models.TextField(blank=True)
    sort = models.CharField(max_length=16, choices=[(sort.value, sort.label) for sort in Sort])
    for_parent = models.BooleanField("shown to the parents", default=True)
    on_ta_copy = models.BooleanField("on the TA's copy", default=True)
    on_class_copy = models.BooleanField("on the class copy", default=True)
    text = models.TextField("what it says", blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: Any = SchoolOwnedManager.from_queryset(PlanSectionQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="one_plan_section_a_key"),
            models.CheckConstraint(
                condition=Q(written_at__isnull=True, written_by__isnull=True)
                | Q(written_at__isnull=False, written_by__isnull=False),
                name="plansection_written_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"section {self.pk}"

    @property
    def lines(self) -> list[str]:
        """What it says, line by line, without empty ones."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]
