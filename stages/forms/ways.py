"""One way from a stage: on, back, off, or staying."""

from typing import Any

from django import forms

from stages.editing.parts import stage_or_none
from stages.forms.fields import BoxesField, PartForm, TextField, words_of
from stages.ladder import LadderSpec, RouteSpec
from stages.limits import LONGEST
from stages.vocabulary import Direction, Party

WAYS = [
    (Direction.FORWARD.value, "On, to another stage"),
    (Direction.BACK.value, "Back, to another stage"),
    (Direction.STAY.value, "Staying at this stage"),
    (Direction.EXIT.value, "Off the ladder"),
]
MOVES = {Direction.FORWARD.value, Direction.BACK.value}


class WayForm(PartForm):
    """Where a way leads, in the school's words, on what condition, decided by whom."""

    words = forms.CharField(
        label="In the school's words",
        max_length=LONGEST[RouteSpec]["words"],
        help_text="What the page offers, such as: Targets met and gap closed.",
    )
    direction = forms.ChoiceField(label="Which way", choices=WAYS, widget=forms.RadioSelect)
    to = forms.ChoiceField(
        label="To which stage",
        required=False,
        error_messages={"invalid_choice": "That stage is not on this ladder."},
        help_text="For on and back.",
    )
    when = TextField("On what condition")
    decided_by = BoxesField("Decided by", words_of(Party))
    needs = BoxesField("To be looked at first", ())
    in_document = forms.BooleanField(label="The school's document has this way", required=False)

    def offer(self) -> None:
        self.choose("to", [("", "Choose a stage"), *places_of(self.ladder, self.part.origin)])
        here = stage_or_none(self.ladder, self.part.origin)
        asked = self.ladder.asked_at(here.key) if here else ()
        choices = {item.key: item.words for item in asked}
        choices |= {key: self._words(key) for key in self.initial.get("needs", ())}
        self.choose("needs", choices.items())

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("direction") in MOVES and not found.get("to") and "to" not in self.errors:
            self.add_error("to", "Say to which stage it leads.")
        return found

    def _words(self, key: str) -> str:
        every = [*self.ladder.requirements]
        for stage in self.ladder.stages:
            every += stage.requirements
        return next((item.words for item in every if item.key == key), key)


def places_of(ladder: LadderSpec, but: str = "") -> list[tuple[str, str]]:
    """The stages a way can lead to: of those that run together the first, and nothing beside."""
    firsts = [s for s in ladder.stages if ladder.recorded_at(s.key) is s and not s.overlay]
    return [(stage.key, stage.title) for stage in firsts if stage.key != but]
