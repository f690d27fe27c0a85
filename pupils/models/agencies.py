"""Agencies involved with a child, what they advised, and what they recommend."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Permission
from pupils.models.documents import Document
from pupils.models.pupil import Pupil
from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import SchoolOwnedManager

WITHDRAWN = Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="") | (
    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")
)


class InvolvementQuerySet(RecordedQuerySet):
    """Involvements, by who may see them; withdrawn or standing."""

    def visible_to(self, membership: Membership) -> Self:
        """Those about the pupils a person may see, for who may read documents."""
        if not membership.can(Permission.READ_DOCUMENTS):
            return self.none()
        return self.filter(pupil__in=Pupil.objects.visible_to(membership))

    def standing(self) -> Self:
        """Those not recorded by mistake."""
        return self.filter(withdrawn_at__isnull=True)


class AgencyInvolvement(Recorded):
    """One agency's part in a child's support: asked when and with whose consent, seen, ended.

    `secured` tells a specialist whom the school secured itself from an agency outside it.
    """

    class Secured(models.TextChoices):
        """Who brings the agency in."""

        OUTSIDE = "outside", "An outside agency"
        SCHOOL = "school", "Secured by the school itself"

    feeds = True

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="agencies")
    agency = models.CharField(max_length=120)
    person = models.CharField("who", max_length=120, blank=True)
    secured = models.CharField(
        "how it comes in", max_length=8, choices=Secured, default=Secured.OUTSIDE
    )
    why = models.TextField("what for", blank=True)
    referred_on = models.DateField("referred on", null=True, blank=True)
    consent_by = models.CharField("consent given by", max_length=120, blank=True)
    consent_on = models.DateField("consent given on", null=True, blank=True)
    seen_on = models.DateField("first saw the child on", null=True, blank=True)
    ended_on = models.DateField("ended on", null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("taken back", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField("why taken back", max_length=300, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(InvolvementQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=~Q(agency=""), name="involvement_of_an_agency"),
            models.CheckConstraint(
                condition=Q(consent_by="", consent_on__isnull=True)
                | (~Q(consent_by="") & Q(consent_on__isnull=False)),
                name="involvement_consent_by_and_on",
            ),
            models.CheckConstraint(condition=WITHDRAWN, name="involvement_taken_back"),
        ]
        indexes = [models.Index(fields=["pupil", "agency"], name="agencies_of_a_pupil")]

    def __str__(self) -> str:
        return f"involvement {self.pk}"

    @property
    def who(self) -> str:
        """The agency, and who of it: `Speech and Language Therapy (Jo Reed)`."""
        return f"{self.agency} ({self.person})" if self.person else self.agency


class AdviceQuerySet(RecordedQuerySet):
    """Advice, by who may read it: what stands in a hidden document is hidden too."""

    def visible_to(self, membership: Membership) -> Self:
        """That of involvements a person may see, from no document the person may not read."""
        read = Document.objects.visible_to(membership).values("pk")
        seen = AgencyInvolvement.objects.visible_to(membership).values("pk")
        return self.filter(Q(document__isnull=True) | Q(document__in=read), involvement__in=seen)

    def standing(self) -> Self:
        """That not taken back, of an involvement that stands."""
        return self.filter(withdrawn_at__isnull=True, involvement__withdrawn_at__isnull=True)


class Advice(Recorded):
    """What an agency advised about a child on a day, and where it is written."""

    feeds = True

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="advice")
    involvement = models.ForeignKey(
        AgencyInvolvement, on_delete=models.PROTECT, related_name="advice"
    )
    on = models.DateField("given on")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="advice"
    )
    page = models.CharField("page", max_length=20, blank=True)
    words = models.TextField("in short", blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("taken back", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField("why taken back", max_length=300, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(AdviceQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        verbose_name_plural = "advice"
        constraints = [models.CheckConstraint(condition=WITHDRAWN, name="advice_taken_back")]
        indexes = [models.Index(fields=["pupil", "-on"], name="advice_of_a_pupil")]

    def __str__(self) -> str:
        return f"advice {self.pk}"


class RecommendationQuerySet(RecordedQuerySet):
    """Recommendations, by who may read the advice they stand in."""

    def visible_to(self, membership: Membership) -> Self:
        """Those of advice a person may read."""
        return self.filter(advice__in=Advice.objects.visible_to(membership))

    def standing(self) -> Self:
        """Those not dropped, of advice that stands."""
        return self.filter(is_dropped=False, advice__in=Advice.objects.standing())


class Recommendation(Recorded):
    """One thing an advice recommends; a plan's strategy can name it as its source.

    One taken out of its advice is dropped: the row stays for what was built on it.
    """

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="recommendations")
    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="recommendations")
    place = models.PositiveSmallIntegerField()
    words = models.CharField("recommendation", max_length=500)
    is_dropped = models.BooleanField("taken out", default=False)

    objects: Any = SchoolOwnedManager.from_queryset(RecommendationQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="recommendation_says_something")
        ]
        indexes = [models.Index(fields=["advice", "place"], name="recommendations_of_advice")]

    def __str__(self) -> str:
        return f"recommendation {self.pk}"
