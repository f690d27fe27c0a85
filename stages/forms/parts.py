"""Forms of the ladder's parts: each shows what its part reads, and gives what the part writes."""

from typing import Any

from django import forms

from stages.editing.parts import Links, timeframe_of
from stages.forms.fields import BoxesField, LinesField, PartForm, TextField, words_of
from stages.ladder import LadderSpec, LinkSpec, StageSpec
from stages.limits import LONGEST
from stages.periods import Unit
from stages.plain_words import MONTHS
from stages.vocabulary import Material, Party, Placer

STAGE = LONGEST[StageSpec]
OWNERS = [
    ("", "Nobody's in particular"),
    ("school", "The school's"),
    ("la", "The local authority's"),
]
OWNERS += [("system", "A system kept elsewhere")]
MOST_LINKS = 40


class AboutLadderForm(PartForm):
    """The ladder's name, summary and notes."""

    name = forms.CharField(label="Name of the ladder", max_length=LONGEST[LadderSpec]["name"])
    summary = TextField("In a sentence or two")
    source = forms.CharField(
        label="Where it comes from",
        max_length=LONGEST[LadderSpec]["source"],
        help_text="The document, such as: SEN policy of September 2026.",
    )
    notes = LinesField("Notes")


class StageAboutForm(PartForm):
    """What a stage is called and when a child is there."""

    label = forms.CharField(
        label="Printed label",
        required=False,
        max_length=STAGE["label"],
        help_text="As the document prints it: Stage 3, Step 7. Two stages may have the same, and "
        "it says nothing about the order.",
    )
    name = forms.CharField(label="Name", max_length=STAGE["name"])
    when = TextField("When a child is at this stage")
    provision = forms.CharField(label="Provision", required=False, max_length=STAGE["provision"])


class StagePlaceForm(PartForm):
    """Where a stage stands, and who may place a child there."""

    sort = forms.ChoiceField(
        label="What it is",
        widget=forms.RadioSelect,
        choices=[
            ("line", "A stage of the ladder"),
            ("universal", "Where every child is, without a record"),
            ("overlay", "Beside the stage a child is at"),
        ],
    )
    on_register = forms.BooleanField(label="On the SEN register", required=False)
    needs_ehc_plan = forms.BooleanField(
        label="Only for children with an EHC plan in force", required=False
    )
    together = BoxesField("Runs at the same time as", ())
    may_place = BoxesField(
        "Who may place a child here, beside the SENCO",
        words_of(Placer),
        help_text="Below the register only.",
    )
    list_name = forms.CharField(
        label="List below the register",
        required=False,
        max_length=STAGE["list_name"],
        help_text="Such as: monitoring list. A child at this stage may be put on it.",
    )

    def offer(self) -> None:
        others = [s for s in self.ladder.stages if not (s.overlay or s.universal)]
        self.choose("together", [(s.key, s.title) for s in others if s.key != self.part.key])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        on_register = found.get("on_register")
        if found.get("needs_ehc_plan") and not on_register:
            self.add_error(
                "needs_ehc_plan", "A stage for children with an EHC plan is on the register."
            )
        if on_register and found.get("may_place"):
            self.add_error("may_place", "Only the SENCO places a child on the register.")
        if on_register and found.get("list_name"):
            self.add_error("list_name", "A list like this belongs below the register.")
        if on_register and found.get("sort") in ("universal", "overlay"):
            self.add_error("sort", "Only a stage of the ladder can be on the register.")
        return found


class StageSupportForm(PartForm):
    """What a child gets, and what is written down."""

    support = LinesField("Support")
    builds_on = BoxesField(
        "In addition to the support of",
        (),
        help_text="Support only: what is asked is not added up.",
    )
    actions = LinesField("Actions")
    agencies = LinesField("Agencies")
    recording = LinesField("Assessment, recording and monitoring systems")
    notes = LinesField("Notes")

    def offer(self) -> None:
        others = [(s.key, s.title) for s in self.ladder.stages if s.key != self.part.key]
        self.choose("builds_on", others)


