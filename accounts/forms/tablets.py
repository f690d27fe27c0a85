"""Forms about shared tablets and their PINs."""

from datetime import date, timedelta
from typing import Any

from django import forms

from accounts.forms.fields import DayField
from accounts.pins import DIGITS
from common.dates import long_date, today

LONGEST = timedelta(days=366)


def usual_last_day() -> date:
    """The last of August that comes: with the school year, most things about staff change."""
    day = today()
    return date(day.year + (day.month > 8), 8, 31)


class TabletForm(forms.Form):
    """This browser becomes a shared tablet."""

    name = forms.CharField(
        label="Name", max_length=40, help_text="As it is written on its back: “Oak 1”, “Hall”."
    )
    last_day = DayField(
        label="Last day of use", help_text="After it the tablet is enrolled anew. A year at most."
    )
    for_teachers = forms.BooleanField(
        label="Teachers may use it too",
        required=False,
        help_text="With no more than a teaching assistant's pages, like everyone on it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = usual_last_day

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if not today() <= day <= today() + LONGEST:
            raise forms.ValidationError(
                f"Choose a day from today until {long_date(today() + LONGEST)}."
            )
        return day


class PinField(forms.CharField):
    """Six digits, typed unseen."""

    widget = forms.PasswordInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": DIGITS, "class": "code"}
    )


class PinForm(forms.Form):
    """A PIN of one's own, twice."""

    pin = PinField(label="New PIN", help_text="Six digits that follow no pattern.")
    again = PinField(label="The same again")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "pin" in cleaned and "again" in cleaned and cleaned["pin"] != cleaned["again"]:
            self.add_error("again", "The two are not the same.")
        return cleaned


class PinGivenForm(forms.Form):
    """A PIN given on a tablet."""

    pin = PinField(label="Your PIN")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        if data is None:
            self.fields["pin"].widget.attrs["autofocus"] = True
