"""Deciding about a held file: leavers, differences, what is odd, and what its columns are."""

from collections.abc import Sequence
from typing import Any

from django import forms

from pupils.forms.base import DayField
from pupils.imports.choices import Part
from pupils.imports.columns import Question, choices
from pupils.imports.differences import NAMES
from pupils.imports.oddities import GROUPS, HALF_EMPTY, LAST_YEAR, OTHER_SCHOOL, SHORT

WHO = [("ticked", "ticked"), ("all", "all"), ("none", "none")]


class LeaversForm(forms.Form):
    """Who of those not in the file has left, and the last day of those it gives none for."""

    who = forms.ChoiceField(choices=WHO, error_messages={"required": "Choose who has left."})
    pupil = forms.TypedMultipleChoiceField(coerce=int, required=False)
    on = DayField(label="Last day of those the file gives none for", past=True, required=False)

    def __init__(self, *args: Any, shown: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["pupil"]
        choice.choices = [(pk, str(pk)) for pk in shown]


class AcceptForm(forms.Form):
    """Something odd that is right all the same."""

    key = forms.ChoiceField(
        choices=[(key, key) for key in (OTHER_SCHOOL, LAST_YEAR, HALF_EMPTY, SHORT, GROUPS)]
    )


def decided(data: Any) -> dict[Part, str]:
    """The choices a list of differences was sent with, by pupil and part; others are left out."""
    found: dict[Part, str] = {}
    for name, how in data.items():
        start, _, rest = name.partition("-")
        pk, _, part = rest.partition("-")
        known = start == "choice" and part in NAMES and how in {"ours", "mis", ""}
        if known and pk.isascii() and pk.isdigit() and len(pk) < 18:
            found[int(pk), part] = how
    return found


class ColumnsForm(forms.Form):
    """What each heading nobody has spoken of yet means: one of our columns, or nothing."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for number, question in enumerate(questions):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=f"“{question.heading}”",
                choices=[("", "Do not use"), *choices()],
                required=False,
                initial=question.guess,
                help_text=samples_words(question),
            )

    @property
    def said(self) -> dict[str, str]:
        """What was chosen, by squashed heading."""
        return {
            question.key: str(self.cleaned_data[f"column_{number}"])
            for number, question in enumerate(self.questions)
        }


def samples_words(question: Question) -> str:
    """What stands under a heading, for the person who has to say what it is."""
    if not question.samples:
        return "Nothing stands under it."
    return f"Such as {', '.join(question.samples)}"


class DropForm(forms.Form):
    """How far the nightly file is applied by itself."""

    applies_harmless = forms.BooleanField(
        label="Apply joiners, class and name changes of the nightly file by themselves",
        help_text="Never leavers, needs or SEN status: those always wait for a person.",
        required=False,
    )
