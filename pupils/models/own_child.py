"""A member of staff whose own child is a pupil: what shows it, and what was answered."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from schools.records import Recorded


class StaffHome(Recorded):
    """Home details of a member of staff, kept only to notice a child of their own; may be empty."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField("private e-mail", blank=True)
    phone = models.CharField("private phone", max_length=30, blank=True)
    address = models.TextField("home address", blank=True)

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["school", "user"], name="one_home_a_person"),
        ]

    def __str__(self) -> str:
        return f"home {self.pk}"


class OwnChildAnswer(Recorded):
    """Whether a child is a member of staff's own, as the SENCO or head answered. Asked once."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    is_own = models.BooleanField("is their own child")
    why = models.CharField("reason", max_length=200)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["user", "pupil"], name="own_child_is_asked_once"),
            models.CheckConstraint(condition=~Q(why=""), name="own_child_answer_says_why"),
        ]

    def __str__(self) -> str:
        return f"own child answer {self.pk}"
