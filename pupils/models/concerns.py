"""A concern about a child: who worries, what is seen, what was tried, what was decided."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Permission
from pupils.models.pupil import Pupil
from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import SchoolOwnedManager


class ConcernQuerySet(RecordedQuerySet):
    """Concerns, by who may read their words and by what became of them."""

    def visible_to(self, membership: Membership) -> Self:
        """Those whose words a person may read (permissions.md).

        A draft is its writer's alone. Who raised a concern goes on reading it. Open ones are for
        those who read concerns about the child; restricted ones for SENCO, head and DSL; concealed
        ones for SENCO and DSL.
        """
        reads = Q(raised_by=membership.user_id)
        if membership.can(Permission.READ_CONCERNS):
            reads |= Q(openness=Concern.Openness.OPEN)
        if membership.can(Permission.READ_RESTRICTED):
            reads |= Q(openness=Concern.Openness.RESTRICTED)
        if membership.can(Permission.RESTRICT_CONCERNS):
            reads |= Q(openness=Concern.Openness.CONCEALED)
        raised = Q(raised_at__isnull=False) & reads
        return self._about(Pupil.objects.visible_to(membership)).filter(
            raised | Q(raised_at__isnull=True, started_by=membership.user_id)
        )

    def told_of(self, membership: Membership) -> Self:
        """Restricted ones that a reader of concerns is told exist, and no more."""
        if not membership.can(Permission.READ_CONCERNS):
            return self.none()
        rows = self._about(Pupil.objects.visible_to(membership)).raised()
        hidden = rows.filter(openness=Concern.Openness.RESTRICTED)
        return hidden.exclude(pk__in=self.model.objects.visible_to(membership).values("pk"))

    def drafts_of(self, membership: Membership) -> Self:
        """What a person began and has not raised, about children whose record they may change."""
        mine = self._about(Pupil.objects.changeable_by(membership))
        return mine.standing().filter(raised_at__isnull=True, started_by=membership.user_id)

    def triageable_by(self, membership: Membership) -> Self:
        """Those a person may decide about, of the children whose records they may change."""
        if not membership.can(Permission.TRIAGE_CONCERNS):
            return self.none()
        rows = self.visible_to(membership).raised()
        return rows._about(Pupil.objects.changeable_by(membership).on_roll())

    def raised(self) -> Self:
        """Those that were raised, and not taken back."""
        return self.standing().filter(raised_at__isnull=False)

    def standing(self) -> Self:
        """Those not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def undecided(self) -> Self:
        """Raised, and nothing final decided: new, or with an observation planned."""
        return self.raised().filter(outcome__in=["", Concern.Outcome.OBSERVE])

    def _about(self, pupils: Any) -> Self:
        return self.filter(pupil__in=pupils)


