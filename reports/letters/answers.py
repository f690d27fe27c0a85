"""What home says of letters to parents, and what a child's stage page says."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date
from pupils.models import LetterKind, Pupil
from reports.home import Answer
from reports.letters.made import waiting_letters
from stages.contexts import StagePage
from stages.letters import due, kinds_due, letter_kind, usual_since


def letter_answers(membership: Membership) -> list[Answer]:
    """How many letters are due, and how many were made and not given; two queries at most."""
    if not membership.can(Permission.PRINT_LETTERS) or membership.school is None:
        return []
    url = reverse("reports:letter_list", kwargs={"school": membership.school.slug})
    found = []
    if membership.can(Permission.WRITE_LETTERS):
        count = due(membership, usual_since(membership.school)).count()
        found.append(_answer(count, "Letter to parents due", url))
    count = waiting_letters(membership).count()
    if count:
        found.append(_answer(count, "Letter to parents made, not yet given", f"{url}#to-give"))
    return found


def _answer(count: int, words: str, url: str) -> Answer:
    said = words if count == 1 else words.replace("Letter", "Letters", 1)
    return Answer(count, said, url, "due" if count else "done")


@dataclass(frozen=True)
class DueNote:
    """A letter that is due, as the child's stage page says it."""

    record: int
    kind: str
    when: str


def due_notes(pupil: Pupil, membership: Membership) -> list[DueNote]:
    """The letters that are due about one child, for those who may see letters."""
    if not membership.can(Permission.VIEW_LETTERS) or membership.school is None:
        return []
    rows = due(membership, usual_since(membership.school)).filter(pupil=pupil)
    moves = rows.select_related("stage").order_by("starts_on")
    return [
        DueNote(move.pk, str(LetterKind(letter_kind(move)).label), long_date(move.starts_on))
        for move in moves
    ]


def due_notes_on(page: StagePage) -> list[DueNote]:
    """The same from what was read for the child's *Stage* page, without a query."""
    return [
        DueNote(move.pk, str(LetterKind(kind).label), long_date(move.starts_on))
        for move, kind in kinds_due(page.records)
    ]
