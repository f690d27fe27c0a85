"""Choosing a file of pupils, and saying yes to what it would change."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from common.tabular import Limits

MEBIBYTE = 1024 * 1024


class ImportForm(forms.Form):
    """One file from the school's MIS, or from another school."""

    file = forms.FileField(
        label="File of pupils",
        help_text="A spreadsheet (.xlsx or .csv) from your MIS, or a Common Transfer File (.xml). "
        "Nothing is saved until you have seen what it would change.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ".csv,.txt,.xlsx,.xml,text/csv,text/xml,application/xml,"
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        size, most = upload.size or 0, Limits().size
        if size > most:
            sentence = f"This file is {size / MEBIBYTE:.1f} MB: the limit is {most // MEBIBYTE} MB."
            raise forms.ValidationError(sentence)
        return upload


class ImportConfirmForm(forms.Form):
    """Yes to exactly the plan that was shown."""

    digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
