"""What makes a plan good: rules only, each with its source, beside the words they are about."""

from provision.quality.checking import check
from provision.quality.reading_age import reading_age
from provision.quality.rules import RULES
from provision.quality.texts import (
    Hint,
    PlanText,
    SectionText,
    StrategyText,
    TargetText,
    Where,
    parents_read,
)

__all__ = [
    "RULES",
    "Hint",
    "PlanText",
    "SectionText",
    "StrategyText",
    "TargetText",
    "Where",
    "check",
    "parents_read",
    "reading_age",
]
