"""Documents about a child: uploaded from elsewhere, or issued by the school."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Permission
from pupils.models.pupil import Pupil
from schools.files import private_path
from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import SchoolOwnedManager


class DocumentQuerySet(RecordedQuerySet):
    """Documents, by who may read them; withdrawn or standing."""

    def visible_to(self, membership: Membership) -> Self:
        """Those a person may read (permissions.md).

        Whoever added one goes on reading it. Open ones are for those who read documents about the
        child; restricted ones for SENCO, head and DSL; concealed ones for SENCO and DSL.
        """
        reads = Q(added_by=membership.user_id)
        if membership.can(Permission.READ_DOCUMENTS):
            reads |= Q(openness=Document.Openness.OPEN)
        if membership.can(Permission.READ_RESTRICTED):
            reads |= Q(openness=Document.Openness.RESTRICTED)
        if membership.can(Permission.RESTRICT_CONCERNS):
            reads |= Q(openness=Document.Openness.CONCEALED)
        return self.filter(reads, pupil__in=Pupil.objects.visible_to(membership))

    def told_of(self, membership: Membership) -> Self:
        """Restricted ones that a reader of documents is told exist, and no more."""
        if not membership.can(Permission.READ_DOCUMENTS):
            return self.none()
        seen = self.model.objects.visible_to(membership).values("pk")
        hidden = self.standing().filter(pupil__in=Pupil.objects.visible_to(membership))
        return hidden.filter(openness=Document.Openness.RESTRICTED).exclude(pk__in=seen)

    def standing(self) -> Self:
        """Those not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def issued(self) -> Self:
        """Those the school made and issued, and did not take back."""
        return self.standing().filter(is_issued=True)


class Document(Recorded):
    """One file about one child. What it holds never changes: a newer one is another document.

    `kind` is one of `Kind` for what was uploaded; for what the school issued it is the key under
    which its room shows it (a plan's own kind, such as `iep`). The file lies under a random name
    and is served only by a view; `sha256` is the digest of its bytes as they were kept.
    """

    class Kind(models.TextChoices):
        """What an uploaded document is."""

        REPORT = "report", "Report or advice"
        ASSESSMENT = "assessment", "Assessment"
        LETTER = "letter", "Letter"
        NOTES = "notes", "Notes of a meeting"
        FORM = "form", "Form or consent"
        WORK = "work", "The child's work, or a picture"
        OTHER = "other", "Something else"

    class Openness(models.TextChoices):
        """Who may read it, beside whoever added it."""

        OPEN = "open", "Open: staff who work with the child read it"
        RESTRICTED = "restricted", "Restricted: others see that there is one, and whom to ask"
        CONCEALED = "concealed", "Concealed: others see nothing at all"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    on = models.DateField("of the day")
    openness = models.CharField(
        "who may read it", max_length=10, choices=Openness, default=Openness.OPEN
    )
    is_issued = models.BooleanField("issued by the school", default=False)
    file = models.FileField(upload_to=private_path, max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField("bytes")
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("taken back", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField("why taken back", max_length=300, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(DocumentQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(file="") & ~Q(sha256="") & Q(size__gt=0),
                name="document_has_a_title_and_a_file",
            ),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because=""
                )
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="document_taken_back_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["pupil", "-on"], name="documents_of_a_pupil")]

    def __str__(self) -> str:
        return f"document {self.pk}"

    def content(self) -> bytes:
        """The bytes as they were kept. Raises `FileNotFoundError` where storage lost them."""
        with self.file.open("rb") as file:
            return bytes(file.read())

    @property
    def kind_words(self) -> str:
        """What it is, in words; an issued one's title says it."""
        named = {kind.value: str(kind.label) for kind in self.Kind}
        return "Issued by the school" if self.is_issued else named.get(self.kind, "")

    @property
    def download_name(self) -> str:
        """The name a browser gives the file: its title, and the ending of what it holds."""
        return f"{self.title}.{str(self.file.name).rpartition('.')[2]}"
