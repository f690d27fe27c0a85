"""Fields that forms of several rooms share."""

from typing import Any

from django import forms


class DayField(forms.DateField):
    """A day, picked from the browser's calendar or typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class VersionField(forms.IntegerField):
    """The version a form was opened on, unseen."""

    widget = forms.HiddenInput


class StaffChoice(forms.ModelChoiceField):
    """People by name, with what they are."""

    def label_from_instance(self, obj: Any) -> str:
        """`Ms Ash, Class teacher`."""
        return f"{obj.user.name}, {obj.job_title}" if obj.job_title else obj.user.name
