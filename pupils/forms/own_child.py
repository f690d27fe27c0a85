"""Whether a child is a member of staff's own, and home details of a member of staff."""

from collections.abc import Sequence
from typing import Any

from django import forms

from pupils.forms.base import RecordForm
from pupils.models import StaffHome
from pupils.own_children import Question

YES, NO = "yes", "no"


class OwnChildForm(forms.Form):
    """The answer about one of the people who are asked about."""

    who = forms.TypedChoiceField(label="Member of staff", coerce=int, widget=forms.RadioSelect)
    answer = forms.ChoiceField(
        label="Their own child?",
        choices=[(YES, "Yes: keep them from the record"), (NO, "No: leave things as they are")],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label="How do you know?",
        max_length=200,
        required=False,
        help_text="A few words. Needed for a no, such as: another family of that name.",
    )

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["who"]
        who.choices = [(one.user_id, f"{one.name}, {one.roles}") for one in questions]

    def clean(self) -> dict[str, Any]:
        """A no needs its reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") == NO and not cleaned.get("why", "").strip():
            self.add_error("why", "Say in a few words how you know that this is not their child.")
        return cleaned


class StaffHomeForm(RecordForm):
    """Home details of a member of staff, any of them."""

    class Meta:
        model = StaffHome
        fields = ("email", "phone", "address")
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}
