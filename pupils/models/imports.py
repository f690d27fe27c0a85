"""A file of pupils from its upload to its end."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from schools.files import private_path
from schools.tenancy import SchoolOwned


class PupilImport(SchoolOwned):
    """One uploaded file: checked, then confirmed, then loaded whole; or put aside.

    The file is kept only while it is wanted. `digest` stands for exactly what its person was shown;
    the job refuses when it would do anything else, and then the file can be checked again.
    """

    class Kind(models.TextChoices):
        SPREADSHEET = "sheet", "Spreadsheet"
        CTF = "ctf", "Common Transfer File"

    class State(models.TextChoices):
        CHECKED = "checked", "Checked, nothing saved yet"
        CONFIRMED = "confirmed", "Confirmed, waiting"
        APPLIED = "applied", "Loaded"
        DISCARDED = "discarded", "Put aside, nothing changed"

    kind = models.CharField(max_length=5, choices=Kind)
    file = models.FileField(upload_to=private_path, blank=True)
    file_name = models.CharField(max_length=120)
    adds_classes = models.BooleanField("add classes that are not there yet", default=False)
    state = models.CharField(max_length=9, choices=State, default=State.CHECKED)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64, blank=True)
    confirmed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    result = models.JSONField(default=dict)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="import_confirmed_by_and_at",
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be confirmed or put aside: nothing of it has been done."""
        return self.state == self.State.CHECKED or self.was_refused

    @property
    def was_refused(self) -> bool:
        """Whether it was confirmed and its job ended without loading it; nothing was changed."""
        failed = self.job is not None and self.job.state == Job.State.FAILED
        return self.state == self.State.CONFIRMED and failed
