"""What was recorded at a stage that pages are about; `kinds` puts it beside the other kinds."""

from datetime import date

from pupils.models import Pupil
from stages.models import EvidenceNote
from tests.cast import Cast, marker

ASKED = "all-transition"  # asked of every child at a stage of the SEND overview
SINCE = date(2025, 9, 8)


def evidence_note(cast: Cast, pupil: Pupil) -> EvidenceNote:
    """Something the child's stage asks was done, in words that name the child."""
    made: EvidenceNote = EvidenceNote.objects.create(
        pupil=pupil,
        requirement=ASKED,
        asked="Transition and target meeting every July",
        on=SINCE,
        words=f"{marker(cast.school, pupil.forename.lower())} folder",
        recorded_by=cast.senco.user,
    )
    return made
