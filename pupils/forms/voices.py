"""Forms about voices: somebody's words, and taking them back."""

from typing import Any

from django import forms

from common.dates import today
from pupils.actions.voices import Words
from pupils.forms.base import DayField, VersionForm
from pupils.models import Contact, Pupil, Voice

CHOOSE = ("", "Choose")


class VoiceForm(forms.Form):
    """What a child or a parent said, or why there is nothing."""

    whose = forms.ChoiceField(label="Whose words", choices=Voice.Whose.choices)
    contact = forms.ModelChoiceField(
        label="Which parent or carer",
        queryset=Contact.objects.none(),
        required=False,
        empty_label="Not one in particular",
        help_text="Only for a parent's words.",
    )
    words = forms.CharField(
        label="Their words",
        max_length=20_000,
        widget=forms.Textarea({"rows": 6}),
        help_text="As they said it. Where there are none: why not.",
    )
    why_none = forms.BooleanField(
        label="There are no words: what stands above is the reason", required=False
    )
    how = forms.ChoiceField(
        label="How gathered", choices=[CHOOSE, *Voice.How.choices], required=False
    )
    hand = forms.ChoiceField(
        label="Whose hand wrote it", choices=[CHOOSE, *Voice.Hand.choices], required=False
    )
    topic = forms.CharField(
        label="About what",
        max_length=120,
        required=False,
        help_text="A plan, a review, a change of class. Empty where it is about school at large.",
    )
    on = DayField(label="On which day", past=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, pupil: Pupil, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact: Any = self.fields["contact"]
        contact.queryset = Contact.objects.filter(pupil=pupil, ended_on=None).order_by("rank", "pk")
        self.fields["on"].initial = today

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("why_none"):
            given["how"] = given["hand"] = ""
        else:
            for name, problem in (
                ("how", "Say how it was gathered."),
                ("hand", "Say whose hand wrote it."),
            ):
                if not given.get(name):
                    self.add_error(name, problem)
        if given.get("contact") and given.get("whose") == Voice.Whose.PUPIL:
            self.add_error("contact", "These are the pupil's words: choose no parent.")
        return given

    def said(self) -> Words:
        """What the form says."""
        given = self.cleaned_data
        return Words(**{name: given[name] for name in Words.__dataclass_fields__})


class WithdrawForm(VersionForm):
    """Why something is taken back."""

    because = forms.CharField(
        label="Why it is taken back",
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text="Kept with the words as they were.",
    )


def values_of(voice: Voice) -> dict[str, Any]:
    """A voice as the form shows it."""
    return {name: getattr(voice, name) for name in Words.__dataclass_fields__}
