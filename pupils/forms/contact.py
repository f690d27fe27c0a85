"""The adults around a child."""

from typing import Any

from django import forms

from pupils.forms.base import DayField, RecordForm
from pupils.models import Contact


class ContactForm(RecordForm):
    """One adult of a child's (statutory.md 5.6). One who is no longer a contact can be again."""

    ended_on = DayField(label="No longer a contact from", required=False, past=True)

    class Meta:
        model = Contact
        fields = [
            "title",
            "forename",
            "surname",
            "relationship",
            "rank",
            "has_parental_responsibility",
            "sen_information",
            "court_order_note",
            "lives_with_pupil",
            "phone",
            "email",
            "address",
            "language",
            "format_needs",
            "ended_on",
        ]
        widgets = {
            "sen_information": forms.RadioSelect,
            "court_order_note": forms.Textarea(attrs={"rows": 2}),
            "address": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"lives_with_pupil": "Lives with the child"}
        help_texts = {
            "has_parental_responsibility": "Every parent is treated alike unless a court says no.",
            "court_order_note": "What the order allows and forbids, and until when.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.ended_on is None:
            del self.fields["ended_on"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        ordered = given.get("sen_information") == Contact.SenInformation.ORDER
        if ordered and not given.get("court_order_note"):
            self.add_error("court_order_note", "Say what the order allows and forbids.")
        return given


class ContactEndForm(RecordForm):
    """From when somebody is no longer a contact."""

    ended_on = DayField(label="No longer a contact from", past=True)

    class Meta:
        model = Contact
        fields = ["ended_on"]
