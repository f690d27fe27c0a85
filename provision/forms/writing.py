"""Forms in the paper: a section, a target, what helps. Each keeps itself while somebody writes."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from provision.actions import Source, StrategyWords, TargetWords, says_something
from provision.models import Plan, PlanSection, Strategy, Target
from provision.sections import IN_LINES, Sort
from pupils.forms.base import DayField
from pupils.models import NeedArea

LONGEST_SECTION = 10_000
LONGEST = 2_000
SOURCE = ("source", "source_page", "whose_words")
TARGET = (
    "what",
    "baseline",
    "measure",
    "value_from",
    "value_aim",
    "unit",
    "by_on",
    "who",
    "how_often",
    "area",
)
STRATEGY = ("words", "who", "how_often", "target", *SOURCE)


def _text(label: str, *, rows: int = 2, longest: int = LONGEST, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, widget=area, **options)


def _line(label: str, longest: int = 160, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, **options)


def _figure(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=9, decimal_places=2, min_value=0
    )


class KeptForm(forms.Form):
    """A form that is kept while somebody writes: it knows what it was opened on."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def begin_at(self, name: str) -> None:
        """Let writing begin in this field."""
        self.fields[name].widget.attrs["autofocus"] = True

    @property
    def mistakes(self) -> list[str]:
        """What is wrong, each with its field."""
        return [
            f"{self[name].label}: {words[0]}" if name in self.fields else str(words[0])
            for name, words in self.errors.items()
        ]


class SectionForm(KeptForm):
    """What a section says, and where its words come from."""

    text = _text("What it says", rows=4, longest=LONGEST_SECTION, required=False)
    source = _line("From which document")
    source_page = _line("Page", 20)
    whose_words = _line("Whose words", 120, help_text="Such as Ayla, or her mother.")

    def __init__(self, *args: Any, section: PlanSection, **kwargs: Any) -> None:
        kwargs.setdefault("initial", values_of(section))
        super().__init__(*args, **kwargs)
        self.fields["text"].label = section.heading
        self.begin_at("text")
        if section.sort in IN_LINES:
            self.fields["text"].help_text = "One thing a line."
        if section.sort == Sort.SIGNATURES:
            for name in SOURCE:
                del self.fields[name]

    @property
    def origin(self) -> Source | None:
        """Where the words come from; `None` where that is not asked."""
        if "source" not in self.fields:
            return None
        return Source(**{name: self.cleaned_data[name] for name in SOURCE})


class RowForm(KeptForm):
    """A row of a plan, under a number of its own from the moment its form was opened."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    says: str = ""  # the field without which there is no row

    def __init__(self, *args: Any, row: Any = None, plan: Plan, **kwargs: Any) -> None:
        kwargs.setdefault("initial", values_of(row) if row else {"version": 0, "uid": uuid4()})
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.begin_at(self.says)

    def clean(self) -> dict[str, Any]:
        """Signs and pictures alone say nothing an adult can act on."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get(self.says) and not says_something(given[self.says]):
            self.add_error(self.says, "Say it in words.")
        return given

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was written that could be kept; after validation."""
        return not self.data.get(self.says, "").strip()


class TargetForm(RowForm):
    """One thing to work towards, and all it takes to know whether it was reached."""

    what = _text(
        "Target",
        error_messages={"required": "Say what the child will do."},
        help_text="One thing the child will do, that anybody could see.",
    )
    baseline = _text("Where it starts", required=False, help_text="What the child does today.")
    measure = _text("How we will know", required=False, help_text="What shows that it is reached.")
    value_from = _figure("Figure at the start")
    value_aim = _figure("Figure aimed for")
    unit = _line("Of what", 40, help_text="Such as words, minutes, times a day.")
    by_on = DayField(label="By when", required=False)
    who = _line("Who helps")
    how_often = _line("How often", help_text="Such as three times a week, 10 minutes.")
    area = forms.ModelChoiceField(
        label="Area of need",
        queryset=NeedArea.objects.none(),
        required=False,
        empty_label="Not said",
    )
    says = "what"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.queryset = NeedArea.objects.order_by("code")

    @property
    def said(self) -> TargetWords:
        """What the target says; after validation."""
        return TargetWords(**{name: self.cleaned_data[name] for name in TARGET})


class StrategyForm(RowForm):
    """What adults do that helps."""

    words = _text(
        "What helps",
        error_messages={"required": "Say what adults do."},
        help_text="What an adult does, so that anybody could do it tomorrow.",
    )
    who = _line("Who")
    how_often = _line("How often")
    target = forms.ModelChoiceField(
        label="For which target",
        queryset=Target.objects.none(),
        required=False,
        empty_label="The whole plan",
    )
    source = _line("From which document")
    source_page = _line("Page", 20)
    whose_words = _line("Whose words", 120)
    says = "words"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["target"]
        choice.queryset = Target.objects.standing().filter(plan=self.plan).order_by("place", "pk")
        choice.label_from_instance = lambda target: target.what[:80]

    @property
    def said(self) -> StrategyWords:
        """What helps; after validation."""
        return StrategyWords(**{name: self.cleaned_data[name] for name in STRATEGY})


def values_of(row: PlanSection | Target | Strategy) -> dict[str, Any]:
    """What the form of a row begins with, and what is saved now where two people wrote."""
    names: Sequence[str] = ("text", *SOURCE)
    if isinstance(row, Target):
        names = (*TARGET, "uid")
    elif isinstance(row, Strategy):
        names = (*STRATEGY, "uid")
    return {name: getattr(row, name) for name in names} | {"version": row.version}
