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
    `columns` says what the headings we do not know by themselves mean; `None` while a person has
    still to say. `choices` is what has been decided about it so far (`pupils.imports.choices`).
    """

    class Kind(models.TextChoices):
        SPREADSHEET = "sheet", "Spreadsheet"
        CTF = "ctf", "Common Transfer File"

    class Way(models.TextChoices):
        UPLOAD = "upload", "Uploaded"
        DROP = "drop", "Found in the nightly folder"

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
    way = models.CharField(max_length=6, choices=Way, default=Way.UPLOAD)
    file_digest = models.CharField("SHA-256 of the file", max_length=64, blank=True)
    columns = models.JSONField(default=dict, null=True, blank=True)
    choices = models.JSONField(default=dict)
    prepared = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
            ),
            models.CheckConstraint(
                condition=Q(way="upload", uploaded_by__isnull=False)
                | Q(way="drop", uploaded_by__isnull=True),
                name="import_uploaded_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["school", "file_digest"])]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def who(self) -> str:
        """Who brought the file: a person, or the nightly folder."""
        return self.uploaded_by.name if self.uploaded_by else "The nightly folder"

    @property
    def is_open(self) -> bool:
        """Whether it can still be confirmed or put aside: nothing of it has been done."""
        return self.state == self.State.CHECKED or self.was_refused

    @property
    def was_refused(self) -> bool:
        """Whether it was confirmed and its job ended without loading it; nothing was changed."""
        failed = self.job is not None and self.job.state == Job.State.FAILED
        return self.state == self.State.CONFIRMED and failed
