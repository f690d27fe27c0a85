"""Corrections of the stage record."""

from collections.abc import Sequence
from typing import Any

from django import forms

from stages.forms.decision import DecisionForm, day_field, words_field
from stages.ladder import OFF
from stages.models import Stage, StageRecord


class StageChoice(forms.ChoiceField):
    """A stage of the ladder in use, or off it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            error_messages={"invalid_choice": "That stage is not on this school's ladder."},
            **options,
        )


class CorrectionForm(DecisionForm):
    """The record as it should be, and why it was wrong."""

    stage = StageChoice(label="Stage")
    starts_on = day_field("From")
    because = words_field("Why it is corrected", help_text="Kept with the record as it was.")
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("stage", "starts_on", "because")

    def __init__(
        self, *args: Any, record: StageRecord, stages: Sequence[Stage], **kwargs: Any
    ) -> None:
        self.record, self.stages = record, {stage.key: stage for stage in stages}
        names = ("reason", "decided_at", "decided_by", "took_part", "starts_on", "version")
        told = ("parent_told_how", "parent_told_on", "on_list")
        initial = {name: getattr(record, name) for name in (*names, *told)}
        initial["stage"] = record.stage.key if record.stage else OFF
        super().__init__(
            *args,
            initial=initial,
            list_name=next((stage.list_name for stage in stages if stage.list_name), ""),
            **kwargs,
        )
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _choices(record, stages)

    def corrected(self) -> dict[str, Any]:
        """What the action changes; the stage only when it is another one."""
        changes: dict[str, Any] = {"starts_on": self.cleaned_data["starts_on"], **self.decision()}
        key = self.cleaned_data["stage"]
        if key != (self.record.stage.key if self.record.stage else OFF):
            changes["stage"] = self.stages.get(key)
        return changes


class WithdrawForm(forms.Form):
    """Why a record is taken back."""

    because = words_field("Why it is withdrawn", help_text="Kept with the record as it was.")
    version = forms.IntegerField(widget=forms.HiddenInput)


class BackDateForm(DecisionForm):
    """A time at a stage that is over."""

    stage = StageChoice(label="Stage")
    starts_on = day_field("From")
    ends_on = day_field("Until", help_text="The first day it no longer held.")
    field_order = ("stage", "starts_on", "ends_on", "reason")

    def __init__(self, *args: Any, stages: Sequence[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stages = {stage.key: stage for stage in stages}
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(stage.key, stage.title) for stage in stages]


def _choices(record: StageRecord, stages: Sequence[Stage]) -> list[tuple[str, str]]:
    """Every stage of the ladder in use, off it, and the record's own where that was retired."""
    found = [(stage.key, stage.title) for stage in stages]
    if record.stage and record.stage.key not in dict(found):
        found.insert(0, (record.stage.key, f"{record.stage.title} (no longer on the ladder)"))
    return [*found, (OFF, "Off the ladder")]
