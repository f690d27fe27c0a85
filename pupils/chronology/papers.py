"""Documents, agencies, their advice, and voices in the chronology, as far as a reader may see them.

Four tables are read in one query: a page of a child takes fifteen at most.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from accounts.models import Membership
from pupils.chronology import Kind, Line
from pupils.models import Advice, AgencyInvolvement, Document, Pupil, Voice

TAB = "reports:pupil_documents"
DOCUMENT, ISSUED, AGENCY, ADVICE, NONE = "document", "issued", "agency", "advice", "-none"
NO_DAY = Cast(Value(None), DateField())


def papers(pupil: Pupil, reader: Membership) -> Iterator[Line]:
    """All of them on their days; one query."""
    first, *others = [
        rows.filter(pupil=pupil).order_by()
        for rows in (_documents(reader), _agencies(reader), _advice(reader), _voices(reader))
    ]
    for row in first.union(*others, all=True):
        yield from _lines(pupil, *row)


def _columns(rows: Any, sort: Any, on: Any, title: str, text: Any, by: Any) -> "QuerySet[Any]":
    found: QuerySet[Any] = rows.values_list(
        *(sort, on, NO_DAY, NO_DAY, F(title), text, by, F("pk"))
    )
    return found


def _text(words: str) -> Value:
    return Value(words, TextField())


def _documents(reader: Membership) -> "QuerySet[Any]":
    rows = Document.objects.visible_to(reader).standing()
    sort = Case(When(is_issued=True, then=_text(ISSUED)), default=_text(DOCUMENT))
    return _columns(rows, sort, F("on"), "title", F("kind"), F("added_by__name"))


def _agencies(reader: Membership) -> "QuerySet[Any]":
    rows = AgencyInvolvement.objects.visible_to(reader).standing()
    days = (F("referred_on"), F("seen_on"), F("ended_on"))
    found: QuerySet[Any] = rows.values_list(
        *(_text(AGENCY), *days, F("agency"), F("person"), _text(""), F("pk"))
    )
    return found


def _advice(reader: Membership) -> "QuerySet[Any]":
    rows = Advice.objects.visible_to(reader).standing()
    person = F("involvement__person")
    return _columns(rows, _text(ADVICE), F("on"), "involvement__agency", F("words"), person)


def _voices(reader: Membership) -> "QuerySet[Any]":
    rows = Voice.objects.visible_to(reader).given()
    none = [
        When(whose=whose, why_none=True, then=_text(f"{whose}{NONE}"))
        for whose in Voice.Whose.values
    ]
    sort = Case(*none, default=F("whose"), output_field=TextField())
    return _columns(rows, sort, F("on"), "topic", F("words"), F("given_by__name"))


def _lines(
    pupil: Pupil,
    sort: str,
    on: date | None,
    seen_on: date | None,
    ended_on: date | None,
    title: str,
    text: str,
    by: str,
    pk: int,
) -> Iterator[Line]:
    if sort == AGENCY:
        who = AgencyInvolvement(agency=title, person=text).who
        for day, words in (
            (on, f"Referred to {who}"),
            (seen_on, f"First seen by {who}"),
            (ended_on, f"{who}: involvement ended"),
        ):
            if day:
                yield Line(day, Kind.DOCUMENT, words, route=TAB, pk=pupil.pk)
        return
    assert on is not None  # every other table asks for its day
    if sort == ADVICE:
        who = AgencyInvolvement(agency=title, person=by).who
        yield Line(on, Kind.DOCUMENT, f"Advice of {who}", text, route=TAB, pk=pupil.pk)
    elif sort in (DOCUMENT, ISSUED):
        what = Document(kind=text, is_issued=sort == ISSUED).kind_words
        route = "reports:document_file"
        yield Line(on, Kind.DOCUMENT, title, what, f"Added by {by}", route, pk)
    else:
        voice = Voice(whose=sort.removesuffix(NONE), topic=title).title
        said = f"{voice}: none, and why" if sort.endswith(NONE) else voice
        yield Line(on, Kind.VOICE, said, text, by, "pupils:pupil_voices", pupil.pk)
