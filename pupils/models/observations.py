"""What a colleague sees of a child, asked for because of a concern."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Permission
from pupils.models.concerns import Concern
from pupils.models.pupil import Pupil
from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import SchoolOwnedManager


class ObservationQuerySet(RecordedQuerySet):
    """Observations, by who is asked and by who may read them."""

    def visible_to(self, membership: Membership) -> Self:
        """Those a person wrote or is asked for, and those about concerns that are theirs to weigh.

        That is SENCO and DSL, and whoever asked, as long as they may read the concern; always of
        pupils they may see.
        """
        weighs = Q(concern__in=Concern.objects.visible_to(membership))
        if not membership.can(Permission.RESTRICT_CONCERNS):
            weighs &= Q(asked_by=membership.user_id)
        mine = Q(member=membership)
        return self.filter(mine | weighs, pupil__in=Pupil.objects.visible_to(membership))

    def asked_of(self, membership: Membership) -> Self:
        """What a person is asked for and has not answered; nothing of a child they cannot see."""
        pupils = Pupil.objects.visible_to(membership).on_roll()
        return self.waiting().filter(member=membership, pupil__in=pupils)

    def closable_by(self, membership: Membership) -> Self:
        """Those waiting that a person may give up: who decides about concerns, and who asked."""
        concerns = Concern.objects.triageable_by(membership)
        rows = self.waiting().filter(concern__in=concerns)
        if membership.can(Permission.PLACE_ANYWHERE):
            return rows
        return rows.filter(asked_by=membership.user_id)

    def waiting(self) -> Self:
        """Neither answered nor given up."""
        return self.filter(answered_at__isnull=True, closed_at__isnull=True)

    def answered(self) -> Self:
        """Those that were written."""
        return self.filter(answered_at__isnull=False)


class Observation(Recorded):
    """A colleague is asked by a day what they see of a child and what helps, and says so.

    `kind` tells a few words from memory from looking on purpose, of which `seen_on` is the day.
    What is not answered is given up with a reason.
    """

    class Kind(models.TextChoices):
        """What is asked for."""

        WORDS = "words", "A short answer"
        VISIT = "visit", "An observation"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="observations")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="observations")
    kind = models.CharField("what is asked for", max_length=5, choices=Kind)
    member = models.ForeignKey(
        Membership, verbose_name="who is asked", on_delete=models.PROTECT, related_name="+"
    )
    question = models.TextField("what is asked")
    due_on = models.DateField("answer by")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seen_on = models.DateField("seen on", null=True, blank=True)
    seen = models.TextField("what is seen", blank=True)
    helps = models.TextField("what helps", blank=True)
    answered_at = models.DateTimeField("answered", null=True, blank=True)
    closed_at = models.DateTimeField("given up", null=True, blank=True)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_because = models.CharField("why given up", max_length=300, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(ObservationQuerySet)()
    feeds = True

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "member", "kind"],
                condition=Q(answered_at__isnull=True, closed_at__isnull=True),
                name="asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, seen_on__isnull=True, seen="", helps="")
                | (Q(answered_at__isnull=False, seen_on__isnull=False) & ~Q(seen="")),
                name="observation_says_something",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, closed_because="")
                | (
                    Q(closed_at__isnull=False, closed_by__isnull=False, answered_at__isnull=True)
                    & ~Q(closed_because="")
                ),
                name="observation_given_up_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["member", "due_on"], name="observations_asked")]

    def __str__(self) -> str:
        return f"observation {self.pk}"

    def about(self) -> Iterable[int]:
        """The child, once it was looked at: a question is computed into nothing."""
        return [self.pupil_id] if self.answered_at and self.kind == self.Kind.VISIT else []

    @property
    def is_waiting(self) -> bool:
        """Whether it was neither answered nor given up."""
        return self.answered_at is None and self.closed_at is None
