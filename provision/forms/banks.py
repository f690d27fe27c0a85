"""Forms of the bank: looking through it, and adding to it."""

from typing import Any

from django import forms

from provision.models import BankItem
from pupils.models import NeedArea


class SearchForm(forms.Form):
    """Words and an area to look for."""

    q = forms.CharField(label="Words", max_length=80, required=False)
    area = forms.ChoiceField(label="Area of need", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = NeedArea.objects.order_by("code").values_list("code", "name")
        choice: Any = self.fields["area"]
        choice.choices = [("", "All areas"), *areas]

    def asked(self) -> tuple[str, str]:
        """The words and the area; what cannot be read asks for nothing."""
        if not self.is_valid():
            return "", ""
        return self.cleaned_data["q"], self.cleaned_data["area"]


class BankForm(forms.Form):
    """Something to choose from."""

    kind = forms.ChoiceField(label="What it is", choices=BankItem.Kind.choices)
    area = forms.ModelChoiceField(label="Area of need", queryset=NeedArea.objects.none())
    words = forms.CharField(
        label="What it says", max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    measure = forms.CharField(
        label="How we will know",
        max_length=400,
        required=False,
        help_text="For a target.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    how_often = forms.CharField(label="How often", max_length=160, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.queryset = NeedArea.objects.order_by("code")
