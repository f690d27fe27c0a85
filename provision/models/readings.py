"""Who has read what the class sheet says of a child."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from pupils.models import Pupil
from schools.tenancy import SchoolOwned


class SheetReading(SchoolOwned):
    """A member of staff says that they have read what a class sheet says of a child.

    `digest` is the version: it follows from the words (`reports.sheets.lines`), so that a change of
    one child's strategies asks everybody to read about that child anew, and about no other. Kept
    once for each version and person; never changed.
    """

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="sheet_readings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "user", "digest"], name="a_sheet_read_once_a_version"
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="a_sheet_read_in_a_version"),
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"
