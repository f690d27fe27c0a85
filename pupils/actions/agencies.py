"""Agencies and their advice: recorded, changed, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.dates import long_date, today
from common.errors import Refused
from pupils.models import Advice, AgencyInvolvement, Document, Pupil, Recommendation
from schools.records import EditClash

Secured = AgencyInvolvement.Secured


@dataclass(frozen=True)
class Involved:
    """What is known of an agency's part, as a form gives it."""

    agency: str
    person: str = ""
    secured: str = Secured.OUTSIDE.value
    why: str = ""
    referred_on: date | None = None
    consent_by: str = ""
    consent_on: date | None = None
    seen_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class Advised:
    """What was advised, as a form gives it; `recommendations` one a line, in their order."""

    on: date
    document: Document | None = None
    page: str = ""
    words: str = ""
    recommendations: Sequence[str] = field(default_factory=tuple)


@transaction.atomic
def involve_agency(*, pupil: Pupil, facts: Involved, by: User) -> AgencyInvolvement:
    """Record that an agency is involved. Raises `Refused`."""
    _refuse_facts(facts, pupil)
    row = AgencyInvolvement(pupil=pupil, recorded_by=by, **vars(facts))
    row.save()
    return row


@transaction.atomic
def change_involvement(
    *, involvement: AgencyInvolvement, facts: Involved, expected: int
) -> AgencyInvolvement:
    """Say anew what is known of an agency's part. Raises `EditClash` and `Refused`."""
    held: AgencyInvolvement = AgencyInvolvement.objects.locked().get(pk=involvement.pk)
    _refuse_taken_back(held)
    if held.version != expected:
        raise EditClash(held)
    _refuse_facts(facts, held.pupil)
    if any(getattr(held, name) != value for name, value in vars(facts).items()):
        for name, value in vars(facts).items():
            setattr(held, name, value)
        held.save()
    return held


@transaction.atomic
def withdraw_involvement(*, involvement: AgencyInvolvement, because: str, by: User) -> None:
    """Say that an involvement was recorded by mistake, with its advice. Raises `Refused`."""
    held = AgencyInvolvement.objects.locked().get(pk=involvement.pk)
    _withdraw(held, because, by)


@transaction.atomic
def record_advice(*, involvement: AgencyInvolvement, said: Advised, by: User) -> Advice:
    """Record what an agency advised. Raises `Refused`."""
    _refuse_taken_back(involvement)
    _refuse_said(said, involvement.pupil)
    advice = Advice(
        pupil=involvement.pupil,
        involvement=involvement,
        recorded_by=by,
        on=said.on,
        document=said.document,
        page=said.page,
        words=said.words,
    )
    advice.save()
    _write(advice, said.recommendations)
    return advice


@transaction.atomic
def change_advice(*, advice: Advice, said: Advised, expected: int) -> Advice:
    """Say anew what was advised; a recommendation no longer named is dropped.

    Raises `EditClash` and `Refused`.
    """
    held: Advice = Advice.objects.locked().get(pk=advice.pk)
    _refuse_taken_back(held)
    if held.version != expected:
        raise EditClash(held)
    _refuse_said(said, held.pupil)
    held.on, held.document, held.page, held.words = said.on, said.document, said.page, said.words
    held.save()
    _write(held, said.recommendations)
    return held


@transaction.atomic
def withdraw_advice(*, advice: Advice, because: str, by: User) -> None:
    """Say that advice was recorded by mistake. Raises `Refused`."""
    _withdraw(Advice.objects.locked().get(pk=advice.pk), because, by)


def _write(advice: Advice, lines: Sequence[str]) -> None:
    """Keep the rows whose words are named still, in the new order; add and drop the others."""
    rows = {row.words: row for row in Recommendation.objects.locked().filter(advice=advice)}
    named = list(dict.fromkeys(lines))
    for place, words in enumerate(named, start=1):
        row = rows.get(words)
        if row is None:
            row = Recommendation(pupil=advice.pupil, advice=advice, words=words)
        elif (row.place, row.is_dropped) == (place, False):
            continue
        row.place, row.is_dropped = place, False
        row.save()
    for words, row in rows.items():
        if words not in named and not row.is_dropped:
            row.is_dropped = True
            row.save()


def _refuse_facts(facts: Involved, pupil: Pupil) -> None:
    if not facts.agency.strip():
        raise Refused("Say which agency it is.")
    if bool(facts.consent_by) != bool(facts.consent_on):
        raise Refused("Say both who gave consent and when, or neither.")
    days = (facts.referred_on, facts.consent_on, facts.seen_on, facts.ended_on)
    for day in filter(None, days):
        _refuse_day(day, pupil)
    begun = facts.referred_on or facts.seen_on
    if begun and facts.ended_on and facts.ended_on < begun:
        raise Refused(f"It cannot end before {long_date(begun)}.")


def _refuse_said(said: Advised, pupil: Pupil) -> None:
    _refuse_day(said.on, pupil)
    if not (said.words.strip() or said.document or said.recommendations):
        raise Refused("Say what was advised, or choose the document it stands in.")
    if said.page and said.document is None:
        raise Refused("Choose the document that the page is of.")


def _refuse_day(day: date, pupil: Pupil) -> None:
    if day > today():
        raise Refused(f"{long_date(day)} is in the future.")
    if day < pupil.born_on:
        raise Refused(f"{long_date(day)} is before {pupil.shown_forename} was born.")


def _refuse_taken_back(row: AgencyInvolvement | Advice) -> None:
    if row.withdrawn_at:
        raise Refused(f"This was taken back: {row.withdrawn_because}")


def _withdraw(held: AgencyInvolvement | Advice, because: str, by: User) -> None:
    _refuse_taken_back(held)
    if not because.strip():
        raise Refused("Say why it is taken back.")
    held.withdrawn_at, held.withdrawn_by = timezone.now(), by
    held.withdrawn_because = because.strip()
    held._change_reason = held.withdrawn_because
    held.save()
