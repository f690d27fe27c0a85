"""How a target goes: a note of a day, and how it went in the end."""

from typing import Any

from django import forms

from common.dates import today
from provision.models import Target
from pupils.forms.base import DayField

QUICK = ("A step forward", "As before", "A step back")
LONGEST = 2000


class NoteForm(forms.Form):
    """A figure, words, or one press of what is usual."""

    value = forms.DecimalField(
        label="Figure", required=False, max_digits=9, decimal_places=2, min_value=0
    )
    words = forms.CharField(
        label="What you saw",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    on = DayField(label="Day", past=True)
    quick = forms.ChoiceField(choices=[(word, word) for word in QUICK], required=False)

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        if unit:
            self.fields["value"].label = f"Figure ({unit})"

    def clean(self) -> dict[str, Any]:
        """One of the three says how it goes."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        said = [given.get("quick", ""), given.get("words", "")]
        given["words"] = ". ".join(word for word in said if word)
        if not given["words"] and given.get("value") is None and not self.errors:
            self.add_error("words", "Give a figure, or say what you saw.")
        return given


class OutcomeForm(forms.Form):
    """How a target went."""

    outcome = forms.ChoiceField(
        label="How it went",
        choices=[*Target.Outcome.choices, ("", "Still being worked on")],
        widget=forms.RadioSelect,
        required=False,
    )
    outcome_words = forms.CharField(
        label="What was seen",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
