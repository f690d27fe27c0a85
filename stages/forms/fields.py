"""Fields that the ladder's forms share, and the form of a part."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from stages.editing import Part
from stages.editing.parts import lines_of, text_of
from stages.ladder import LadderSpec
from stages.limits import LONGEST_TEXT
from stages.vocabulary import Word


class TextField(forms.CharField):
    """A text of several lines; a browser's line ends are one."""

    def __init__(self, label: str, **options: Any) -> None:
        options = {"required": False, "max_length": LONGEST_TEXT} | options
        super().__init__(label=label, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).replace("\r\n", "\n")


class LinesField(TextField):
    """A list, one thing a line."""

    def __init__(self, label: str, **options: Any) -> None:
        options = {"help_text": "One a line.", "max_length": 20 * LONGEST_TEXT} | options
        super().__init__(label, **options)

    def clean(self, value: Any) -> str:
        return text_of(lines_of(super().clean(value)))


class BoxesField(forms.MultipleChoiceField):
    """Several of a list, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: str, choices: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(label=label, choices=list(choices), required=False, **options)


def words_of(kind: type[Word]) -> list[tuple[str, str]]:
    """The choices of a fixed list of words, as a person reads them."""
    return [(word.value, word.label[:1].upper() + word.label[1:]) for word in kind]


class PartForm(forms.Form):
    """A form of one part of the ladder; `version` remembers the part as it was shown."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, ladder: LadderSpec, part: Any) -> None:
        self.ladder, self.part = ladder, part
        super().__init__(data, initial={**_shown(part, ladder), "version": part.token(ladder)})
        self.offer()

    def offer(self) -> None:
        """Fill in the choices that depend on the ladder."""

    def given(self) -> Mapping[str, Any]:
        """What the part writes; after validation."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def choose(self, name: str, choices: Iterable[Any]) -> None:
        """Give a field its choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


def _shown(part: Part, ladder: LadderSpec) -> Mapping[str, Any]:
    try:
        return part.read(ladder)
    except KeyError:
        return {}
