"""Adults as values, for rules that ask no database."""

from datetime import date
from typing import Any

from pupils.models import Contact

TODAY = date(2026, 11, 23)
MILL_LANE = "12 Mill Lane\nNether Wick\nZZ99 1ZZ"


def adult(pk: int = 1, **fields: Any) -> Contact:
    """A mother with parental responsibility at 12 Mill Lane, unless said otherwise."""
    usual: dict[str, Any] = {
        "forename": "Sam",
        "surname": "Madeup",
        "relationship": Contact.Relationship.MOTHER,
        "has_parental_responsibility": True,
        "address": MILL_LANE,
    }
    return Contact(pk=pk, **(usual | fields))
