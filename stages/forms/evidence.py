"""What was done of what a stage asks, or why it was not."""

from collections.abc import Sequence
from typing import Any

from django import forms

from common.dates import today
from stages.forms.decision import day_field, words_field
from stages.ladder import RequirementSpec

DONE_HINT = "In short: what, and in which folder, drive or system it is."
WHY_HINT = "It stands in the place of a record, and whoever reads it sees that it is a reason."


class EvidenceForm(forms.Form):
    """A record in answer to what is asked: the day, what and where, who was given it.

    `asked` are the requirements one record would serve, the one that was chosen first.
    """

    on = day_field("When")
    words = words_field("What was done, and where it is kept")
    given_to = forms.MultipleChoiceField(
        label="Given to",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose who it was given to.",
            "invalid_choice": "The ladder does not name %(value)s.",
        },
    )
    serves = forms.MultipleChoiceField(
        label="It also counts for",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="One record can answer all of these. Take away what it does not answer.",
    )

    def __init__(
        self, *args: Any, asked: Sequence[RequirementSpec], why_not: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {one.key: one for one in asked}
        self.first, self.why_not = asked[0], why_not
        self.fields["on"].initial = today()
        self.fields["words"].help_text = WHY_HINT if why_not else DONE_HINT
        if why_not:
            self.fields["on"].label = "Decided on"
            self.fields["words"].label = "Why it was not done"
        self._choices("serves", [(one.key, one.words) for one in asked[1:]])
        to = [] if why_not else [(name, name) for name in self.first.given_to]
        self._choices("given_to", to)

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        if not choices:
            del self.fields[name]
            return
        field: Any = self.fields[name]
        field.choices = choices
        if name == "serves" or len(choices) == 1:
            field.initial = [key for key, _ in choices]

    def answered(self) -> list[RequirementSpec]:
        """The requirements the record answers; after validation."""
        chosen = self.cleaned_data.get("serves", [])
        return [self.first, *(self.asked[key] for key in chosen)]

    def note(self) -> dict[str, Any]:
        """The day, the words and the recipients, for the action; after validation."""
        given = self.cleaned_data
        to = given.get("given_to", [])
        return {"on": given["on"], "words": given["words"], "given_to": to, "why_not": self.why_not}


class WhatForm(forms.Form):
    """Which of the things asked a record is about."""

    asked = forms.ChoiceField(
        label="What was done, or will not be",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what it is about.",
            "invalid_choice": "That is not asked of this child.",
        },
    )

    def __init__(self, *args: Any, asked: Sequence[RequirementSpec], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["asked"]
        field.choices = [(one.key, one.words) for one in asked]


class TakeBackForm(forms.Form):
    """Why a note is taken back."""

    because = words_field("Why it is taken back", help_text="Kept with the note as it was.")
