"""Choosing a ladder."""

from typing import Any

from django import forms

from stages.presets import presets


class AdoptForm(forms.Form):
    """The preset a school starts from."""

    key = forms.ChoiceField(
        label="Ladder",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a ladder to start from."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["key"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(spec.key, spec.name) for spec in presets()]
