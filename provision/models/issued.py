"""Plans as they were agreed and issued: frozen, numbered, printed, given."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from provision.frozen import Copy, FrozenPlan
from provision.models.plans import AboutPupilQuerySet, Plan, Withdrawn
from pupils.models import Document, Pupil, Voice
from schools.files import private_path
from schools.records import Recorded
from schools.tenancy import SchoolOwned, SchoolOwnedManager


class Agreement(Recorded, Withdrawn):
    """A plan was agreed as it stood: with the pupil's and a parent's voice, or the reason for none.

    Neither can be left out (product.md, "Voice that cannot be skipped by accident"). It proposes
    the plan to whoever issues it; a change of the plan after it asks for another.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="agreements")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    pupil_voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="+")
    parent_voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField("digest of what was agreed", max_length=64)
    agreed_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: Any = SchoolOwnedManager.from_queryset(AboutPupilQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [*Withdrawn.Meta.constraints]

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class IssuedPlanQuerySet(AboutPupilQuerySet):
    """Issued versions of plans."""

    def newest(self) -> Self:
        """The last version issued of each plan, of those not taken back."""
        newer = self.model.objects.standing().filter(
            plan=models.OuterRef("plan"), number__gt=models.OuterRef("number")
        )
        return self.standing().filter(~models.Exists(newer))


class IssuedPlan(Recorded, Withdrawn):
    """One version of a plan, frozen as it was issued.

    `content` is `provision.frozen.FrozenPlan`, `sha256` its digest. `document` is its print, made
    by `job`; there is none until the worker has made it, and only then can it be shared.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="issued")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="issued_plans")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="issued")
    key = models.CharField("kind of plan", max_length=40)
    evidence = models.CharField("counts as", max_length=20)
    number = models.PositiveSmallIntegerField("version")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    issued_on = models.DateField()
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="issued_plan"
    )

    feeds = True
    objects: Any = SchoolOwnedManager.from_queryset(IssuedPlanQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            *Withdrawn.Meta.constraints,
            models.UniqueConstraint(fields=["plan", "number"], name="one_issued_plan_a_number"),
            models.CheckConstraint(
                condition=~Q(sha256="") & Q(number__gt=0), name="issued_plan_is_frozen"
            ),
        ]
        indexes = [models.Index(fields=["school", "-issued_on"], name="issued_plans_by_day")]

    def __str__(self) -> str:
        return f"issued plan {self.pk}"

    @property
    def frozen(self) -> FrozenPlan:
        """What it says."""
        return FrozenPlan.from_content(self.content)

    @property
    def is_printed(self) -> bool:
        """Whether its PDF is there."""
        return self.document_id is not None


class PlanPrint(SchoolOwned):
    """Copies of issued plans in one file, made by a job: one child's, or a whole class's."""

    copy = models.CharField(max_length=6, choices=[(copy.value, copy.label) for copy in Copy])
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to=private_path, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(file="", file_sha256="") | (~Q(file="") & ~Q(file_sha256="")),
                name="plan_print_has_its_hash",
            )
        ]

    def __str__(self) -> str:
        return f"print of plans {self.pk}"


class PlanCopy(Recorded, Withdrawn):
    """A copy of an issued plan that was given to somebody: which copy, to whom, on which day."""

    issued = models.ForeignKey(IssuedPlan, on_delete=models.PROTECT, related_name="copies")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    print = models.ForeignKey(PlanPrint, on_delete=models.PROTECT, related_name="copies")
    place = models.PositiveSmallIntegerField("place in the print", default=1)
    given_on = models.DateField("given", null=True, blank=True)
    given_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    feeds = True
    objects: Any = SchoolOwnedManager.from_queryset(AboutPupilQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        verbose_name_plural = "plan copies"
        constraints = [
            *Withdrawn.Meta.constraints,
            models.UniqueConstraint(fields=["issued", "print"], name="one_plan_copy_a_print"),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True, given_by__isnull=True)
                | Q(given_on__isnull=False, given_by__isnull=False),
                name="plan_copy_given_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"copy of a plan {self.pk}"
