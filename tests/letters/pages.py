"""Letters as values, for the printer."""

from dataclasses import replace
from typing import Any

from pupils.letters.page import LetterPage
from pupils.letters.texts import DEFAULTS, PLACEHOLDERS, filled
from pupils.models import LetterKind

VALUES = dict.fromkeys(PLACEHOLDERS, "") | {
    "child": "Ayla Example",
    "forename": "Ayla",
    "school": "Northfield Primary",
    "stage": "Stage 3: SEN support",
    "stage_before": "Stage 2: Initial concern",
    "date": "12 October 2026",
    "senco": "Ms Example (senco@northfield.test)",
    "service": DEFAULTS["service"].text,
}


def page(kind: str = LetterKind.JOINING, **fields: Any) -> LetterPage:
    """A letter about Ayla in the words letters come with."""
    words = DEFAULTS[kind]
    made = LetterPage(
        school="Northfield Primary",
        school_lines=("1 School Lane", "01632 960000"),
        child="Ayla Example",
        to=("Sam Madeup", "Karl Madeup"),
        address=("12 Mill Lane", "Nether Wick", "ZZ99 1ZZ"),
        subject=filled(words.subject, VALUES),
        text=filled(words.text, VALUES).strip(),
        signed="Ms Example",
        large_print=False,
        written_on="2026-11-23",
    )
    return replace(made, **fields)
