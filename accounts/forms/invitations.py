"""Forms about invitations: one person, a list of people, and saying yes."""

import hashlib
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.fields import PasswordField, SetPasswordField
from allauth.account.forms import PasswordVerificationMixin
from django import forms

from accounts.forms.assignments import places_to_choose
from accounts.forms.fields import DayField
from accounts.forms.people import RolesForm, role_choices
from accounts.invitation_lines import MOST_LINES, Invitee, Line, Place, kind_of, read_lines
from accounts.invitations import known_of
from accounts.models import Membership, User
from accounts.roles import Role
from accounts.staff import may_give
from common.dates import today
from schools.dates import open_classes

LENGTHS = ((7, "7 days"), (14, "14 days"), (30, "30 days"), (60, "60 days"))
USUAL_LENGTH = 14
MOST_LETTERS = 60_000


class TermsForm(forms.Form):
    """From when, and how long there is to say yes."""

    starts_on = DayField(
        label="First day", help_text="They see nothing of this school before that day."
    )
    days = forms.TypedChoiceField(
        label="Time to accept", choices=LENGTHS, coerce=int, initial=USUAL_LENGTH
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = today


class InvitationAddForm(RolesForm, TermsForm):
    """One person, with the roles ticked."""

    name = forms.CharField(label="Name", max_length=120, help_text="As colleagues know them.")
    email = forms.EmailField(
        label="E-mail", help_text="They sign in with it. Use their own school address."
    )
    place = forms.ChoiceField(
        label="Class, or for a year leader the year group",
        required=False,
        help_text="Theirs from the first day. More can follow later.",
    )
    field_order = ["name", "email", "roles", "place", "job_title", "starts_on", "days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.classes, self.years, offered = places_to_choose(open_classes())
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [("", "None yet"), *offered]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        place, roles = cleaned.get("place", ""), cleaned.get("roles", ())
        if place in self.years and Role.YEAR_LEADER not in roles:
            self.add_error("place", "A whole year group is for a year leader. Choose a class.")
        if place in self.classes and not kind_of(frozenset(roles)):
            self.add_error("place", "A class is for a class teacher or a teaching assistant.")
        return cleaned

    def invitee(self) -> Invitee:
        """Whom this asks, and as what."""
        cleaned = self.cleaned_data
        places: tuple[Place, ...] = ()
        if row := self.classes.get(cleaned["place"]):
            places = (Place(kind_of(self.chosen()), row.name, class_id=row.pk),)
        if year := self.years.get(cleaned["place"]):
            places = (Place("year_leader", str(year.label), year_group=year.value),)
        return Invitee(
            cleaned["email"], cleaned["name"], self.chosen(), cleaned["job_title"], places
        )


class InvitationPasteForm(TermsForm):
    """A list of people, pasted or typed: checked first, sent when it comes back as it was shown."""

    people = forms.CharField(
        label="One person a line",
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=(
            "Name, e-mail, roles, class. Commas, or copied from a spreadsheet. Join several roles"
            " or classes with +. A class may be left out."
        ),
        max_length=MOST_LETTERS,
        strip=False,
        error_messages={"required": "Paste or type at least one line."},
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["people", "starts_on", "days", "shown"]

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.data = {key: self.data[key] for key in self.data}
        self.by = by
        self.lines: list[Line] = []

    def clean_people(self) -> str:
        text = str(self.cleaned_data["people"])
        self.lines = read_lines(text, known_of(self.by))
        if not self.lines:
            raise forms.ValidationError("Paste or type at least one line.")
        if len(self.lines) > MOST_LINES:
            raise forms.ValidationError(
                f"{len(self.lines)} lines are too many at once: send {MOST_LINES} at a time."
            )
        return text

    @property
    def roles_offered(self) -> list[str]:
        """The roles this person may give, as they are listed."""
        return [label for _value, label in role_choices(may_give(self.by))]

    @property
    def wrong(self) -> list[Line]:
        """The lines that invite nobody."""
        return [line for line in self.lines if line.invitee is None]

    @property
    def invitees(self) -> list[Invitee]:
        """Those the good lines ask."""
        return [line.invitee for line in self.lines if line.invitee]

    @property
    def digest(self) -> str:
        """Stands for exactly what was shown to be sent."""
        told = [str(self.cleaned_data.get(key)) for key in ("people", "starts_on", "days")]
        return hashlib.sha256("\0".join(told).encode()).hexdigest()

    def show(self) -> None:
        """Take note that the list as it stands is being shown."""
        self.data = {**self.data, "shown": self.digest}

    def was_shown(self) -> bool:
        """Whether this is the list their page showed."""
        return self.cleaned_data["shown"] == self.digest

    def leave_out_wrong(self) -> None:
        """Keep only the lines that ask somebody."""
        good = [line.text for line in self.lines if line.invitee]
        self.data = {**self.data, "people": "\n".join(good)}


class NewcomerForm(PasswordVerificationMixin, forms.Form):
    """The name and the password of somebody who accepts without having a sign-in."""

    name = forms.CharField(label="Your name", max_length=120, help_text="As colleagues know you.")
    password1 = SetPasswordField(
        label="Password",
        help_text="At least 12 letters. Three words that do not belong together are good.",
    )
    password2 = PasswordField(label="Password again", autocomplete="new-password")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password1(self) -> str:
        """Neither common nor like their name or address."""
        user = User(email=self.email, name=self.cleaned_data.get("name", ""))
        return str(get_adapter().clean_password(self.cleaned_data["password1"], user=user))
