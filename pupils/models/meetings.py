"""Meetings about one child or a whole class: what was said of each, and what was agreed to do."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Membership, User
from pupils.models.classes import ClassPlacement
from pupils.models.pupil import Pupil
from schools.models import ClassGroup
from schools.records import Recorded, RecordedQuerySet, kept_history
from schools.tenancy import SchoolOwned, SchoolOwnedManager, SchoolOwnedQuerySet


class MeetingDayQuerySet(SchoolOwnedQuerySet):
    """Days set for meetings."""

    def for_class(self, class_group: ClassGroup | None) -> Self:
        """The days of a class: its own, and those for the whole school."""
        return self.filter(Q(class_group=class_group) | Q(class_group__isnull=True))


class MeetingDay(SchoolOwned):
    """A day the school sets for meetings of a kind: of every class, or of one."""

    kind = models.CharField("key of its kind", max_length=40)
    kind_name = models.CharField("kind", max_length=80)
    on = models.DateField("day")
    class_group = models.ForeignKey(
        ClassGroup,
        verbose_name="class",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    history = kept_history()
    objects: Any = SchoolOwnedManager.from_queryset(MeetingDayQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "on"],
                condition=Q(class_group__isnull=True),
                name="one_meeting_day_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["kind", "on", "class_group"],
                condition=Q(class_group__isnull=False),
                name="one_meeting_day_a_class",
            ),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(kind_name=""), name="meeting_day_has_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"meeting day {self.pk}"


class MeetingQuerySet(RecordedQuerySet):
    """Meetings, by whose records they belong to and by what became of them."""

    def visible_to(self, membership: Membership) -> Self:
        """The meetings about a child, or of the class of a child, whom a person may see."""
        return self._about(Pupil.objects.visible_to(membership))

    def changeable_by(self, membership: Membership) -> Self:
        """The same of the children whose records a person may change."""
        return self._about(Pupil.objects.changeable_by(membership))

    def standing(self) -> Self:
        """Those that were neither recorded by mistake nor called off."""
        return self.filter(withdrawn_at__isnull=True)

    def held(self) -> Self:
        """Those that took place."""
        return self.standing().filter(is_held=True)

    def _about(self, pupils: Any) -> Self:
        named = MeetingPupil.objects.filter(meeting=OuterRef("pk"), pupil__in=pupils)
        placed = ClassPlacement.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("on")),
            class_group=OuterRef("class_group"),
            starts_on__lte=OuterRef("on"),
            pupil__in=pupils,
        )
        return self.filter(Exists(named) | Exists(placed))


class Meeting(Recorded):
    """One meeting, planned or held: of one child, of some, or of a whole class.

    `kind` is the key of a standard kind or of the school's own; `kind_name` what it was called
    then. `invited` and `attended` are keys of `stages.vocabulary.Party`; `people` names them as
    somebody wrote it. A meeting recorded by mistake is withdrawn with a reason, never erased.
    """

    kind = models.CharField("key of its kind", max_length=40)
    kind_name = models.CharField("kind", max_length=80)
    on = models.DateField("day")
    at = models.TimeField("time", null=True, blank=True)
    place = models.CharField("where", max_length=120, blank=True)
    class_group = models.ForeignKey(
        ClassGroup,
        verbose_name="class",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    is_held = models.BooleanField("held", default=False)
    invited = models.JSONField(default=list, blank=True)
    attended = models.JSONField("who was there", default=list, blank=True)
    people = models.CharField("names", max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField("why withdrawn", max_length=300, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(MeetingQuerySet)()
    feeds = True

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(kind_name=""), name="meeting_has_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because=""
                )
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="meeting_withdrawn_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["school", "on"], name="meetings_by_day")]

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    def about(self) -> Iterable[int]:
        """The children it speaks of; one query."""
        return list(MeetingPupil.objects.filter(meeting=self).values_list("pupil_id", flat=True))

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was recorded by mistake, or called off."""
        return self.withdrawn_at is not None


class OfPupilQuerySet(RecordedQuerySet):
    """Rows of meetings about a child."""

    def visible_to(self, membership: Membership) -> Self:
        """Those about the pupils a person may see."""
        return self.filter(pupil__in=Pupil.objects.visible_to(membership))

    def held(self) -> Self:
        """Those of children who were discussed in a meeting that took place.

        Meetings that were planned, called off or recorded by mistake are none.
        """
        return self.filter(
            was_discussed=True, meeting__is_held=True, meeting__withdrawn_at__isnull=True
        )

    def noted(self) -> Self:
        """Those in which something was written about the child."""
        return self.exclude(note="", next_step="")


class MeetingPupil(Recorded):
    """One child in a meeting: what was said, and what comes next."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="pupils")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="meetings")
    note = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    was_discussed = models.BooleanField("discussed", default=True)

    feeds = True

    objects: Any = SchoolOwnedManager.from_queryset(OfPupilQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["meeting", "pupil"], name="a_child_once_a_meeting")
        ]

    def __str__(self) -> str:
        return f"meeting {self.meeting_id}, pupil {self.pupil_id}"


class MeetingActionQuerySet(RecordedQuerySet):
    """What meetings gave people to do."""

    def visible_to(self, membership: Membership) -> Self:
        """Those about pupils a person may see, and those about none of meetings they may see."""
        return self.filter(
            Q(pupil__in=Pupil.objects.visible_to(membership))
            | Q(pupil__isnull=True, meeting__in=Meeting.objects.visible_to(membership))
        )

    def given_to(self, membership: Membership) -> Self:
        """Those a person has to do, without the ones about children they may not see (now)."""
        seen = Pupil.objects.visible_to(membership)
        return self.filter(
            Q(pupil__isnull=True) | Q(pupil__in=seen),
            owner=membership,
            meeting__withdrawn_at__isnull=True,
        )

    def open(self) -> Self:
        """Those not done yet."""
        return self.filter(done_on__isnull=True)


class MeetingAction(Recorded):
    """Something a meeting gave a member of staff to do, by a day; about one child, or none."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    pupil = models.ForeignKey(
        Pupil, null=True, blank=True, on_delete=models.PROTECT, related_name="meeting_actions"
    )
    what = models.CharField("what to do", max_length=300)
    owner = models.ForeignKey(
        Membership, verbose_name="who", on_delete=models.PROTECT, related_name="meeting_actions"
    )
    due_on = models.DateField("by")
    done_on = models.DateField("done", null=True, blank=True)
    done_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: Any = SchoolOwnedManager.from_queryset(MeetingActionQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="meeting_action_says_what"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False),
                name="meeting_action_done_by_and_on",
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_on"], name="actions_by_owner")]

    def __str__(self) -> str:
        return f"action {self.pk}"

    @property
    def is_done(self) -> bool:
        """Whether somebody said it is done."""
        return self.done_on is not None
