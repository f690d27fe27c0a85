"""Dated figures from the MIS about a child: attendance, suspensions, attainment."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from schools.files import private_path
from schools.records import Recorded
from schools.tenancy import SchoolOwned


class SnapshotKind(models.TextChoices):
    """What a figure is about. The school records it elsewhere; here it is taken at a date."""

    ATTENDANCE = "attendance", "Attendance"
    SUSPENSIONS = "suspensions", "Suspensions"
    ATTAINMENT = "attainment", "Attainment"


class SnapshotFile(SchoolOwned):
    """One uploaded spreadsheet of figures of one kind and date: checked, then loaded or put aside.

    The file itself is kept only until then. `digest` stands for exactly what its person was shown.
    """

    class State(models.TextChoices):
        CHECKED = "checked", "Checked, nothing saved yet"
        LOADED = "loaded", "Loaded"
        DISCARDED = "discarded", "Put aside, nothing changed"

    kind = models.CharField("what is in it", max_length=11, choices=SnapshotKind)
    taken_on = models.DateField("as at")
    heading = models.CharField(max_length=60, blank=True)
    file = models.FileField(upload_to=private_path, blank=True)
    file_name = models.CharField(max_length=120)
    state = models.CharField(max_length=9, choices=State, default=State.CHECKED)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    loaded_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    loaded_at = models.DateTimeField(null=True, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(loaded_at__isnull=True, loaded_by__isnull=True)
                | Q(loaded_at__isnull=False, loaded_by__isnull=False),
                name="snapshot_file_loaded_by_and_at",
            )
        ]

    def __str__(self) -> str:
        return f"snapshot file {self.pk}"


class Snapshot(Recorded):
    """One figure of a child at a date, as the school records it: `94.2`, `1.5`, `Expected`.

    `measure` names the subject of an attainment; it is empty for the other kinds. A second load of
    the same date corrects the value, and history keeps what it said before.
    """

    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="snapshots")
    kind = models.CharField(max_length=11, choices=SnapshotKind)
    measure = models.CharField(max_length=40, blank=True)
    taken_on = models.DateField()
    value = models.CharField(max_length=40)
    source = models.ForeignKey(SnapshotFile, on_delete=models.PROTECT, related_name="snapshots")
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "kind", "measure", "taken_on"], name="one_snapshot_a_date"
            )
        ]

    def __str__(self) -> str:
        return f"snapshot {self.pk}"


class AttainmentScale(SchoolOwned):
    """The words a school records attainment in, the lowest first."""

    words = models.JSONField(default=list)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["school"], name="one_scale_a_school")]

    def __str__(self) -> str:
        return ", ".join(self.words)
