"""The decision behind every change of stage: why, by whom, how the parent was told."""

from typing import Any

from django import forms

from stages.actions.line import Decision
from stages.models import StageRecord

Told = StageRecord.Told


def day_field(label: str, **options: Any) -> forms.DateField:
    """A day, picked or typed."""
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=picker, **options)


def words_field(label: str, *, required: bool = True, **options: Any) -> forms.CharField:
    """A few lines of text."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, widget=area, **options)


class DecisionForm(forms.Form):
    """The fields a stage record keeps of its decision."""

    reason = words_field("Why", help_text="What was seen and decided, in words a parent can read.")
    decided_at = forms.CharField(
        label="Decided at",
        required=False,
        max_length=120,
        help_text="The meeting, if there was one.",
    )
    decided_by = forms.CharField(label="Decided by", required=False, max_length=200)
    took_part = forms.CharField(label="Who took part", required=False, max_length=300)
    parent_told_how = forms.ChoiceField(
        label="How the parent was told",
        choices=Told.choices,
        initial=Told.NOT_YET.value,
    )
    parent_told_on = day_field("When the parent was told", required=False)
    on_list = forms.NullBooleanField(
        label="On the list",
        required=False,
        widget=forms.Select(
            choices=[("", "Not decided"), ("True", "Added"), ("False", "Not added")]
        ),
    )

    def __init__(self, *args: Any, list_name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if list_name:
            self.fields["on_list"].label = list_name
        else:
            del self.fields["on_list"]

    def clean(self) -> dict[str, Any]:
        """How and when the parent was told go together."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        told, on = found.get("parent_told_how"), found.get("parent_told_on")
        if told == Told.NOT_YET and on:
            self.add_error("parent_told_how", "Say how the parent was told on that day.")
        elif told and told != Told.NOT_YET and not on and "parent_told_on" not in self.errors:
            self.add_error("parent_told_on", "Say when the parent was told.")
        return found

    def decision(self) -> Decision:
        """What was filled in of the decision, for the action."""
        names = [name for name in Decision.__annotations__ if name in self.fields]
        return {name: self.cleaned_data[name] for name in names}  # type: ignore[return-value]
