"""A school's shared tablets, and the PINs with which staff switch on them."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.person import Membership, User
from schools.tenancy import SchoolOwned, SchoolOwnedManager, SchoolOwnedQuerySet


class TabletQuerySet(SchoolOwnedQuerySet):
    """Tablets by whether they may be used."""

    def in_use(self, day: date) -> Self:
        """Those neither taken out of use nor past their last day."""
        return self.filter(revoked_at__isnull=True, last_day__gte=day)


class Tablet(SchoolOwned):
    """A browser the school shares: enrolled by name until a day, taken out of use at once.

    Only the hash of its token is kept; the token itself lies in a cookie of that browser.
    """

    name = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    for_teachers = models.BooleanField("teachers may use it too", default=False)
    last_day = models.DateField("last day of use")
    enrolled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField(default=timezone.now)
    revoked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(TabletQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) ^ Q(revoked_by__isnull=False),
                name="a_tablet_is_revoked_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["school", "name"],
                condition=Q(revoked_at__isnull=True),
                name="one_tablet_of_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"tablet {self.pk}"


class TabletPin(SchoolOwned):
    """The PIN a member of staff chose, as a slow hash; locked after too many wrong tries."""

    membership = models.OneToOneField(Membership, on_delete=models.PROTECT, related_name="pin")
    pin_hash = models.CharField(max_length=128)
    chosen_at = models.DateTimeField(default=timezone.now)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(SchoolOwnedQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"PIN {self.pk}"
