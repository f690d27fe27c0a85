"""Placing the list a school has already: a draft to look through, and what was chosen by hand.

A draft makes nothing by itself. Who it would place, and where, is worked out from its rules each
time; only what somebody chose for one child is a row.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from pupils.models import Pupil
from schools.files import private_path
from schools.tenancy import SchoolOwned


class StagingDraft(SchoolOwned):
    """How the children on a school's list come to their stages, until somebody says yes to it.

    `rules` is what `stages.staging.rules` reads. The file is kept only while the draft is open.
    """

    class How(models.TextChoices):
        STATUS = "status", "By SEN status: K, E or N"
        NEED = "need", "By main need"
        YEAR = "year", "By year group"
        COLUMN = "column", "By a column of a spreadsheet"

    class State(models.TextChoices):
        OPEN = "open", "Not placed yet"
        PLACED = "placed", "Placed"
        ASIDE = "aside", "Put aside, nothing changed"

    how = models.CharField(max_length=6, choices=How)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    rules = models.JSONField(default=dict)
    file = models.FileField(upload_to=private_path, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    placed = models.PositiveIntegerField(default=0)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(state="open"), name="one_open_staging_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="staging_draft_ended_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"staging draft {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed, confirmed or put aside."""
        return self.state == self.State.OPEN

    @property
    def has_rules(self) -> bool:
        """Whether it was said how children are placed."""
        return bool(self.rules)


class StagingChoice(SchoolOwned):
    """What was chosen by hand for one child of a draft; without a stage the child is left out."""

    draft = models.ForeignKey(StagingDraft, on_delete=models.PROTECT, related_name="choices")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    stage_key = models.CharField(max_length=40, blank=True)
    since = models.DateField(null=True, blank=True)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["draft", "pupil"], name="one_choice_a_child"),
            models.CheckConstraint(
                condition=Q(stage_key="") | Q(since__isnull=False), name="placed_since_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"
