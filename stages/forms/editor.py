"""The small forms of the ladder's editor: a new stage, a kind, copying, publishing, comparing."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from stages.forms.fields import LinesField, PartForm, words_of
from stages.ladder import Kind, LadderSpec, StageSpec
from stages.limits import LONGEST
from stages.presets import presets
from stages.vocabulary import Evidence


class StageAddForm(forms.Form):
    """A new stage: what it is called, and where it goes."""

    label = forms.CharField(
        label="Printed label",
        required=False,
        max_length=LONGEST[StageSpec]["label"],
        help_text="Such as: Stage 4. It says nothing about the order.",
    )
    name = forms.CharField(label="Name", max_length=LONGEST[StageSpec]["name"])
    after = forms.ChoiceField(label="Comes after", required=False)

    def __init__(self, data: Any = None, *, ladder: LadderSpec) -> None:
        last = ladder.stages[-1].key if ladder.stages else ""
        super().__init__(data, initial={"after": last})
        field = self.fields["after"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Nothing: it is the first")]
        field.choices += [(stage.key, stage.title) for stage in ladder.stages]


class KindForm(PartForm):
    """The school's own name for a plan, a meeting or another record."""

    evidence = forms.ChoiceField(label="What sort of record", choices=words_of(Evidence))
    name = forms.CharField(label="Name", max_length=LONGEST[Kind]["name"])
    short = forms.CharField(
        label="Short name",
        required=False,
        max_length=LONGEST[Kind]["short"],
        help_text="What people say every day, such as: IEP.",
    )
    holds = LinesField("What it holds")

    def offer(self) -> None:
        if self.part.key:
            self.fields["evidence"].disabled = True


class CopyForm(forms.Form):
    """The preset that takes the place of all the draft holds."""

    key = forms.ChoiceField(
        label="Preset",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a preset to copy."},
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, seen: str) -> None:
        super().__init__(data, initial={"seen": seen})
        field = self.fields["key"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(spec.key, spec.name) for spec in presets()]


class SeenForm(forms.Form):
    """Nothing but a yes to the draft that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, seen: str) -> None:
        super().__init__(data, initial={"seen": seen})


class PublishForm(SeenForm):
    """Why, and for each stage that children cannot stay at as before, where they should go."""

    reason = forms.CharField(
        label="What changed and why",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the version, for whoever asks later.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        seen: str,
        questions: Iterable[tuple[str, str, Sequence[tuple[str, str]]]] = (),
    ) -> None:
        super().__init__(data, seen=seen)
        for key, label, places in questions:
            self.fields[f"move_{key}"] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", "Leave them where their record has them"), *places],
            )

    def moves(self) -> dict[str, str]:
        """From which stage to which; after validation."""
        return {
            name.removeprefix("move_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("move_") and value
        }


class CompareForm(forms.Form):
    """Two ladders to compare: versions, presets, the draft."""

    old = forms.ChoiceField(label="From")
    new = forms.ChoiceField(label="To")

    def __init__(self, data: Any = None, *, choices: Sequence[Any], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for name in ("old", "new"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
