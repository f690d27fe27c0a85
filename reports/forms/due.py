"""Putting something that is due out of one's own sight for a while."""

from datetime import date, timedelta

from django import forms

from common.dates import long_date, today
from pupils.forms.base import DayField
from stages.actions.evidence import LONGEST_SNOOZE

USUAL = timedelta(days=7)


class SnoozeForm(forms.Form):
    """Why it can wait, and until when."""

    reason = forms.CharField(
        label="Why it can wait",
        max_length=200,
        error_messages={"required": "Say why it can wait."},
    )
    until = DayField(label="Show it again on", initial=lambda: today() + USUAL)

    def clean_until(self) -> date:
        """From tomorrow to 90 days from now."""
        until: date = self.cleaned_data["until"]
        if not 0 < (until - today()).days <= LONGEST_SNOOZE:
            last = long_date(today() + timedelta(days=LONGEST_SNOOZE))
            raise forms.ValidationError(f"Choose a day from tomorrow to {last}.")
        return until
