"""The form of one move for several children."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from common.dates import today
from pupils.models import Pupil
from stages.actions import token_of
from stages.forms.decision import DecisionForm, day_field, words_field
from stages.models import StageRecord

NOBODY = "Leave at least one child ticked."


@dataclass(frozen=True)
class Mover:
    """A child who can take the way: on which record it stands, and what it lacks on the day."""

    pupil: Pupil
    head: StageRecord | None
    missing: Sequence[str]

    @property
    def lacks(self) -> str:
        """What is missing, in one line."""
        return "; ".join(self.missing)


class ChosenMoveForm(DecisionForm):
    """The day, the decision, and of each child whether it is moved, and why without what it lacks.

    What is said of all serves each child of whom nothing is said; the move's own reason where that
    is empty too. `seen_` remembers the record the page showed.
    """

    on = day_field("From")
    went_on_because = words_field(
        "Why they are moved without what is missing",
        required=False,
        help_text="For every child of whom nothing else is said. Left empty, the reason is kept.",
    )
    field_order = ("on", "reason")

    def __init__(self, *args: Any, movers: Sequence[Mover], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.movers = {mover.pupil.pk: mover for mover in movers}
        self.fields["on"].initial = today()
        for pk, mover in self.movers.items():
            name = mover.pupil.name
            tick = forms.CheckboxInput(attrs={"class": "form-check-input"})
            self.fields[f"in_{pk}"] = forms.BooleanField(
                label=name, required=False, initial=True, widget=tick
            )
            seen = forms.CharField(widget=forms.HiddenInput, initial=token_of(mover.head))
            self.fields[f"seen_{pk}"] = seen
            self.fields[f"why_{pk}"] = forms.CharField(
                label=f"Why {name} is moved without it",
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )

    def clean(self) -> dict[str, Any]:
        """Somebody is moved; going on without something has its reason."""
        given = super().clean()
        if not any(given.get(f"in_{pk}") for pk in self.movers):
            self.add_error(None, NOBODY)
        given["went_on_because"] = given.get("went_on_because") or given.get("reason", "")
        return given

    @property
    def taken(self) -> list[Pupil]:
        """The children who are moved; after validation."""
        given = self.cleaned_data
        return [mover.pupil for pk, mover in self.movers.items() if given[f"in_{pk}"]]

    def of_each(self, name: str) -> dict[int, str]:
        """What is kept of each child under a name, by its id; after validation."""
        return {pk: self.cleaned_data[f"{name}_{pk}"] for pk in self.movers}

    @property
    def rows(self) -> Iterable[tuple[Mover, Any, Any, Any]]:
        """Each child with its fields: whether, the record seen, why without."""
        for pk, mover in self.movers.items():
            yield mover, self[f"in_{pk}"], self[f"seen_{pk}"], self[f"why_{pk}"]

    @property
    def shared(self) -> list[Any]:
        """The fields for all of them, but for the day and the reason."""
        own = ("in_", "seen_", "why_")
        return [
            field
            for field in self.visible_fields()
            if not field.name.startswith(own) and field.name not in ("on", "reason")
        ]
