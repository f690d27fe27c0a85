"""The move: where to, when, and the decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.dates import today
from stages.actions import token_of
from stages.choices import Move
from stages.forms.decision import DecisionForm, day_field, words_field
from stages.models import StageRecord


class MoveChoice(forms.ChoiceField):
    """A stage of the ladder, or off it.

    Any stage is taken, not only those offered: a page opened before somebody else's move offers
    others, and what is asked for past the choices is answered by the rules.
    """

    known: frozenset[str] = frozenset()

    def valid_value(self, value: object) -> bool:
        return str(value).partition(".")[0] in self.known


class MoveForm(DecisionForm):
    """A move of one child. `expected` remembers the record the page showed.

    `gaps` say of each move, by its value, what is missing before it. Why it goes on without that
    is the move's own reason where no other is given.
    """

    to = MoveChoice(
        label="Where to",
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "That stage is not on this school's ladder.",
            "required": "Choose where to.",
        },
    )
    on = day_field("From")
    missing = words_field("Anything else that is missing", required=False)
    went_on_because = words_field(
        "Why the move goes on without what is missing",
        required=False,
        help_text="Left empty, the reason above is kept.",
    )
    expected = forms.CharField(widget=forms.HiddenInput)
    field_order = ("to", "on", "reason")

    def __init__(
        self,
        *args: Any,
        moves: Sequence[Move],
        here: Move,
        head: StageRecord | None,
        wanted: str = "",
        gaps: Mapping[str, Sequence[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        self.gaps = gaps or {}
        self.moves, self.here = {move.value: move for move in moves}, here
        offered = [move for move in moves if move.is_allowed]
        lists = [move.stage.list_name for move in offered if move.stage and move.stage.list_name]
        super().__init__(*args, list_name=lists[0] if lists else "", **kwargs)
        field = self.fields["to"]
        assert isinstance(field, MoveChoice)
        field.known = frozenset(move.target for move in (*moves, here))
        field.choices = [
            (move.value, _label(move, self.gaps.get(move.value, ()))) for move in offered
        ]
        field.initial = _first(offered, wanted)
        self.fields["on"].initial = today()
        self.fields["expected"].initial = token_of(head)

    def clean(self) -> dict[str, Any]:
        """What is missing needs a reason; a list is kept only where the stage has one."""
        found = super().clean()
        typed = found.get("missing")
        if typed and not found.get("went_on_because"):
            self.add_error("went_on_because", "Say why the move goes on without what is missing.")
        found["went_on_because"] = found.get("went_on_because") or found.get("reason", "")
        move = self.meant(str(found.get("to")))
        if "on_list" in found and (move.stays or not (move.stage and move.stage.list_name)):
            found["on_list"] = None
        return found

    @property
    def chosen(self) -> Move:
        """The move chosen; after validation."""
        return self.meant(self.cleaned_data["to"])

    def meant(self, value: str) -> Move:
        """The move a value means: by its route, else by where it leads, else staying."""
        target = value.partition(".")[0]
        same = (move for move in self.moves.values() if move.target == target)
        return self.moves.get(value) or next(same, self.here)

    def asked_past_the_choices(self) -> bool:
        """Whether a move was asked for that this person may not make."""
        return not self.meant(str(self.data.get("to"))).is_allowed


def _first(offered: Sequence[Move], wanted: str) -> str | None:
    """The move asked for in the address; else the way on, where there is only one."""
    if any(move.value == wanted for move in offered):
        return wanted
    ahead = [move.value for move in offered if move.is_forward]
    return ahead[0] if len(ahead) == 1 else None


def _label(move: Move, missing: Sequence[str]) -> SafeString:
    """Where to, what it changes, and what is missing before it."""
    about = [f"{move.where}." if move.words else "", f"{move.effect}."]
    about += [f"Missing: {'; '.join(missing)}."] if missing else []
    words = move.words or move.where
    return format_html('{}<br><span class="muted">{}</span>', words, " ".join(filter(None, about)))
