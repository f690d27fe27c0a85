"""What was found about a day of unusually many openings."""

from django import forms

from pupils.forms import VersionForm
from pupils.models import OpeningAlert


class AlertForm(VersionForm):
    """What it was, and in which words the school remembers it."""

    outcome = forms.ChoiceField(
        label="What did you find?", choices=OpeningAlert.Outcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="In a few words",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: preparing the census. Name no child.",
    )
