"""Agencies and their advice as evidence, in the columns of `stages.sources`."""

from typing import Any

from django.db.models import Case, F, JSONField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from pupils.models import Advice, AgencyInvolvement, Document
from stages.sources import pieces
from stages.vocabulary import Evidence, Party

Secured = AgencyInvolvement.Secured
OPEN_ENOUGH = Q(document__isnull=True) | (
    Q(document__withdrawn_at__isnull=True) & ~Q(document__openness=Document.Openness.CONCEALED)
)


def agencies() -> "QuerySet[Any]":
    """Agencies, from the day they were asked, else from the day they saw the child."""
    rows = AgencyInvolvement.objects.standing().annotate(began=Coalesce("referred_on", "seen_on"))
    return pieces(
        rows.filter(began__isnull=False),
        kind=Evidence.AGENCY_INVOLVEMENT,
        on=F("began"),
        source="agency",
        said=F("agency"),
        present=_comes_as("secured"),
    )


def advice() -> "QuerySet[Any]":
    """What agencies advised.

    None that stands in a concealed document: what it meets would give away that there is one.
    """
    return pieces(
        Advice.objects.standing().filter(OPEN_ENOUGH),
        kind=Evidence.ADVICE,
        source="advice",
        said=F("involvement__agency"),
        present=_comes_as("involvement__secured"),
    )


def _comes_as(secured: str) -> Case:
    """The parties an agency counts as: outside the school, or secured by it."""
    own = [Party.SCHOOL_SPECIALIST.value, Party.PROFESSIONAL.value]
    outside = [Party.AGENCY.value, Party.PROFESSIONAL.value]
    by_school = When(**{secured: Secured.SCHOOL}, then=Value(own, JSONField()))
    return Case(by_school, default=Value(outside, JSONField()), output_field=JSONField())
