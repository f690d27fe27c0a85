"""What a member of staff who leaves gave up, and who took it over."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import ClassAssignment, Membership
from pupils.models.people import StaffLink
from schools.tenancy import SchoolOwned


class Handover(SchoolOwned):
    """One class or one child's link that ended with its person's time here; `taker` goes on.

    `held_until`, `preview_from` and `tail_until` are what its days were before, so that a leaver
    who stays gets back what was theirs; the row is then undone, and kept.
    """

    leaver = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField("from")
    assignment = models.ForeignKey(
        ClassAssignment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    new_assignment = models.ForeignKey(
        ClassAssignment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = models.ForeignKey(
        StaffLink, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    new_link = models.ForeignKey(
        StaffLink, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    held_until = models.DateField(null=True, blank=True)
    preview_from = models.DateField(null=True, blank=True)
    tail_until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(assignment__isnull=True) ^ Q(link__isnull=True),
                name="handover_of_class_or_link",
            ),
            models.CheckConstraint(
                condition=Q(taker__isnull=False)
                | Q(new_assignment__isnull=True, new_link__isnull=True),
                name="handover_begins_for_its_taker",
            ),
        ]
        indexes = [models.Index(fields=["school", "leaver"])]

    def __str__(self) -> str:
        return f"handover {self.pk}"
