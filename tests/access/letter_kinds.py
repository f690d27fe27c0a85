"""Letters to parents that pages are about; `kinds` puts them beside the other kinds."""

from collections.abc import Callable
from datetime import date
from typing import Any

from pupils.letters.page import LetterPage
from pupils.models import Given, Letter, LetterBatch, LetterKind, Pupil
from stages.models import Notice, StageRecord
from tests.cast import Cast, marker

SINCE = date(2025, 9, 8)


def letter(cast: Cast, pupil: Pupil) -> Letter:
    """A letter about the child's move that names the child, printed and not yet given."""
    mark = marker(cast.school, pupil.forename.lower())
    contact = pupil.contacts.get()
    contact.email = f"{mark.lower()}@home.example"
    contact.save()
    page = LetterPage(
        school=cast.school.name,
        school_lines=(),
        child=pupil.name,
        to=(contact.name,),
        address=(),
        subject=f"{mark} has SEN support",
        text=f"We are writing about {mark}.",
        signed="",
        large_print=False,
        written_on=SINCE.isoformat(),
    )
    batch = LetterBatch.objects.create(
        made_by=cast.senco.user, file=f"{mark}.pdf", file_sha256="0" * 64, pages=1
    )
    made: Letter = Letter.objects.create(
        pupil=pupil,
        batch=batch,
        kind=LetterKind.JOINING,
        to_whom=contact.name,
        contact_ids=[contact.pk],
        content=page.content(),
        sha256=page.sha256,
        written_on=SINCE,
        made_by=cast.senco.user,
    )
    record = StageRecord.objects.main_line().get(pupil=pupil)
    Notice.objects.create(record=record, letter=made)
    return made


def given(cast: Cast, pupil: Pupil) -> Given:
    """A conversation about the child that was recorded."""
    made: Given = Given.objects.create(
        pupil=pupil,
        to_whom=f"{marker(cast.school, pupil.forename.lower())} aunt",
        how=Given.How.PHONE,
        on=SINCE,
        recorded_by=cast.office.user,
    )
    return made


# After the stage record: a letter tells of a move.
OF_LETTERS: dict[str, Callable[[Cast, Pupil], Any]] = {
    "letter": letter,
    "letter_batch": lambda cast, pupil: pupil.letters.get().batch,
    "given": given,
}
