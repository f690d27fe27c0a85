"""A school's own forms of plan."""

from typing import Any, Self

from django.db import models

from provision.sections import SectionSpec, read_sections
from schools.records import kept_history
from schools.tenancy import SchoolOwned, SchoolOwnedManager, SchoolOwnedQuerySet
from stages.vocabulary import Evidence

COUNTS_AS = [
    (kind.value, kind.label) for kind in (Evidence.PLAN, Evidence.PROVISION_MAP, Evidence.TARGETS)
]


class PlanTemplateQuerySet(SchoolOwnedQuerySet):
    """The school's templates."""

    def in_use(self) -> Self:
        """Those a plan can be begun from."""
        return self.filter(retired_at__isnull=True)


class PlanTemplate(SchoolOwned):
    """One form of plan: its name and its sections, as data.

    `evidence` and `key` are the ladder's own kind: a plan of this template is what a requirement
    for that kind asks for. A school has a row of its own once it has begun a plan of the kind or
    changed the template; until then it has the start of `provision.starts`.
    """

    evidence = models.CharField(
        "counts as", max_length=20, choices=COUNTS_AS, default=Evidence.PLAN.value
    )
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    short = models.CharField("short name", max_length=20, blank=True)
    note = models.TextField("what it is for", max_length=600, blank=True)
    is_proposal = models.BooleanField("a proposal, not law", default=False)
    sections = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True, blank=True)

    history = kept_history()
    objects: Any = SchoolOwnedManager.from_queryset(PlanTemplateQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["school", "evidence", "key"], name="one_plan_template_a_kind"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """What it is called in addresses: `plan-iep`."""
        return f"{self.evidence}-{self.key}"

    @property
    def called(self) -> str:
        """The short name where there is one."""
        return self.short or self.name

    @property
    def parts(self) -> list[SectionSpec]:
        """Its sections, in order."""
        return read_sections(self.sections)
