"""Documents, agencies and advice that pages are about; `kinds` puts them beside the others."""

from collections.abc import Callable
from datetime import date
from typing import Any

from pupils.models import Advice, AgencyInvolvement, Document, Pupil, Recommendation
from tests.cast import Cast, marker

ON = date(2025, 9, 8)


def document(cast: Cast, pupil: Pupil) -> Document:
    """An open report that the SENCO added; its title and its file name the child."""
    mark = marker(cast.school, pupil.forename.lower())
    made: Document = Document.objects.create(
        pupil=pupil,
        kind=Document.Kind.REPORT.value,
        title=f"{mark} report",
        on=ON,
        file=f"{mark}.pdf",
        content_type="application/pdf",
        size=len(mark),
        sha256="0" * 64,
        added_by=cast.senco.user,
    )
    return made


def agency(cast: Cast, pupil: Pupil) -> AgencyInvolvement:
    """An agency that was asked, for a reason that names the child."""
    mark = marker(cast.school, pupil.forename.lower())
    made: AgencyInvolvement = AgencyInvolvement.objects.create(
        pupil=pupil,
        agency="Speech and Language Therapy",
        person=f"{mark} therapist",
        why=f"{mark} why",
        referred_on=ON,
        consent_by=f"{mark} mother",
        consent_on=ON,
        recorded_by=cast.senco.user,
    )
    return made


def advice(cast: Cast, pupil: Pupil) -> Advice:
    """What it advised, with a recommendation that names the child."""
    mark = marker(cast.school, pupil.forename.lower())
    row: Advice = Advice.objects.create(
        pupil=pupil,
        involvement=agency(cast, pupil),
        on=ON,
        words=f"{mark} in short",
        recorded_by=cast.senco.user,
    )
    Recommendation.objects.create(pupil=pupil, advice=row, place=1, words=f"{mark} word mat")
    return row


OF_DOCUMENTS: dict[str, Callable[[Cast, Pupil], Any]] = {
    "document": document,
    "agency": agency,
    "advice": advice,
}
