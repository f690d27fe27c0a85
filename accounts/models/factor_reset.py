"""A second factor that was lost, reset by a colleague: until the person has set up a new one."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.person import Membership, User


class FactorReset(models.Model):
    """Whose factor was reset, by whom; and the code sent by e-mail that stands in for it once.

    `password_mark` is of the password as it was at the reset: whoever holds the mailbox alone could
    choose a new password, and must not get in with the code as well.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factor_resets")
    reset_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    reset_at = models.DateTimeField(default=timezone.now)
    password_mark = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    tries_left = models.PositiveSmallIntegerField(default=0)
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(over_at__isnull=True), name="one_open_factor_reset"
            )
        ]

    def __str__(self) -> str:
        return f"factor reset {self.pk}"
