"""What the school's MIS last said, what was keyed into it, and how its files come in."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from pupils.models.imports import PupilImport
from schools.records import Recorded
from schools.tenancy import SchoolOwned


class MisRecord(SchoolOwned):
    """What the MIS last said about a child, each part with the day of the file that said it.

    Not our record of the child but a copy of somebody else's: every file replaces it. A part
    without a day has never been said. `undecided` names the parts where the MIS says something
    else than we do and nobody has chosen yet; any other difference is ours, to key in.
    """

    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="mis_records")
    said_on = models.DateField()
    forename = models.CharField(max_length=60, blank=True)
    surname = models.CharField(max_length=60, blank=True)
    class_name = models.CharField(max_length=20, blank=True)
    year_group = models.SmallIntegerField(null=True, blank=True)
    sen_code = models.CharField(max_length=1, blank=True)
    sen_since = models.DateField(null=True, blank=True)
    sen_said_on = models.DateField(null=True, blank=True)
    needs = models.JSONField(default=list)
    needs_said_on = models.DateField(null=True, blank=True)
    contacts = models.JSONField(default=list)
    contacts_said_on = models.DateField(null=True, blank=True)
    undecided = models.JSONField(default=list)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["pupil"], name="one_mis_record_a_pupil"),
        ]

    def __str__(self) -> str:
        return f"MIS record {self.pk}"


class MisKeyed(Recorded):
    """Something of ours that was keyed into the MIS: ticked by a person, or seen in its file.

    `value` is what was keyed, so that a later change of ours is a new thing to key in.
    """

    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="mis_keyed")
    part = models.CharField(max_length=30)
    value = models.TextField()
    keyed_at = models.DateTimeField(default=timezone.now)
    keyed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_in = models.ForeignKey(
        PupilImport, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(keyed_by__isnull=False, seen_in__isnull=True)
                | Q(keyed_by__isnull=True, seen_in__isnull=False),
                name="keyed_by_someone_or_seen",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="keyed_undone_by_and_at",
            ),
        ]
        indexes = [models.Index(fields=["pupil", "part"])]

    def __str__(self) -> str:
        return f"keyed {self.pk}"


class ColumnMatching(SchoolOwned):
    """What the headings of one layout of files mean at this school, as a person said.

    `layout` stands for the set of headings, `columns` maps each heading we do not know by itself
    to one of ours, or to nothing: do not use.
    """

    layout = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    remembered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    remembered_at = models.DateTimeField(default=timezone.now)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["school", "layout"], name="one_matching_a_layout")
        ]

    def __str__(self) -> str:
        return f"matching {self.pk}"

    @property
    def words(self) -> str:
        """What was matched, in one line: `“Pastoral group” is Class`."""
        names = {
            "".join(sign for sign in heading.casefold() if sign.isalnum()): heading
            for heading in self.headings
        }
        used = [(names.get(key, key), code) for key, code in self.columns.items() if code]
        said = [f"“{heading}” is {code.replace('#', ' ')}" for heading, code in used]
        return ", ".join(said) or "Some headings are not used"


class RefreshSetting(Recorded):
    """How far the nightly file of a school is applied by itself; history says who decided it."""

    applies_harmless = models.BooleanField(
        "apply joiners, class and name changes by themselves", default=False
    )

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["school"], name="one_refresh_setting")]

    def __str__(self) -> str:
        return f"refresh setting {self.pk}"


class DropNight(SchoolOwned):
    """One night's look into a school's drop folder, and what came of it. One row a night."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for a whole file"
        NOTHING = "nothing", "Nothing new"
        PREPARED = "prepared", "Prepared"
        REFUSED = "refused", "Could not be read"

    night = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    words = models.CharField(max_length=300, blank=True)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    held = models.ForeignKey(
        PupilImport, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["school", "night"], name="one_look_a_night")]

    def __str__(self) -> str:
        return f"drop night {self.pk}"
