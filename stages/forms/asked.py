"""One requirement as plain choices."""

from typing import Any

from django import forms

from common.errors import Refused
from stages.editing.asked import frequency_of
from stages.editing.choosing import kinds_to_meet_at, things_to_ask
from stages.editing.parts import timeframe_of
from stages.forms.fields import BoxesField, LinesField, PartForm, words_of
from stages.ladder import RequirementSpec
from stages.limits import LONGEST, MOST_ASKED
from stages.periods import Every, Unit
from stages.plain_words import MONTHS
from stages.vocabulary import Applies, HeldFor, Party, Strength

LONG = LONGEST[RequirementSpec]
HOW_OFTEN = [
    (Every.ONCE.value, "Once"),
    (Every.WEEKS.value, "Every so many weeks (1: weekly)"),
    (Every.HALF_TERM.value, "Each half-term"),
    (Every.TERM.value, "Each term"),
    (Every.TIMES_A_YEAR.value, "So many times a year"),
    (Every.MONTHS.value, "In named months"),
    (Every.AT_EVERY.value, "At every one of a kind"),
    (Every.AS_NEEDED.value, "As needed"),
]
AFTER = [("", "At once")]
AFTER += [
    (unit.value, f"After so many {unit.label}")
    for unit in (Unit.TEACHING_WEEKS, Unit.CALENDAR_WEEKS, Unit.HALF_TERMS, Unit.TERMS)
]
# Where a fault in how often belongs, by how it comes round.
AT_FAULT = {Every.MONTHS.value: "months", Every.AT_EVERY.value: "at_kind"}


class AskedForm(PartForm):
    """What, how often, by and with whom, how firmly."""

    what = forms.ChoiceField(
        label="What",
        error_messages={"invalid_choice": "There is no such kind of record on this ladder."},
    )
    words = forms.CharField(
        label="In the school's words",
        max_length=LONG["words"],
        help_text="As staff know it, such as: Review 6 weekly in school.",
    )
    every = forms.ChoiceField(label="How often", choices=HOW_OFTEN)
    n = forms.IntegerField(
        label="How many weeks, or times a year",
        required=False,
        help_text="For every so many weeks, and so many times a year.",
    )
    months = BoxesField("Months", MONTHS, help_text="For named months.")
    at_kind = forms.ChoiceField(
        label="At every", required=False, help_text="For at every one of a kind."
    )
    at_least = forms.BooleanField(label="At least so often", required=False)
    with_whom = BoxesField("With whom", words_of(Party))
    by = BoxesField("By whom", words_of(Party))
    given_to = LinesField("Given to", help_text="One a line; each is recorded as given by itself.")
    strength = forms.ChoiceField(label="How firmly", choices=words_of(Strength))
    applies = forms.ChoiceField(label="For whom", choices=words_of(Applies))
    held_for = forms.ChoiceField(label="One record does for", choices=words_of(HeldFor))
    whose = forms.ChoiceField(
        label="Whose voice",
        required=False,
        choices=[("", "Not a voice"), ("pupil", "The pupil's"), ("parent", "The parents'")],
    )
    about = forms.CharField(label="About what", required=False, max_length=LONG["about"])
    count = forms.IntegerField(label="How many of them", min_value=1, max_value=MOST_ASKED)
    after_unit = forms.ChoiceField(label="First due", required=False, choices=AFTER)
    after_n = forms.IntegerField(label="After how many", required=False)
    across_stages = forms.BooleanField(
        label="What a child had at earlier stages counts too", required=False
    )
    stages = BoxesField("At which stages", (), help_text="None ticked: all of them.")

    FIRST = ("what", "words", "every", "n", "months", "at_kind", "at_least")
    WHO = ("with_whom", "by", "given_to")
    THEN = ("strength", "applies", "held_for", "whose", "about")
    LAST = ("count", "after_unit", "after_n", "across_stages", "stages")

    def offer(self) -> None:
        self.choose("what", things_to_ask(self.ladder))
        self.choose("at_kind", [("", "Choose a kind"), *kinds_to_meet_at(self.ladder)])
        if self.part.stage:
            del self.fields["stages"]
        else:
            below = [stage for stage in self.ladder.stages if not stage.universal]
            self.choose("stages", [(stage.key, stage.title) for stage in below])

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields under the headings of the page."""
        heads = ("What and how often", "Who", "How firmly, and for whom", "Number and time")
        names = (self.FIRST, self.WHO, self.THEN, self.LAST)
        return [
            (head, [self[name] for name in part if name in self.fields])
            for head, part in zip(heads, names, strict=True)
        ]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        found.setdefault("stages", [])
        if not {"every", "n", "months", "at_kind"} & set(self.errors):
            self._try(AT_FAULT.get(found["every"], "n"), lambda: frequency_of(found))
        if not {"after_unit", "after_n"} & set(self.errors):
            self._try("after_n", lambda: timeframe_of(found["after_unit"], found["after_n"], ()))
        what = found.get("what", "")
        if what.startswith("voice:") and not found.get("whose"):
            self.add_error("whose", "Say whose voice.")
        return found

    def _try(self, name: str, make: Any) -> None:
        try:
            make()
        except ValueError as fault:
            self.add_error(name, f"{str(fault)[:1].upper()}{str(fault)[1:]}.")

    def item(self) -> RequirementSpec:
        """The requirement chosen; after validation. Raises `Refused` where its part is gone."""
        try:
            made: RequirementSpec = self.part.item(self.ladder, self.given())
        except KeyError as fault:
            raise Refused("This is no longer in the draft.") from fault
        return made
