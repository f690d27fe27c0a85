"""Choosing a file of figures, saying yes to it, and the school's scale."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from common.tabular import Limits
from pupils.forms.base import DayField
from pupils.models.snapshots import SnapshotKind


class SnapshotForm(forms.Form):
    """What is in the file, and of which day."""

    kind = forms.ChoiceField(label="What is in it?", choices=SnapshotKind.choices)
    taken_on = DayField(
        label="As at",
        past=True,
        help_text="The last day the figures count: the end of a term, say.",
    )
    file = forms.FileField(
        label="Spreadsheet",
        help_text="CSV or Excel. A child is found by UPN, or by name and date of birth.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    heading = forms.CharField(
        label="Heading of the column",
        required=False,
        max_length=60,
        help_text="Only if we do not find it by itself.",
    )

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > Limits().size:
            raise forms.ValidationError("This file is too large for a list of pupils.")
        return upload


class ScaleForm(forms.Form):
    """The words of the school's scale, one a line."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label="One a line, the lowest first",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="As in your own records: Below, Working towards, Expected, Greater depth.",
    )

    def lines(self) -> list[str]:
        """The words, blank lines left out."""
        text: str = self.cleaned_data["words"]
        return [line.strip() for line in text.splitlines() if line.strip()]


def scale_initial(words: list[str], version: int) -> dict[str, Any]:
    """What the form of the scale shows first."""
    return {"words": "\n".join(words), "version": version}
