"""Passing over a step of set-up, and taking it up again."""

from django import forms

from schools.models import SetupSkip


class SkipForm(forms.Form):
    """Which step, and whether it is passed over or taken up again."""

    step = forms.ChoiceField(choices=SetupSkip.Step.choices)
    skips = forms.BooleanField(required=False)
