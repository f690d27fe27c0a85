"""A school's ladder, one version after another, and the draft of the next.

A published version is never changed: an edit makes the next one.
"""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from schools.tenancy import SchoolOwned, SchoolOwnedManager, SchoolOwnedQuerySet


def list_field() -> models.JSONField:
    """A list of short texts (or of small tables), in the school's order."""
    return models.JSONField(default=list, blank=True)


class Ladder(SchoolOwned):
    """A school's one ladder, through all its versions."""

    started_from = models.CharField(max_length=40, blank=True)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["school"], name="one_ladder_a_school")]

    def __str__(self) -> str:
        return f"ladder {self.pk}"


class LadderVersionQuerySet(SchoolOwnedQuerySet):
    """Versions of the school's ladder; at most one of them is a draft."""

    def published(self) -> Self:
        """Those that are or were in use, the newest first."""
        return self.filter(published_at__isnull=False).order_by("-number")

    def drafts(self) -> Self:
        """The one being written, if any."""
        return self.filter(published_at__isnull=True)

    def in_use(self) -> Self:
        """The published version with the highest number, as a queryset of at most one."""
        return self.published()[:1]


class LadderVersion(SchoolOwned):
    """The ladder as it was published at one time. `number` counts from 1.

    A draft has not been published: it holds its whole ladder in `content` and has no rows of its
    own, so that no child can be placed on a stage that is still being written.
    """

    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    notes = list_field()
    kinds = list_field()
    content = models.JSONField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField("what changed and why", blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: Any = SchoolOwnedManager.from_queryset(LadderVersionQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["ladder", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="ladder_published_by_someone",
            ),
            models.UniqueConstraint(
                fields=["ladder"],
                condition=Q(published_at__isnull=True),
                name="one_draft_a_ladder",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False, content__isnull=True)
                | Q(
                    published_at__isnull=True,
                    content__isnull=False,
                    begun_at__isnull=False,
                    begun_by__isnull=False,
                    changed_at__isnull=False,
                    changed_by__isnull=False,
                ),
                name="draft_is_somebodys_work",
            ),
        ]

    def __str__(self) -> str:
        return f"ladder {self.ladder_id}, version {self.number}"
