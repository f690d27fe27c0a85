"""Forms of concerns: raising one, deciding about one, who may read it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from accounts.models import Membership
from common.dates import today
from pupils.actions import Look, Worry
from pupils.forms.base import DayField
from pupils.models import Checklist, Concern, NeedArea, Pupil
from reports.concerns.kinds import checklist_kind, concern_kind
from reports.forms.checklists import add_questions, answers_of, rows_of, values_of_answers
from reports.forms.meetings import owners_for
from stages.actions import token_of
from stages.choices import Move
from stages.forms.decision import DecisionForm
from stages.models import StageRecord

LONGEST = 5000
FURTHER = range(2, 6)  # rows of what was tried after the first
TO_STAGE = "to:"  # before the value of a move, among the outcomes
ASKED = ("seen", "parents_know")  # what a concern cannot be raised without
SAID = (
    "seen",
    "areas",
    "parents_know",
    "why_not_told",
    "tried",
    "tried_since",
    "whose",
    "from_name",
    "from_role",
)


def _words(label: str, *, rows: int = 3, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, widget=area, **options)


class ConcernForm(forms.Form):
    """What somebody sees, and what is known around it; as a draft nothing has to be there."""

    seen = _words(
        "What is seen",
        rows=5,
        help_text="What the child does, says or finds hard: when, how often, since when.",
    )
    areas = forms.MultipleChoiceField(
        label="Areas of need, as far as you can tell",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    parents_know = forms.ChoiceField(
        label="Do the parents know?",
        choices=Concern.ParentsKnow.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the parents know."},
    )
    why_not_told = _words("If not, why", rows=2, required=False)
    tried = _words(
        "What was tried, and how it went",
        required=False,
        help_text="With dates, such as: word mat daily since 2 November, helped a little.",
    )
    tried_since = DayField(label="Tried since", required=False, past=True)
    whose = forms.ChoiceField(
        label="Whose worry it is",
        choices=Concern.From.choices,
        initial=Concern.From.STAFF.value,
        required=False,
    )
    from_name = forms.CharField(label="Their name", max_length=120, required=False)
    from_role = forms.CharField(
        label="Their role",
        max_length=120,
        required=False,
        help_text="Such as mother, or speech and language therapist.",
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        checklist: Checklist | None,
        is_draft: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.checklist = checklist
        add_questions(self, checklist)
        for number in FURTHER:
            label = f"What was tried, {number}"
            self.fields[f"tried_{number}"] = _words(label, rows=2, required=False)
            since = DayField(label=f"Tried since, {number}", required=False, past=True)
            self.fields[f"tried_since_{number}"] = since
        areas: Any = self.fields["areas"]
        areas.choices = list(NeedArea.objects.order_by("code").values_list("code", "name"))
        self.is_draft = is_draft
        for name in ASKED:
            self.fields[name].required = not is_draft

    def clean(self) -> dict[str, Any]:
        """Parents who do not know need a reason, somebody else's worry a name."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        given["whose"] = given.get("whose") or Concern.From.STAFF.value
        for number in FURTHER:
            if given.get(f"tried_since_{number}") and not given.get(f"tried_{number}"):
                self.add_error(f"tried_{number}", "Say what was tried since that day.")
        if self.is_draft:
            return given
        untold = given.get("parents_know") == Concern.ParentsKnow.NO
        if untold and not given.get("why_not_told"):
            self.add_error("why_not_told", "Say why the parents do not know yet.")
        if given["whose"] != Concern.From.STAFF and not given.get("from_name"):
            self.add_error("from_name", "Say whose worry you record.")
        return given

    def worry(self) -> Worry:
        """What the concern says; after validation."""
        kind, kind_name = concern_kind()
        given = {name: self.cleaned_data[name] for name in SAID}
        answers = answers_of(self, self.checklist)
        return Worry(
            **given,
            tried_more=self._tried_more(),
            kind=kind,
            kind_name=kind_name,
            checklist_name=self.checklist.name if self.checklist and answers else "",
            checklist_kind=checklist_kind() if answers else "",
            checklist_answers=answers,
        )

    @property
    def checklist_rows(self) -> list[tuple[str, list[Any]]]:
        """The checklist's questions under their headings."""
        return rows_of(self, self.checklist)

    @property
    def has_answers(self) -> bool:
        """Whether any of them is answered, or wrong."""
        fields = [f for _, rows in self.checklist_rows for row in rows for f in row[1:] if f]
        return any(field.value() or field.errors for field in fields)

    def _tried_more(self) -> list[dict[str, str]]:
        """What else was tried: the rows after the first that say something."""
        given = self.cleaned_data
        rows = [(given[f"tried_since_{n}"], given[f"tried_{n}"]) for n in FURTHER]
        return [{"since": on.isoformat() if on else "", "what": what} for on, what in rows if what]

    @property
    def further(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows of what else was tried: what, and since when."""
        return [(self[f"tried_{number}"], self[f"tried_since_{number}"]) for number in FURTHER]

    @property
    def has_further(self) -> bool:
        """Whether anything stands in those rows, or is wrong with them."""
        fields = [field for row in self.further for field in row]
        return any(field.value() or field.errors for field in fields)

    @property
    def mistakes(self) -> list[str]:
        """What is wrong, each with its field; nothing on a form that was not sent."""
        return [f"{self[name].label}: {words[0]}" for name, words in self.errors.items()]


def values_of(concern: Concern | None) -> dict[str, Any]:
    """What the form of a draft begins with; `None` where nothing is kept yet."""
    if concern is None:
        return {"version": 0}
    found = {name: getattr(concern, name) for name in SAID} | {"version": concern.version}
    for number, row in zip(FURTHER, concern.tried_more, strict=False):
        found |= {f"tried_{number}": row["what"], f"tried_since_{number}": row["since"]}
    return found | values_of_answers(concern.checklist_answers)


class TriageForm(DecisionForm):
    """What is decided about a concern: a stage, an observation, or nothing more."""

    outcome = forms.ChoiceField(
        label="What follows",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what follows."},
    )
    observer = forms.ModelChoiceField(
        label="For an observation: who looks",
        queryset=Membership.objects.none(),
        required=False,
        empty_label="Choose",
    )
    observe_on = DayField(label="For an observation: by when", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    expected = forms.CharField(widget=forms.HiddenInput)
    field_order = ("outcome", "reason", "observer", "observe_on")

    def __init__(
        self,
        *args: Any,
        concern: Concern,
        pupil: Pupil,
        moves: Sequence[Move],
        head: StageRecord | None,
        gaps: Mapping[str, Sequence[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("decided_at", "decided_by", "took_part"):
            del self.fields[name]
        self.moves = {f"{TO_STAGE}{move.value}": move for move in moves}
        outcome: Any = self.fields["outcome"]
        outcome.choices = list(_outcomes(self.moves.items(), gaps))
        observer: Any = self.fields["observer"]
        observer.queryset = owners_for(pupil)
        observer.label_from_instance = lambda member: member.user.name
        self.fields["version"].initial = concern.version
        self.fields["expected"].initial = token_of(head)

    def clean(self) -> dict[str, Any]:
        """An observation has somebody who observes, and a day to come."""
        given = super().clean()
        if given.get("outcome") == Concern.Outcome.OBSERVE:
            if not given.get("observer"):
                self.add_error("observer", "Choose who observes.")
            if not given.get("observe_on"):
                self.add_error("observe_on", "Say by when.")
            elif given["observe_on"] < today():
                self.add_error("observe_on", "Choose a day to come.")
        return given

    @property
    def move(self) -> Move | None:
        """The stage agreed on; after validation."""
        return self.moves.get(self.cleaned_data["outcome"])

    @property
    def observation(self) -> Look | None:
        """Who observes, and by when; after validation."""
        given = self.cleaned_data
        if given["outcome"] != Concern.Outcome.OBSERVE:
            return None
        return Look(given["observer"], given["observe_on"])


def _outcomes(
    moves: Iterable[tuple[str, Move]], gaps: Mapping[str, Sequence[str]]
) -> Iterable[tuple[str, Any]]:
    for value, move in moves:
        words = f"{move.words}. {move.effect}." if move.words else f"{move.effect}."
        if missing := gaps.get(move.value):
            words += f" Missing: {'; '.join(missing)}. The reason below says why it goes on."
        yield value, format_html('{}<br><span class="muted">{}</span>', move.where, words)
    yield Concern.Outcome.OBSERVE.value, "Look closer first: plan an observation"
    yield Concern.Outcome.RESOLVED.value, "Resolve: nothing more is needed"


class OpennessForm(forms.Form):
    """Who may read a concern, beside whoever raised it."""

    openness = forms.ChoiceField(
        label="Who may read it",
        choices=Concern.Openness.choices,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
