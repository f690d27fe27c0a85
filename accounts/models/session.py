"""Where a person is signed in: one row for each browser, for as long as its session lives."""

from django.db import models
from django.utils import timezone

from accounts.models.person import User


class BrowserSession(models.Model):
    """A browser somebody is signed in with. No address is kept: the browser and when are enough.

    Of a person, in every school they work in. The row goes with the session it tells of.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="browser_sessions")
    key = models.CharField(max_length=40, unique=True, editable=False)
    browser = models.CharField(max_length=60)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"session {self.pk}"
