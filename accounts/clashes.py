"""What the clash notice shows for records of staff and the school: both texts, field by field.

Nothing is lost: the form under it keeps what was typed, and carries the version saved since
(reliability.md, promise 3). For `components/clash.html`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.utils import timezone

from common.dates import long_date

NOTHING = "(nothing)"


class ClashField(NamedTuple):
    """One field that is saved otherwise than it was typed."""

    label: str
    yours: str
    theirs: str


@dataclass(frozen=True)
class ClashView:
    """Who saved first and when, and every field where the two differ."""

    fields: list[ClashField]
    by: str = "Somebody else"
    when: str = "while you were writing"
    merged: list[ClashField] = field(default_factory=list)


def clash_of(form: Any, saved: dict[str, Any], version: int, **who: Any) -> ClashView:
    """Compare a bound, valid form with what is saved now; the form gets the new version."""
    data = form.data.copy()
    data["version"] = str(version)
    form.data = data
    pairs = (
        (str(form[name].label), _words(form.fields[name], form.cleaned_data.get(name)), theirs)
        for name, theirs in ((name, _words(form.fields[name], saved[name])) for name in saved)
    )
    return ClashView(differing(pairs), **who)


def who_saved(row: Any) -> dict[str, str]:
    """Who made the newest change of a recorded row, and when, for the notice."""
    newest = row.history.select_related("history_user").order_by("-history_id").first()
    if newest is None or newest.history_user is None:
        return {}
    at = timezone.localtime(newest.history_date)
    return {"by": newest.history_user.name, "when": f"{long_date(at.date())} at {at:%H:%M}"}


def differing(texts: Iterable[tuple[str, str, str]]) -> list[ClashField]:
    """Those of (label, yours, theirs) where the two texts are not the same."""
    return [ClashField(*text) for text in texts if text[1] != text[2]]


def _words(asked: forms.Field, value: Any) -> str:
    """A value as a person reads it: a date in full, a choice by its label."""
    choices = {str(key): str(label) for key, label in getattr(asked, "choices", ())}
    values = value if isinstance(value, list | tuple | set | frozenset) else [value]
    words = [
        long_date(one) if isinstance(one, date) else choices.get(str(one), str(one))
        for one in values
        if one not in (None, "")
    ]
    return ", ".join(sorted(words)) or NOTHING
