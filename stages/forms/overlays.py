"""What sits beside a stage: when it begins and when it ends."""

from collections.abc import Sequence
from typing import Any

from django import forms

from common.dates import today
from stages.forms.decision import DecisionForm, day_field, words_field
from stages.models import Stage


class OverlayStartForm(DecisionForm):
    """The beginning of something beside the stage, with the agency's name."""

    stage = forms.ChoiceField(
        label="What",
        error_messages={"invalid_choice": "That stage is not on this school's ladder."},
    )
    agency = forms.CharField(label="Agency", required=False, max_length=120)
    on = day_field("From")
    field_order = ("stage", "agency", "on", "reason")

    def __init__(self, *args: Any, stages: Sequence[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stages = {stage.key: stage for stage in stages}
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(stage.key, stage.title) for stage in stages]
        field.initial = stages[0].key if stages else None
        named = [agency for stage in stages for agency in stage.agencies]
        self.fields["agency"].help_text = f"Such as {', '.join(named)}." if named else ""
        self.fields["on"].initial = today()


class OverlayEndForm(forms.Form):
    """The end of something beside the stage."""

    on = day_field("Ends on")
    because = words_field("Why it ends")
    version = forms.IntegerField(widget=forms.HiddenInput)
