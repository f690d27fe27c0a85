"""What agencies recommend for a child, for the plans that are made of it."""

from dataclasses import dataclass

from accounts.models import Membership
from common.dates import long_date
from pupils.models import Advice, Pupil, Recommendation


@dataclass(frozen=True)
class Recommended:
    """One recommendation and where it comes from.

    `source` is what a strategy made of it says of itself: who advised it, when, in which document
    on which page. `document` is that document's id, `None` where there is none.
    """

    pk: int
    words: str
    source: str
    document: int | None


def recommended_for(pupil: Pupil, reader: Membership) -> list[Recommended]:
    """What was recommended for a child and this person may read, the newest first; one query."""
    rows = Recommendation.objects.visible_to(reader).standing().filter(pupil=pupil)
    rows = rows.select_related("advice__involvement", "advice__document")
    return [
        Recommended(row.pk, row.words, source_words(row.advice), row.advice.document_id)
        for row in rows.order_by("-advice__on", "advice", "place")
    ]


def source_words(advice: Advice) -> str:
    """`Speech and Language Therapy (Jo Reed), 9 November 2026: Report, page 4`."""
    given = f"{advice.involvement.who}, {long_date(advice.on)}"
    if advice.document is None:
        return given
    page = f", page {advice.page}" if advice.page else ""
    return f"{given}: {advice.document.title}{page}"
