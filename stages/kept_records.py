"""What is evidence among the records of this room and of the rooms below (`stages.sources`)."""

from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate

from pupils.models import Concern, Given, MeetingPupil, Observation, Voice
from stages.models import EvidenceNote
from stages.sources import pieces
from stages.vocabulary import Evidence

SENCO = "SENCO"  # who is told of a concern by its being raised
PARENTS = "Parents"  # as ladders name them where copies and letters go


def noted() -> "QuerySet[Any]":
    """What was recorded in answer to a requirement."""
    return pieces(
        EvidenceNote.objects.standing(),
        kind=Evidence.RECORD,
        source="note",
        said=F("words"),
        given_to=F("given_to"),
        answers=F("requirement"),
        why_not=F("why_not"),
        by=F("recorded_by_id"),
    )


def letters() -> "QuerySet[Any]":
    """Letters to parents that were given."""
    return pieces(
        Given.objects.standing().filter(letter__isnull=False),
        kind=Evidence.LETTER,
        source="given",
        of=F("letter__kind"),
        given_to=PARENTS,
    )


def meetings() -> "QuerySet[Any]":
    """Meetings that were held."""
    return _held(MeetingPupil.objects.held(), Evidence.MEETING)


def meetings_that_reviewed() -> "QuerySet[Any]":
    """Meetings in which something was noted of a child: a review of this child too."""
    return _held(MeetingPupil.objects.held().noted(), Evidence.REVIEW)


def _held(rows: "QuerySet[Any]", kind: Evidence) -> "QuerySet[Any]":
    return pieces(
        rows,
        kind=kind,
        on=F("meeting__on"),
        source="meeting",
        pk=F("meeting_id"),
        said=F("meeting__kind_name"),
        of=F("meeting__kind"),
        present=F("meeting__attended"),
    )


def observations() -> "QuerySet[Any]":
    """Observations that were written; none of a concern that is concealed or was taken back."""
    rows = Observation.objects.answered().filter(
        kind=Observation.Kind.VISIT, concern__withdrawn_at__isnull=True
    )
    return pieces(
        rows.exclude(concern__openness=Concern.Openness.CONCEALED),
        kind=Evidence.OBSERVATION,
        on=F("seen_on"),
        source="observation",
    )


def concerns() -> "QuerySet[Any]":
    """Concerns that were raised, each of the local day of its raising.

    None that is concealed: what it meets would give away that there is one.
    """
    return pieces(
        Concern.objects.raised().exclude(openness=Concern.Openness.CONCEALED),
        kind=Evidence.CONCERN,
        on=TruncDate("raised_at"),
        source="concern",
        said=Case(When(~Q(kind_name=""), then="kind_name"), default=Value("Concern raised")),
        of=F("kind"),
        given_to=SENCO,
    )


def checklists() -> "QuerySet[Any]":
    """Checklists that were answered with a concern, each of the day of its raising."""
    rows = Concern.objects.raised().exclude(openness=Concern.Openness.CONCEALED)
    return pieces(
        rows.exclude(checklist_name=""),
        kind=Evidence.CHECKLIST,
        on=TruncDate("raised_at"),
        source="concern",
        said=F("checklist_name"),
        of=F("checklist_kind"),
        given_to=SENCO,
    )


def voices() -> "QuerySet[Any]":
    """Pupil and parent voices that were given, or why there was none."""
    named = When(whose=Voice.Whose.PUPIL, then=Value("Pupil voice"))
    return pieces(
        Voice.objects.given(),
        kind=Evidence.VOICE,
        source="voice",
        said=Case(named, default=Value("Parent voice")),
        whose=F("whose"),
        why_not=F("why_none"),
    )
