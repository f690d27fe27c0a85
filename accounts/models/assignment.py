"""Which class, or which year group, is whose."""

from django.db import models

from accounts.models.person import Membership
from common.years import YearGroup
from schools.models import ClassGroup
from schools.records import Recorded
from schools.tenancy import Dated


class ClassAssignment(Recorded, Dated):
    """A class, or for a year leader a whole year group, that is a member of staff's for a time.

    `may_see_from` opens next year's class early (July handover), `may_see_until` leaves a short
    tail: both to read only. Recorded, since it decides who sees which child.
    """

    class Kind(models.TextChoices):
        TEACHER = "teacher", "Teacher"
        COVER = "cover", "Cover"
        TA = "ta", "Teaching assistant"
        YEAR_LEADER = "year_leader", "Year leader"

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="class_assignments"
    )
    class_group = models.ForeignKey(
        ClassGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    year_group = models.SmallIntegerField(choices=YearGroup, null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.TEACHER)
    may_see_from = models.DateField(null=True, blank=True)
    may_see_until = models.DateField(null=True, blank=True)

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(class_group__isnull=True) ^ models.Q(year_group__isnull=True),
                name="assignment_of_class_or_year",
            ),
            models.CheckConstraint(
                condition=models.Q(year_group__isnull=True) | models.Q(kind="year_leader"),
                name="whole_years_are_for_year_leaders",
            ),
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"
