"""Letters to a child's adults: the school's words, the prints, and what was given to whom."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, User
from jobs.models import Job
from pupils.models.people import Contact
from pupils.models.pupil import Pupil
from schools.files import private_path
from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import SchoolOwned, SchoolOwnedManager


class LetterKind(models.TextChoices):
    """What a letter tells (Code of Practice 6.48; Children and Families Act 2014 s68)."""

    JOINING = "joining", "Joining SEN support"
    CHANGING = "changing", "A change of SEN support"
    LEAVING = "leaving", "Leaving SEN support"


class LetterText(SchoolOwned):
    """A school's own words for a letter, or the line that every letter says of the local service.

    Where there is none, the letter has the words it came with. A letter keeps the words it was
    made with, whatever becomes of these.
    """

    SERVICE = "service"

    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=120, blank=True)
    text = models.TextField()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["school", "kind"], name="one_letter_text_a_kind"),
            models.CheckConstraint(condition=~Q(text=""), name="letter_text_says_something"),
        ]

    def __str__(self) -> str:
        return f"letter text {self.kind}"


class LetterBatch(SchoolOwned):
    """Letters made at one time and printed as one file, by a job. The file is kept as it was."""

    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to=private_path, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)
    unprintable = models.CharField("signs that no font has", max_length=80, blank=True)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(file="", file_sha256="") | (~Q(file="") & ~Q(file_sha256="")),
                name="printed_file_has_its_hash",
            )
        ]

    def __str__(self) -> str:
        return f"letters {self.pk}"

    @property
    def is_printed(self) -> bool:
        """Whether the file is there to be downloaded."""
        return bool(self.file)


class LetterQuerySet(RecordedQuerySet):
    """Letters, by who may see them and by what became of them."""

    def visible_to(self, membership: Membership) -> Self:
        """The letters about the pupils a person may see."""
        return self.filter(pupil__in=Pupil.objects.visible_to(membership))

    def living(self) -> Self:
        """Those that were neither taken back nor replaced by a newer one."""
        return self.filter(withdrawn_at__isnull=True, replaced_by__isnull=True)


class Letter(Recorded):
    """One letter about a child to the adults at one address, as it was written.

    `content` is frozen (`pupils.letters.page.LetterPage`); `sha256` is its digest. What was wrong
    is replaced by a newer letter or taken back with a reason; the row stays.
    """

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="letters")
    batch = models.ForeignKey(LetterBatch, on_delete=models.PROTECT, related_name="letters")
    place = models.PositiveSmallIntegerField("place in the print", default=1)
    kind = models.CharField(max_length=10, choices=LetterKind)
    to_whom = models.CharField("to", max_length=300)
    contact_ids = models.JSONField(default=list)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    large_print = models.BooleanField(default=False)
    language = models.CharField("language they read", max_length=80, blank=True)
    written_on = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    withdrawn_at = models.DateTimeField("taken back", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField("why taken back", max_length=300, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(LetterQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because=""
                )
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="letter_taken_back_with_a_reason",
            )
        ]
        indexes = [models.Index(fields=["pupil", "-made_at"])]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class GivenQuerySet(RecordedQuerySet):
    """What was given, by who may see it; withdrawn or standing."""

    def visible_to(self, membership: Membership) -> Self:
        """What was given about the pupils a person may see."""
        return self.filter(pupil__in=Pupil.objects.visible_to(membership))

    def standing(self) -> Self:
        """Those that were not recorded by mistake."""
        return self.filter(withdrawn_at__isnull=True)


class Given(Recorded):
    """A letter given to somebody, or a conversation in its place: to whom, when, by whom, how.

    Paper counts: it is as good a way to tell a parent as any other (permissions.md, "Links").
    One recorded by mistake is withdrawn with a reason, never erased.
    """

    class How(models.TextChoices):
        POSTED = "posted", "Posted"
        HANDED = "handed", "Handed over on paper"
        READ_ALOUD = "read_aloud", "Read aloud"
        IN_PERSON = "in_person", "Conversation in person"
        PHONE = "phone", "Conversation by phone"

    feeds = True
    PAPER = (How.POSTED, How.HANDED, How.READ_ALOUD)
    TALK = (How.IN_PERSON, How.PHONE)

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="given")
    letter = models.ForeignKey(
        Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="given"
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="given"
    )
    to_whom = models.CharField("to", max_length=160)
    how = models.CharField(max_length=10, choices=How)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField("why withdrawn", max_length=300, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(GivenQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        verbose_name_plural = "given"
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "contact"],
                condition=Q(withdrawn_at__isnull=True, letter__isnull=False),
                name="a_letter_is_given_once_to_each",
            ),
            models.CheckConstraint(condition=~Q(to_whom=""), name="given_to_somebody"),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because=""
                )
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="given_withdrawn_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["pupil", "-on"])]

    def __str__(self) -> str:
        return f"given {self.pk}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was recorded by mistake."""
        return self.withdrawn_at is not None
