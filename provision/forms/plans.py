"""Forms of a plan as a whole: beginning one, its dates, taking it back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from provision.models import PlanTemplate
from pupils.forms.base import DayField


class DatesForm(forms.Form):
    """From when a plan holds, and when it is reviewed."""

    starts_on = DayField(label="From")
    review_by = DayField(
        label="Review by", required=False, help_text="Usually the last day of the term."
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """A plan is reviewed after it begins."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        begins, review = given.get("starts_on"), given.get("review_by")
        if begins and review and review < begins:
            self.add_error("review_by", "Choose a day after the plan begins.")
        return given


class BeginForm(DatesForm):
    """Which plan, from when, reviewed when."""

    template = forms.ChoiceField(
        label="Which plan",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a plan."},
    )
    field_order = ("template", "starts_on", "review_by")

    def __init__(self, *args: Any, templates: Sequence[PlanTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.templates = {row.address: row for row in templates}
        choice: Any = self.fields["template"]
        choice.choices = [(address, _words(row)) for address, row in self.templates.items()]

    @property
    def chosen(self) -> PlanTemplate:
        """The template; after validation."""
        return self.templates[self.cleaned_data["template"]]


class ReasonForm(forms.Form):
    """Why."""

    because = forms.CharField(label="Why", max_length=300)


def _words(row: PlanTemplate) -> Any:
    return format_html('{}<br><span class="muted">{}</span>', row.name, row.note)