class StagePeopleForm(PartForm):
    """Who raises concerns, takes part and monitors."""

    concern_from = BoxesField("Concerns come from", words_of(Party))
    involved = BoxesField("Takes part", words_of(Party))
    monitored_by = BoxesField("Monitors", words_of(Party))

    def offer(self) -> None:
        for party in Party:
            self.fields[f"note_{party.value}"] = forms.CharField(
                label=f"How {party.label} takes part", required=False, max_length=200
            )
            self.fields[f"note_{party.value}"].initial = self.initial.get(f"note_{party.value}")

    def rows(self) -> list[dict[str, Any]]:
        """One row a party: its boxes in the three lists, and the field for how."""
        names = ("involved", "monitored_by", "concern_from")
        boxes = [{box.data["value"]: box for box in self[name].subwidgets} for name in names]
        return [
            {
                "label": word[:1].upper() + word[1:],
                "boxes": [
                    (self[name].label, each[value]) for name, each in zip(names, boxes, strict=True)
                ],
                "note": self[f"note_{value}"],
            }
            for value, word in ((party.value, party.label) for party in Party)
        ]


UNITS = [("", "No time is named")]
UNITS += [
    (Unit.TEACHING_WEEKS.value, "Weeks of term"),
    (Unit.CALENDAR_WEEKS.value, "Calendar weeks"),
    (Unit.HALF_TERMS.value, "Half-terms"),
    (Unit.TERMS.value, "Terms"),
    (Unit.MONTHS.value, "Until the next of some months"),
    (Unit.ONGOING.value, "Ongoing"),
]


class StageTimeForm(PartForm):
    """How long a stage lasts."""

    unit = forms.ChoiceField(label="Counted in", choices=UNITS, required=False)
    n = forms.IntegerField(label="How many", required=False)
    months = BoxesField("Months", MONTHS, help_text="Where it lasts until the next of some months.")
    note = forms.CharField(
        label="The school's own qualification",
        required=False,
        max_length=STAGE["timeframe_note"],
        help_text="Such as: unless further concerns.",
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                timeframe_of(found["unit"], found["n"], found["months"])
            except ValueError as fault:
                by_months = found["unit"] == Unit.MONTHS.value
                self.add_error("months" if by_months else "n", f"{str(fault).capitalize()}.")
        return found


class LinksForm(PartForm):
    """Forms, links and pointers, a row each; a row whose name is cleared is left out."""

    rows_shown = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def offer(self) -> None:
        part: Links = self.part
        sent = self.data.get("rows_shown", "") if self.is_bound else ""
        shown = int(sent) if str(sent).isascii() and str(sent).isdigit() else 0
        self.count = min(max(shown, _rows(part, self.ladder)), MOST_LINKS)
        self.initial["rows_shown"] = self.count
        longest = LONGEST[LinkSpec]
        for row in range(self.count):
            self._text(row, "name", "Name", longest["name"])
            self.fields[f"material_{row}"] = forms.ChoiceField(
                label="What it is", choices=words_of(Material)
            )
            self.fields[f"material_{row}"].required = False
            self.fields[f"owner_{row}"] = forms.ChoiceField(
                label="Whose", choices=OWNERS, required=False
            )
            self.fields[f"address_{row}"] = forms.URLField(
                label="Web address",
                required=False,
                max_length=longest["address"],
                assume_scheme="https",
            )
            self._text(row, "note", "Note", longest["note"])

    def _text(self, row: int, name: str, label: str, longest: int) -> None:
        self.fields[f"{name}_{row}"] = forms.CharField(
            label=label, required=False, max_length=longest
        )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for row in range(self.count):
            found[f"material_{row}"] = found.get(f"material_{row}") or Material.FORM.value
            others = [found.get(f"{name}_{row}") for name in ("address", "note")]
            had = self.initial.get(f"name_{row}")
            if any(others) and not found.get(f"name_{row}") and not had:
                self.add_error(f"name_{row}", "Say what this is called.")
        return found

    def rows(self) -> list[list[Any]]:
        """The fields of each row."""
        names = ("name", "material", "owner", "address", "note")
        return [[self[f"{name}_{row}"] for name in names] for row in range(self.count)]


def _rows(part: Links, ladder: LadderSpec) -> int:
    try:
        return part.rows(ladder)
    except KeyError:
        return 0
