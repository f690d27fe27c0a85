"""Forms about reminders."""

from django import forms

from reviews.models import FIRST_HOUR, LAST_HOUR


class DigestForm(forms.Form):
    """When one's digest comes, or that it does not."""

    is_wanted = forms.BooleanField(
        label="Tell me by e-mail what has come due",
        required=False,
        help_text="Without it, your home page still says so.",
    )
    hour = forms.TypedChoiceField(
        label="Not before",
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(FIRST_HOUR, LAST_HOUR + 1)],
        help_text="At most one message a day, and only on school days with something new.",
    )
