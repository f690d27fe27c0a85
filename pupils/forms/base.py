"""What the forms about a child share: days, and the version a form was opened on."""

from datetime import date
from typing import Any

from django import forms

from common.dates import long_date, today


class DayInput(forms.DateInput):
    """The browser's own way to choose a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day; `past=True` refuses days to come."""

    widget = DayInput
    default_error_messages = {"invalid": "Enter a real day, such as 27 3 2027."}

    def __init__(self, *, past: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.past = past

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if self.past and day is not None and day > today():
            raise forms.ValidationError(f"{long_date(day)} is in the future.")
        return day


class VersionForm(forms.Form):
    """A form that knows what it was opened on, so that nobody's work is overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class RecordForm(forms.ModelForm):
    """A form about one record, with the version it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"].required = True
            self.initial["version"] = self.instance.version
        else:
            del self.fields["version"]

    @property
    def opened_on(self) -> int:
        """The version of the record that the form was opened on."""
        return int(self.cleaned_data["version"])


class ConfirmForm(forms.Form):
    """Nothing but a yes."""


class EndForm(forms.Form):
    """The first day on which something no longer holds."""

    ends_on = DayField(label="Until", help_text="The first day it no longer holds.")