class Concern(Recorded):
    """A worry about one child, from a draft through being raised to a decision.

    `areas` are codes of `NeedArea`. `kind` is the key of the form the school's ladder asks for.
    What was tried first is `tried`, further things are in `tried_more`: each a table of `since` (an
    ISO date, or empty) and `what`. `checklist_answers` hold each answer beside its question, so
    that they keep the questions they were given to. What was decided stays with who decided it; a
    concern raised by mistake is withdrawn with a reason, and a draft let go likewise.
    """

    class From(models.TextChoices):
        """Whose worry it is."""

        STAFF = "staff", "Mine, or a colleague's"
        PARENT = "parent", "A parent or carer's"
        PROFESSIONAL = "professional", "A professional's from outside"

    class ParentsKnow(models.TextChoices):
        """Whether the parents know of the concern."""

        YES = "yes", "Yes, they know"
        NO = "no", "Not yet"

    class Openness(models.TextChoices):
        """Who may read it, beside whoever raised it."""

        OPEN = "open", "Open: staff who work with the child read it"
        RESTRICTED = "restricted", "Restricted: others see that there is one, and whom to ask"
        CONCEALED = "concealed", "Concealed: others see nothing at all"

    class Outcome(models.TextChoices):
        """What was decided."""

        RESOLVED = "resolved", "Resolved"
        OBSERVE = "observe", "Observation planned"
        STAGE = "stage", "A stage was agreed"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="concerns")
    whose = models.CharField("whose worry", max_length=12, choices=From, default=From.STAFF)
    from_name = models.CharField("their name", max_length=120, blank=True)
    from_role = models.CharField("their role", max_length=120, blank=True)
    areas = models.JSONField("areas of need", default=list, blank=True)
    seen = models.TextField("what is seen", blank=True)
    tried = models.TextField("what was tried", blank=True)
    tried_since = models.DateField("tried since", null=True, blank=True)
    tried_more = models.JSONField("what else was tried", default=list, blank=True)
    parents_know = models.CharField(
        "do the parents know", max_length=3, choices=ParentsKnow, blank=True
    )
    why_not_told = models.TextField("why the parents do not know", blank=True)
    kind = models.CharField("key of its form", max_length=40, blank=True)
    kind_name = models.CharField("form", max_length=80, blank=True)
    checklist_name = models.CharField("checklist", max_length=80, blank=True)
    checklist_kind = models.CharField("key of its checklist", max_length=40, blank=True)
    checklist_answers = models.JSONField("what the checklist says", default=list, blank=True)
    openness = models.CharField(
        "who may read it", max_length=10, choices=Openness, default=Openness.OPEN
    )
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField("raised", null=True, blank=True)
    raised_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField("decided", max_length=8, choices=Outcome, blank=True)
    outcome_words = models.CharField("what that means", max_length=200, blank=True)
    reason = models.TextField("why", blank=True)
    observer = models.ForeignKey(
        Membership,
        verbose_name="who observes",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    observe_on = models.DateField("observation by", null=True, blank=True)
    triaged_at = models.DateTimeField("decided at", null=True, blank=True)
    triaged_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField("why withdrawn", max_length=300, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(ConcernQuerySet)()
    feeds = True

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "started_by"],
                condition=Q(raised_at__isnull=True, withdrawn_at__isnull=True),
                name="one_draft_concern_a_writer",
            ),
            models.CheckConstraint(
                condition=Q(raised_at__isnull=True, raised_by__isnull=True)
                | (Q(raised_at__isnull=False, raised_by__isnull=False) & ~Q(seen="")),
                name="concern_raised_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", triaged_at__isnull=True, triaged_by__isnull=True)
                | (
                    ~Q(outcome="")
                    & Q(raised_at__isnull=False)
                    & Q(triaged_at__isnull=False, triaged_by__isnull=False)
                    & ~Q(reason="")
                ),
                name="concern_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="observe")
                | Q(observe_on__isnull=False, observer__isnull=False),
                name="concern_observed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because=""
                )
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="concern_withdrawn_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["school", "raised_at"], name="concerns_by_day")]

    def __str__(self) -> str:
        return f"concern {self.pk}"

    def about(self) -> Iterable[int]:
        """The child, once it is raised: nothing is computed from a draft."""
        return [self.pupil_id] if self.raised_at else []

    @property
    def tries(self) -> list[tuple[date | None, str]]:
        """What was tried, each with the day since when, where one was given."""
        first = [(self.tried_since, self.tried)] if self.tried else []
        more = [(row["since"], row["what"]) for row in self.tried_more]
        return first + [(date.fromisoformat(on) if on else None, what) for on, what in more]

    @property
    def answered(self) -> list[tuple[str, list[dict[str, str]]]]:
        """The checklist's questions that were answered, under their headings."""
        found: dict[str, list[dict[str, str]]] = {}
        for row in self.checklist_answers:
            found.setdefault(row["heading"], []).append(row)
        return list(found.items())

    @property
    def is_undecided(self) -> bool:
        """Whether it waits for a decision."""
        return self.outcome in ("", self.Outcome.OBSERVE) and self.withdrawn_at is None
