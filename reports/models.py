"""What the register keeps for a person: nothing about a child."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import Membership
from accounts.permissions import Permission
from schools.tenancy import SchoolOwned, SchoolOwnedManager, SchoolOwnedQuerySet

LONGEST_QUERY = 500


class SavedViewQuerySet(SchoolOwnedQuerySet):
    """Saved views, by whose they are."""

    def visible_to(self, membership: Membership) -> Self:
        """A person's own, and those that colleagues share."""
        return self.filter(Q(membership=membership) | Q(is_shared=True))

    def changeable_by(self, membership: Membership) -> Self:
        """A person's own; for those who share views, whatever is shared as well."""
        mine = Q(membership=membership)
        shares = membership.can(Permission.SHARE_VIEWS)
        return self.filter(mine | Q(is_shared=True) if shares else mine)


class SavedView(SchoolOwned):
    """A way to look at the register, under a name: filters, order and columns, as its address.

    It holds no child: what it shows is found anew by whoever opens it, within their own scope.
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=LONGEST_QUERY)
    is_shared = models.BooleanField("share it with colleagues", default=False)

    objects: Any = SchoolOwnedManager.from_queryset(SavedViewQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["membership", "name"], name="one_view_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name
