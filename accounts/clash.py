"""The one clash page: two people edited the same thing, and neither loses a word.

A view that catches `EditClash` answers with `clash_page`; on the way in it reads the form's data
through `chosen`, so that "theirs" can be taken field by field. What only one of the two changed
is merged without a question; what both changed is shown in both texts (reliability.md, promise 3).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from common.dates import long_date, today
from schools.records import Recorded

CLASH = 409
NOTHING = "(nothing)"
VERSION = "version"


@dataclass(frozen=True)
class Saved:
    """What is saved now, in the place of what the form was opened on.

    `values` and `before` are by field name, as the form's initial values would be; `before` is
    what the form was opened on, where that is known. `version` goes into the form's own field.
    """

    values: Mapping[str, Any]
    version: int | str
    by: str
    at: datetime | None = None
    before: Mapping[str, Any] = field(default_factory=dict)


class ClashField(NamedTuple):
    """One field that both changed: both texts, and what to send to take theirs."""

    label: str
    yours: str
    theirs: str
    name: str = ""
    saved: tuple[str, ...] = ()


class ClashView(NamedTuple):
    """What `components/clash.html` shows."""

    by: str
    when: str
    fields: list[ClashField]
    merged: list[ClashField]


def chosen(data: QueryDict) -> QueryDict:
    """The posted data, with theirs put in where the clash page's choice was theirs."""
    result = data.copy()
    for key, choice in data.items():
        if key.startswith("take-") and choice == "theirs":
            name = key.removeprefix("take-")
            result.setlist(name, data.getlist(f"theirs-{name}"))
            if not result.getlist(name):
                del result[name]
    return result


def clash_page(
    request: HttpRequest,
    form: Any,
    saved: Saved,
    *,
    title: str,
    cancel_url: str,
    template: str = "accounts/clash.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page that shows both texts, and under it the form to save again (409 Conflict).

    `form` is bound and valid. It is changed: it gets the new version, and what only they changed.
    """
    shown = {
        "title": title,
        "form": form,
        "cancel_url": cancel_url,
        "clash": compare(form, saved),
        **(context or {}),
    }
    return render(request, template, shown, status=CLASH)


def compare(form: Any, saved: Saved) -> ClashView:
    """Both texts of every field two people changed; what only they changed goes into the form."""
    data = form.data.copy()
    clashing, merged = [], []
    for bound in form:
        if bound.name == VERSION or bound.name not in saved.values:
            continue
        mine = _sent(form.cleaned_data.get(bound.name))
        theirs = _sent(saved.values[bound.name])
        before = _sent(saved.before[bound.name]) if bound.name in saved.before else None
        if theirs in (mine, before):
            continue
        row = ClashField(
            label=str(bound.label),
            yours=in_words(bound.field, mine),
            theirs=in_words(bound.field, theirs),
            name=bound.html_name,
            saved=theirs,
        )
        if mine == before:
            data.setlist(bound.html_name, list(theirs))
            merged.append(row)
        else:
            clashing.append(row)
    form.data = data
    renew_version(form, saved.version)
    return ClashView(saved.by, when_words(saved.at), clashing, merged)


def clash_of(form: Any, values: Mapping[str, Any], row: Any, version: int | str) -> ClashView:
    """Both texts, for a form whose own page shows them above it: `values` is what is saved now."""
    last = None
    if hasattr(row, "history"):
        last = row.history.select_related("history_user").order_by("-history_id").first()
    by = who_words(last.history_user) if last else "Somebody else"
    return compare(form, Saved(values, version, by, last.history_date if last else None))


def saved_now(form: Any, current: Recorded, opened_on: int) -> Saved:
    """What is saved of a model form's record now, with who saved it and what it was before."""
    rows = type(current).history.filter(id=current.pk)
    last = rows.select_related("history_user").order_by("-history_id").first()
    before = rows.filter(version=opened_on).order_by("-history_id").first()
    names = list(form.fields)
    return Saved(
        values=forms.model_to_dict(current, names),
        version=current.version,
        by=who_words(last.history_user if last else None),
        at=last.history_date if last else None,
        before=forms.model_to_dict(before.instance, names) if before else {},
    )


def last_change(model: type[Any], pupil: Any) -> tuple[str, datetime | None]:
    """Who last changed a child's rows of a kind (or the pupil's own), and when."""
    of_pupil = {"id": pupil.pk} if isinstance(pupil, model) else {"pupil_id": pupil.pk}
    rows = model.history.filter(**of_pupil).select_related("history_user")
    last = rows.order_by("-history_id").first()
    return (who_words(last.history_user), last.history_date) if last else (who_words(None), None)


def renew_version(form: Any, version: int | str) -> None:
    """Let a bound form be sent again as one opened on this version."""
    data = form.data.copy()
    data[form.add_prefix(VERSION)] = str(version)
    form.data = data


def who_words(user: Any) -> str:
    """Who made a change; an import or a nightly job has nobody's name."""
    return str(user.name) if user else "The system"


def when_words(at: datetime | None) -> str:
    """A moment of today by its time, of another day by its date: `today at 14:32`."""
    if at is None:
        return "just now"
    there = timezone.localtime(at)
    day = "today" if there.date() == today() else f"on {long_date(there.date())}"
    return f"{day} at {there:%H:%M}"


def in_words(asked: forms.Field, sent: tuple[str, ...]) -> str:
    """A field's value as a person reads it, from what a browser sends for it."""
    if isinstance(asked, forms.BooleanField):
        return "Yes" if sent else "No"
    choices = {str(value): str(label) for value, label in _choices_of(asked)}
    words = [choices.get(value, value) for value in sent if value]
    if isinstance(asked, forms.DateField):
        words = [long_date(date.fromisoformat(word)) for word in words]
    return ", ".join(words) or NOTHING


def _choices_of(asked: forms.Field) -> Iterator[tuple[Any, Any]]:
    """Every choice of a field, those in groups too."""
    for value, label in getattr(asked, "choices", ()):
        yield from label if isinstance(label, list | tuple) else [(value, label)]


def _sent(value: Any) -> tuple[str, ...]:
    """What a browser sends for a value: one text, several, or none for a box without its tick."""
    if isinstance(value, bool):
        return ("on",) if value else ()
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        return tuple(sorted(text for item in value for text in _sent(item)))
    if isinstance(value, models.Model):
        return (str(value.pk),)
    return ("",) if value is None else (str(value).replace("\r\n", "\n"),)
