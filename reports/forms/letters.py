"""Forms of letters to parents: what was given, what was said instead, and the school's words."""

from collections.abc import Sequence
from typing import Any

from django import forms

from common.dates import today
from pupils.forms.base import DayField
from pupils.letters.receiving import barred
from pupils.letters.texts import DEFAULTS, Words, mistakes_in
from pupils.models import Contact, Given, LetterKind, LetterText
from stages.models import StageRecord

SOMEBODY_ELSE = "else"
LEFT_OUT = "Nobody: leave this child out"


def how_choices(ways: Sequence[Given.How]) -> list[tuple[str, str]]:
    """The ways something can be given, as choices."""
    return [(way.value, str(way.label)) for way in ways]


class GiveForm(forms.Form):
    """How and when letters were given to all they are addressed to."""

    how = forms.ChoiceField(
        label="How", choices=how_choices(Given.PAPER), initial=Given.How.POSTED.value
    )
    on = DayField(label="When", past=True, initial=today)


class GiveOneForm(GiveForm):
    """How, when and to whom one letter was given."""

    to = forms.ModelMultipleChoiceField(
        label="To whom",
        queryset=Contact.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose to whom the letter was given."},
    )
    note = forms.CharField(label="Note", required=False, max_length=300)
    field_order = ("to", "how", "on", "note")

    def __init__(self, *args: Any, contacts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = contacts
        field.label_from_instance = lambda contact: contact.name
        self.initial.setdefault("to", [contact.pk for contact in contacts])


class BecauseForm(forms.Form):
    """Why something is taken back; kept with what it was."""

    because = forms.CharField(label="Why", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class SaidForm(forms.Form):
    """How and when parents were spoken to, and what was said."""

    how = forms.ChoiceField(label="How", choices=how_choices(Given.TALK))
    on = DayField(label="When", past=True, initial=today)
    note = forms.CharField(
        label="What was said",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class TalkForm(SaidForm):
    """A conversation in place of a letter."""

    who = forms.ChoiceField(label="Who was spoken to")
    to_whom = forms.CharField(
        label="Their name", required=False, max_length=160, help_text="For somebody else only."
    )
    field_order = ("who", "to_whom", "how", "on", "note")

    def __init__(self, *args: Any, record: StageRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = contacts_of([record.pupil_id]).get(record.pupil_id, [])
        self.contacts = {str(row.pk): row for row in rows}
        field: Any = self.fields["who"]
        field.choices = [
            *((key, _who(row)) for key, row in self.contacts.items()),
            (SOMEBODY_ELSE, "Somebody else"),
        ]
        may_know = (key for key, row in self.contacts.items() if not barred(row, today()))
        field.initial = next(may_know, SOMEBODY_ELSE)

    def clean(self) -> dict[str, Any]:
        """Somebody who is no contact is named."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("who") == SOMEBODY_ELSE and not given.get("to_whom", "").strip():
            self.add_error("to_whom", "Say who was spoken to.")
        return given

    @property
    def contact(self) -> Contact | None:
        """The contact who was spoken to; `None` for somebody else."""
        return self.contacts.get(self.cleaned_data["who"])


class ToldForm(SaidForm):
    """A conversation with one adult of each of several children, about the child's last move.

    Only adults who may know are offered: what was said to anybody else is recorded on the child's
    own page.
    """

    def __init__(self, *args: Any, moves: Sequence[StageRecord], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moves = {f"who_{move.pk}": move for move in moves}
        contacts = contacts_of([move.pupil_id for move in moves])
        self.contacts: dict[str, Contact] = {}
        for name, move in self.moves.items():
            may_know = [row for row in contacts.get(move.pupil_id, []) if not barred(row, today())]
            self.contacts |= {str(row.pk): row for row in may_know}
            self.fields[name] = forms.ChoiceField(
                label="Who was spoken to",
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
                choices=[*((str(row.pk), _who(row)) for row in may_know), ("", LEFT_OUT)],
                initial=str(may_know[0].pk) if may_know else "",
            )

    def clean(self) -> dict[str, Any]:
        """Somebody was told about one child at least."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(given.get(name) for name in self.moves) and not self.errors:
            raise forms.ValidationError("Say of one child at least who was spoken to.")
        return given

    @property
    def rows(self) -> list[tuple[StageRecord, forms.BoundField]]:
        """Each move, with the field that says who was spoken to."""
        return [(move, self[name]) for name, move in self.moves.items()]

    @property
    def talks(self) -> dict[StageRecord, Contact]:
        """Who was spoken to about which move; after validation."""
        chosen = {move: self.cleaned_data[name] for name, move in self.moves.items()}
        return {move: self.contacts[key] for move, key in chosen.items() if key}


def contacts_of(pupils: Sequence[int]) -> dict[int, list[Contact]]:
    """The contacts these children have now, by the child's id, in the order to reach them."""
    rows = Contact.objects.filter(pupil__in=pupils, ended_on__isnull=True)
    found: dict[int, list[Contact]] = {}
    for row in rows.order_by("rank", "surname", "pk"):
        found.setdefault(row.pupil_id, []).append(row)
    return found


def _who(contact: Contact) -> str:
    return f"{contact.name}, {contact.get_relationship_display()}"


class TextsForm(forms.Form):
    """The school's words for each letter, and the line about the local service."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, words: dict[str, Words], version: str) -> None:
        super().__init__(data, initial=initial_of(words) | {"version": version})
        for kind in LetterKind:
            self.fields[f"{kind.value}_subject"] = forms.CharField(
                label=f"{kind.label}: heading", max_length=120
            )
            self.fields[f"{kind.value}_text"] = text_field(f"{kind.label}: letter", rows=18)
        self.fields[f"{LetterText.SERVICE}_text"] = text_field(
            "The local service for information, advice and support", rows=4
        )

    def clean(self) -> dict[str, Any]:
        """No placeholder that stands for nothing, no empty letter."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name in [name for name in self.fields if name != "version"]:
            kind = name.partition("_")[0]
            for words in mistakes_in(given[name], kind) if name in given else ():
                self.add_error(name, words)
        return given

    def words(self) -> dict[str, Words]:
        """What was typed, by kind; after validation."""
        given = self.cleaned_data
        return {
            kind: Words(given.get(f"{kind}_subject", ""), given[f"{kind}_text"])
            for kind in DEFAULTS
        }


def text_field(label: str, *, rows: int) -> forms.CharField:
    """A text that is a letter, or part of one."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}))


def initial_of(words: dict[str, Words]) -> dict[str, str]:
    """The fields of what is saved."""
    subjects = {f"{kind.value}_subject": words[kind].subject for kind in LetterKind}
    return subjects | {f"{kind}_text": row.text for kind, row in words.items()}
