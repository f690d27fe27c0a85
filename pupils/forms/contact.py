"""The adults around a child."""

from typing import Any

from django import forms

from pupils.forms.base import DayField, RecordForm
from pupils.models import Contact

# What is copied of an adult from a brother's or sister's contacts. Parental responsibility, what
# they may be sent and court orders are about one child, so they are asked again.
COPIED = (
    "title",
    "forename",
    "surname",
    "relationship",
    "lives_with_pupil",
    "phone",
    "email",
    "address",
    "language",
    "format_needs",
)


class ContactForm(RecordForm):
    """One adult of a child's (statutory.md 5.6). One who is no longer a contact can be again."""

    ended_on = DayField(label="No longer a contact from", required=False, past=True)
    order_until = DayField(
        label="The order holds until", required=False, help_text="Its last day, if it names one."
    )
    order_review_on = DayField(
        label="Look at the order again on",
        required=False,
        help_text="A day to ask whether it still holds.",
    )

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
            "order_allows_letters",
            "order_until",
            "order_review_on",
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
            "court_order_note": "What the order allows and forbids.",
            "order_allows_letters": "Without this tick an adult under an order is sent no letter.",
            "format_needs": "Such as interpreter, read aloud. Write “large print” for 18 point.",
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
        if not ordered and given.get("order_allows_letters"):
            self.add_error("order_allows_letters", "Choose above that a court order applies.")
        return given

    def fill_from(self, other: Contact) -> None:
        """Begin with what is known of the same adult as another child's contact."""
        for name in COPIED:
            self.initial[name] = getattr(other, name)


class ContactEndForm(RecordForm):
    """From when somebody is no longer a contact."""

    ended_on = DayField(label="No longer a contact from", past=True)

    class Meta:
        model = Contact
        fields = ["ended_on"]
