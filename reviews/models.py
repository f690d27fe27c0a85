"""Reminders: of what, to whom, for which day; and the one message a day that tells of them."""

from typing import Any

from django.db import models

from accounts.models import Membership
from jobs.models import OutboxMessage
from pupils.models import Pupil
from reviews.reminding import Kind
from schools.tenancy import SchoolOwned

USUAL_HOUR = 7
FIRST_HOUR, LAST_HOUR = 6, 18  # o'clock, between which a digest may be asked for


class DigestChoice(SchoolOwned):
    """When somebody wants their digest. Without a row: at the usual hour."""

    membership = models.OneToOneField(
        Membership, on_delete=models.PROTECT, related_name="digest_choice"
    )
    hour = models.PositiveSmallIntegerField("not before", default=USUAL_HOUR)
    is_wanted = models.BooleanField("send it by e-mail", default=True)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hour__gte=FIRST_HOUR, hour__lte=LAST_HOUR),
                name="digest_at_a_waking_hour",
            )
        ]

    def __str__(self) -> str:
        return f"digest choice {self.pk}"


class Digest(SchoolOwned):
    """That a person's things were looked through on a day, and the message if there was news.

    One a person and day: whoever makes it holds that day, so that nobody is told twice.
    """

    recipient = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="digests")
    on = models.DateField()
    message = models.ForeignKey(
        OutboxMessage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["recipient", "on"], name="one_digest_a_day")]
        indexes = [models.Index(fields=["school", "on"])]

    def __str__(self) -> str:
        return f"digest {self.pk}"


class Reminder(SchoolOwned):
    """Somebody was told once of one item of one child that is due by one day.

    `requirement` is the key the item is counted under; `digest` the message it stood in. Who is
    told of what is `reviews.reminding`'s to say.
    """

    kind = models.CharField(max_length=5, choices=[(kind.value, kind.label) for kind in Kind])
    recipient = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="reminders")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="reminders")
    requirement = models.CharField(max_length=60)
    due_on = models.DateField()
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, related_name="reminders")

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "pupil", "requirement", "due_on"],
                name="reminded_once_of_each",
            )
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it the same reminder to the same person."""
        return self.kind, self.pupil_id, self.requirement, self.due_on
