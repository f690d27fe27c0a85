"""What a child or a parent says, in their own words: gathered how, written by whose hand."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Permission
from pupils.models.people import Contact
from pupils.models.pupil import Pupil
from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import SchoolOwnedManager


class VoiceQuerySet(RecordedQuerySet):
    """Voices, by who may read and who may write them."""

    def visible_to(self, membership: Membership) -> Self:
        """Those about children a person may see: whoever writes only drafts reads their own."""
        rows = self.filter(pupil__in=Pupil.objects.visible_to(membership))
        if membership.can(Permission.READ_VOICES):
            return rows
        if membership.can(Permission.DRAFT_VOICES):
            return rows.filter(started_by=membership.user_id)
        return self.none()

    def changeable_by(self, membership: Membership) -> Self:
        """Standing ones a person may write on: anybody's, or their own drafts as a scribe."""
        pupils = Pupil.objects.changeable_by(membership).on_roll()
        rows = self.standing().filter(pupil__in=pupils)
        if membership.can(Permission.WRITE_VOICES):
            return rows
        if membership.can(Permission.DRAFT_VOICES):
            return rows.filter(started_by=membership.user_id, given_at__isnull=True)
        return self.none()

    def standing(self) -> Self:
        """Those not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def given(self) -> Self:
        """Those that count: given, or a reason why there is none."""
        return self.standing().filter(given_at__isnull=False)


class Voice(Recorded):
    """A pupil's or a parent's own words on one day, or the reason why there are none.

    A draft is what somebody wrote down and nobody has checked with whose words they are; it counts
    for nothing until it is given. `contact` is the parent, where it is one in particular.
    """

    class Whose(models.TextChoices):
        """Whose words; the keys are the ladder's (`stages.vocabulary.Party`)."""

        PUPIL = "pupil", "The pupil's"
        PARENT = "parent", "A parent's or carer's"

    class How(models.TextChoices):
        """How they were gathered."""

        SPOKEN = "spoken", "In a conversation"
        WRITTEN = "written", "In writing"
        SCALE = "scale", "With a scale or pictures to point at"
        DRAWN = "drawn", "By drawing or making something"
        OBSERVED = "observed", "By watching what the child shows"

    class Hand(models.TextChoices):
        """Whose hand wrote them down."""

        OWN = "own", "Their own"
        SCRIBE = "scribe", "A member of staff wrote for them, word for word"
        SUMMED = "summed", "A member of staff summed up what was said"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="voices")
    whose = models.CharField("whose words", max_length=6, choices=Whose)
    contact = models.ForeignKey(
        Contact,
        verbose_name="which parent",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="voices",
    )
    topic = models.CharField("about what", max_length=120, blank=True)
    on = models.DateField("of the day")
    how = models.CharField("how gathered", max_length=8, choices=How, blank=True)
    hand = models.CharField("whose hand", max_length=6, choices=Hand, blank=True)
    words = models.TextField("their words, or why there are none")
    why_none = models.BooleanField("there are none", default=False)
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField("given", null=True, blank=True)
    given_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField("why taken back", max_length=300, blank=True)

    feeds = True
    objects: Any = SchoolOwnedManager.from_queryset(VoiceQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="voice_says_something"),
            models.CheckConstraint(
                condition=Q(why_none=True, how="", hand="")
                | (Q(why_none=False) & ~Q(how="") & ~Q(hand="")),
                name="voice_says_how_it_was_gathered",
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=True) | Q(whose="parent"),
                name="voice_of_a_contact_is_a_parents",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, given_by__isnull=True)
                | Q(given_at__isnull=False, given_by__isnull=False),
                name="voice_given_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because=""
                )
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="voice_withdrawn_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["pupil", "-on"], name="voices_of_a_pupil")]

    def __str__(self) -> str:
        return f"voice {self.pk}"

    def about(self) -> Iterable[int]:
        """The child, once it is given: nothing is computed from a draft."""
        return [self.pupil_id] if self.given_at else []

    @property
    def is_draft(self) -> bool:
        """Whether nobody has said yet that it is what was said."""
        return self.given_at is None

    @property
    def title(self) -> str:
        """`Pupil voice`, `Parent voice`, and about what: `Pupil voice, about the IEP`."""
        said = "Pupil voice" if self.whose == self.Whose.PUPIL else "Parent voice"
        return f"{said}, about {self.topic}" if self.topic else said
