"""The school's checklist: its editor, and its questions in the form of a concern."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from pupils.models import Checklist
from pupils.models.checklists import Question, Sort, grouped

EMPTY_ROWS = 5
NOT_ASKED = ("", "Not answered")


class ChecklistForm(forms.Form):
    """The checklist as rows: heading, question, how it is answered; an empty row is left out."""

    name = forms.CharField(label="What the school calls it", max_length=80)
    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    rows = forms.IntegerField(min_value=0, max_value=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, questions: Sequence[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        count = len(questions) + EMPTY_ROWS
        if self.is_bound and str(self.data.get("rows", "")).isdecimal():
            count = min(int(self.data["rows"]), 200)
        self.fields["rows"].initial = self.count = count
        for at in range(count):
            self._add_row(at, questions[at] if at < len(questions) else None)

    def _add_row(self, at: int, question: Question | None) -> None:
        box = forms.TextInput(attrs={"class": "form-control"})
        key = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
        self.fields[f"key_{at}"] = key
        self.fields[f"heading_{at}"] = forms.CharField(
            label=f"Heading {at + 1}", required=False, max_length=80, widget=box
        )
        self.fields[f"words_{at}"] = forms.CharField(
            label=f"Question {at + 1}",
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )
        self.fields[f"sort_{at}"] = forms.ChoiceField(
            label=f"Answer {at + 1}",
            choices=Sort.choices,
            required=False,
            initial=Sort.SCALE.value,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        if question:
            for name in ("key", "heading", "words", "sort"):
                self.fields[f"{name}_{at}"].initial = getattr(question, name)

    def questions(self) -> list[Question]:
        """What the rows ask; after validation. A row without a heading goes on under the last."""
        given, heading, found = self.cleaned_data, "", []
        for at in range(self.count):
            heading = given[f"heading_{at}"].strip() or heading
            if words := given[f"words_{at}"].strip():
                sort = given[f"sort_{at}"] or Sort.SCALE.value
                found.append(Question(given[f"key_{at}"], heading, words, sort))
        return found

    @property
    def lines(self) -> Iterable[tuple[Any, Any, Any, Any]]:
        """The fields of each row: the key, the heading, the question, how it is answered."""
        for at in range(self.count):
            names = (f"{name}_{at}" for name in ("key", "heading", "words", "sort"))
            key, heading, words, sort = (self[name] for name in names)
            yield key, heading, words, sort


def add_questions(form: forms.Form, checklist: Checklist | None) -> None:
    """Give a form the questions of a checklist, none of them required."""
    for question in checklist.asked if checklist else ():
        if question.choices:
            form.fields[f"is_{question.key}"] = forms.ChoiceField(
                label=question.words,
                choices=[NOT_ASKED, *question.choices],
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        form.fields[f"note_{question.key}"] = forms.CharField(
            label=f"Note: {question.words}",
            required=False,
            max_length=500,
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )


def rows_of(form: forms.Form, checklist: Checklist | None) -> list[tuple[str, list[Any]]]:
    """The questions in a form under their headings: words, the answer's field or none, the note."""
    return [
        (
            heading,
            [
                (
                    question.words,
                    form[f"is_{question.key}"] if question.choices else None,
                    form[f"note_{question.key}"],
                )
                for question in questions
            ],
        )
        for heading, questions in grouped(checklist.asked if checklist else [])
    ]


def answers_of(form: forms.Form, checklist: Checklist | None) -> list[dict[str, str]]:
    """What was answered, each beside its question, in order; after validation."""
    given, found = form.cleaned_data, []
    for one in checklist.asked if checklist else ():
        answer = given.get(f"is_{one.key}", "")
        note = given.get(f"note_{one.key}", "").strip()
        if answer or note:
            found.append(
                {
                    "key": one.key,
                    "heading": one.heading,
                    "words": one.words,
                    "is": answer,
                    "said": dict(one.choices).get(answer, ""),
                    "note": note,
                }
            )
    return found


def values_of_answers(answers: Iterable[dict[str, str]]) -> dict[str, str]:
    """What a form with these answers begins with."""
    found: dict[str, str] = {}
    for row in answers:
        found |= {f"is_{row['key']}": row["is"], f"note_{row['key']}": row["note"]}
    return found
