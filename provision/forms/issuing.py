"""Forms of agreeing to a plan, issuing many, taking a version back, giving copies."""

from collections.abc import Sequence
from typing import Any

from django import forms

from common.dates import long_date, today
from provision.actions import Side
from provision.frozen import Copy
from pupils.forms.base import DayField
from pupils.models import Voice
from schools.models import ClassGroup

PLAN, NONE = "plan", "none"
SHOWN = 90  # letters of a voice beside its button


class AgreeForm(forms.Form):
    """What the child and a parent said of the plan, or why there is nothing.

    `voices` are those given lately, the newest first; `words` what the plan's own sections say.
    """

    pupil = forms.ChoiceField(label="What the child said", widget=forms.RadioSelect)
    pupil_why = forms.CharField(
        label="Why there is nothing from the child",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    parent = forms.ChoiceField(label="What a parent or carer said", widget=forms.RadioSelect)
    parent_why = forms.CharField(
        label="Why there is nothing from a parent or carer",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, *args: Any, voices: Sequence[Voice], words: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.voices, self.words = {str(voice.pk): voice for voice in voices}, words
        for whose in ("pupil", "parent"):
            field: Any = self.fields[whose]
            field.choices = list(self._choices(whose))
            field.initial = field.choices[0][0]
            field.error_messages["required"] = "Choose one."

    def _choices(self, whose: str) -> Any:
        for key, voice in self.voices.items():
            if voice.whose == whose:
                none = "None, because: " if voice.why_none else ""
                yield key, f"{long_date(voice.on)}: {none}“{_short(voice.words)}”"
        if self.words.get(whose):
            yield PLAN, f"As it stands in the plan: “{_short(self.words[whose])}”"
        yield NONE, "There is nothing this time, and this is why:"

    def clean(self) -> dict[str, Any]:
        """Nothing asks for a reason."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for whose in ("pupil", "parent"):
            if given.get(whose) == NONE and not given.get(f"{whose}_why", "").strip():
                self.add_error(f"{whose}_why", "Say why there is nothing.")
        return given

    def side(self, whose: str) -> Side:
        """What was chosen for one side."""
        chosen = self.cleaned_data[whose]
        if chosen == NONE:
            return Side(why_none=self.cleaned_data[f"{whose}_why"])
        if chosen == PLAN:
            return Side(words=self.words[whose])
        return Side(voice=self.voices[chosen])


class GivenForm(forms.Form):
    """On which day copies were given."""

    on = DayField(label="Given on", past=True, initial=today)


class CopyForm(forms.Form):
    """Whose copy to print."""

    copy = forms.ChoiceField(
        label="Which copy", choices=[(copy.value, copy.label) for copy in Copy]
    )


class ClassPrintForm(CopyForm):
    """Whose copies of which class, as one file."""

    class_group = forms.ModelChoiceField(
        label="Class", queryset=ClassGroup.objects.none(), empty_label="Choose"
    )
    field_order = ("class_group", "copy")

    def __init__(self, *args: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["class_group"]
        field.queryset = classes
        self.fields["copy"].initial = Copy.CLASS.value


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= SHOWN else f"{one_line[:SHOWN]}…"
