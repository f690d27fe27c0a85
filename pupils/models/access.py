"""Who opened what about whom, and when."""

from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User
from schools.tenancy import SchoolOwned, SchoolOwnedManager, SchoolOwnedQuerySet


class AccessEntry(SchoolOwned):
    """One opening of a child's record, or of a list. Append-only, in the database itself."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=60)
    asked = models.CharField(max_length=500, blank=True)
    pupil = models.ForeignKey(
        "pupils.Pupil", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pupil_ids = models.JSONField(default=list, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    tablet = models.CharField("shared tablet", max_length=40, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(SchoolOwnedQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["pupil", "-at"]),
            models.Index(fields=["user", "-at"]),
        ]

    def __str__(self) -> str:
        return f"access {self.pk}"
