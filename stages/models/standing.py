"""Where each child stands: the one stored copy of what the engine computes (model.md)."""

from typing import Any, Self

from django.db import models

from accounts.models import Membership, User
from pupils.models import Pupil
from schools.tenancy import SchoolOwned, SchoolOwnedManager, SchoolOwnedQuerySet


class StandingQuerySet(SchoolOwnedQuerySet):
    """Standings, by who may see them."""

    def visible_to(self, membership: Membership) -> Self:
        """Those of the pupils a person may see."""
        return self.filter(pupil__in=Pupil.objects.visible_to(membership))


class Standing(SchoolOwned):
    """What the engine said of a child at a stage on `reckoned_on`, in dates and counts.

    Made anew in the transaction that changes what feeds it, and each night; a child at no stage has
    none. `due_on` and `what` are of the item that is due first, `late_from` is the earliest due day
    of what is required, so that a query of a later day still knows what is overdue. `items` are
    all of them, as `stages.standing.items_of` reads them.
    """

    pupil = models.OneToOneField(Pupil, on_delete=models.PROTECT, related_name="standing")
    reckoned_on = models.DateField()
    runs_out_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    what = models.CharField(max_length=200, blank=True)
    late_from = models.DateField(null=True, blank=True)
    overdue = models.PositiveSmallIntegerField(default=0)
    missing = models.PositiveSmallIntegerField(default=0)
    items = models.JSONField(default=list)

    objects: Any = SchoolOwnedManager.from_queryset(StandingQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["school", "due_on"]),
            models.Index(fields=["school", "late_from"]),
        ]

    def __str__(self) -> str:
        return f"standing {self.pk}"


class Snooze(SchoolOwned):
    """Somebody put a due item of a child out of their own sight until a day, and said why.

    It hides the item on their own home page only; it stays due, and the register shows it.
    """

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="snoozes")
    requirement = models.CharField(max_length=60)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["user", "pupil", "requirement"], name="one_snooze_of_an_item"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="snooze_says_why"),
        ]

    def __str__(self) -> str:
        return f"snooze {self.pk}"
