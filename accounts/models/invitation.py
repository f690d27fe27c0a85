"""Asking somebody to work in a school: what they will be, until when they may say yes."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models.assignment import ClassAssignment
from accounts.models.person import Membership
from accounts.roles import RolesField
from common.years import YearGroup
from schools.models import ClassGroup
from schools.tenancy import SchoolOwned, SchoolOwnedManager, SchoolOwnedQuerySet


class InvitationQuerySet(SchoolOwnedQuerySet):
    """Invitations by what became of them."""

    def unanswered(self) -> Self:
        """Those neither accepted nor withdrawn, lapsed ones too."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def pending(self, now: datetime) -> Self:
        """Those that can still be accepted."""
        return self.unanswered().filter(held_at__isnull=True, expires_at__gt=now)


class Invitation(SchoolOwned):
    """One address asked to work here. Nothing begins before that person accepts.

    Only the hash of the link's token is kept. `invited_by` answers for the roles: they are given
    only if that person may still give them on the day somebody accepts.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Pending"
        EXPIRED = "expired", "Expired"
        HELD = "held", "Needs a decision"
        ACCEPTED = "accepted", "Accepted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    email = models.EmailField()
    name = models.CharField(max_length=120)
    roles = RolesField()
    job_title = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField("first day here")
    days = models.PositiveSmallIntegerField("days to accept")
    invited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    token_hash = models.CharField(max_length=64, unique=True)
    held_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: Any = SchoolOwnedManager.from_queryset(InvitationQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["school", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_unanswered_invitation_an_address",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) ^ Q(accepted_by__isnull=False),
                name="invitation_accepted_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) ^ Q(withdrawn_by__isnull=False),
                name="invitation_withdrawn_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_ends_one_way",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="invitation_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    def state_at(self, now: datetime) -> str:
        """How it stands at a moment."""
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        if self.held_at:
            return self.State.HELD
        return self.State.PENDING if now < self.expires_at else self.State.EXPIRED


class InvitedClass(SchoolOwned):
    """A class, or for a year leader a year group, that is theirs from the day they begin."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="classes")
    kind = models.CharField(max_length=12, choices=ClassAssignment.Kind)
    class_group = models.ForeignKey(
        ClassGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    year_group = models.SmallIntegerField(choices=YearGroup, null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(class_group__isnull=True) ^ Q(year_group__isnull=True),
                name="invited_to_class_or_year",
            ),
            models.CheckConstraint(
                condition=Q(year_group__isnull=True) | Q(kind="year_leader"),
                name="invited_years_are_for_year_leaders",
            ),
        ]

    def __str__(self) -> str:
        return f"class of invitation {self.invitation_id}"
