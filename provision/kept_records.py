"""What is evidence among issued plans and their copies (`stages.sources`)."""

from typing import Any

from django.db.models import Case, F, QuerySet, Value, When

from provision.frozen import GIVEN_TO
from provision.models import IssuedPlan, PlanCopy
from stages.sources import pieces
from stages.vocabulary import Evidence


def plans() -> "QuerySet[Any]":
    """Plans on the day they were issued."""
    return _issued(Evidence.PLAN)


def provision_maps() -> "QuerySet[Any]":
    """Provision maps of one child, likewise."""
    return _issued(Evidence.PROVISION_MAP)


def target_sheets() -> "QuerySet[Any]":
    """Sheets of targets, likewise."""
    return _issued(Evidence.TARGETS)


def copies() -> "QuerySet[Any]":
    """Copies that were given, as ladders name whom they go to."""
    named = [When(print__copy=copy.value, then=Value(to)) for copy, to in GIVEN_TO.items()]
    return pieces(
        PlanCopy.objects.standing().filter(given_on__isnull=False),
        kind=Evidence.COPY,
        on=F("given_on"),
        source="copy",
        said=F("issued__plan__name"),
        of=F("issued__key"),
        given_to=Case(*named, default=Value("")),
    )


def _issued(kind: Evidence) -> "QuerySet[Any]":
    return pieces(
        IssuedPlan.objects.standing().filter(evidence=kind.value),
        kind=kind,
        on=F("issued_on"),
        source="plan",
        said=F("plan__name"),
        of=F("key"),
    )
