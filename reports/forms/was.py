"""A form of many fields about many rows, in which two people can work at the same time."""

from typing import Any

from django import forms


class WasForm(forms.Form):
    """A form that changes only what its person changed, and tells what somebody else has.

    Beside each field `x` of `watched` stands, unseen, what it was when the form was opened.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.watched: list[str] = []
        self.has_clash = False

    def watch(self, name: str, field: forms.Field, initial: str) -> None:
        """Add a field, and what it is now."""
        field.initial = initial
        is_choice = isinstance(field, forms.ChoiceField)
        field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
        self.fields[name] = field
        self.fields[f"was_{name}"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=initial
        )
        self.watched.append(name)

    def changed(self, name: str) -> bool:
        """Whether the person who sent the form changed this field."""
        given = self.cleaned_data.get(name)
        return str("" if given is None else given) != self.cleaned_data.get(f"was_{name}", "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.watched:
            now = self.fields[name].initial or ""
            if name in cleaned and self.changed(name) and cleaned[f"was_{name}"] != now:
                self._tell_clash(name, now)
        return cleaned

    def _tell_clash(self, name: str, now: str) -> None:
        """Both are told; what was typed stays, and sending it again takes its place."""
        field: Any = self.fields[name]
        words = dict(field.choices).get(now, now) if hasattr(field, "choices") else now
        self.add_error(name, f"Somebody else changed this meanwhile. Now: {words or 'nothing'}.")
        self.has_clash = True
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[f"was_{name}"] = now
        self.data = data
