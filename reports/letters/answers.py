"""What home says of letters to parents, and what a child's stage page says."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.asks import Ask, Group, saying
from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date
from pupils.models import LetterKind, Pupil
from reports.letters.made import waiting_letters
from stages.contexts import StagePage
from stages.letters import due, kinds_due, letter_kind, untold_of_late, usual_since


def letter_asks(reader: Membership) -> list[Ask]:
    """Letters that are due, and those that were made and not given."""
    if not reader.can(Permission.PRINT_LETTERS) or reader.school is None:
        return []
    url = reverse("reports:letter_list", kwargs={"school": reader.school.slug})
    asks = []
    if reader.can(Permission.WRITE_LETTERS):
        words = "letter to parents due", "letters to parents due"
        asks.append(Ask(untold_of_late(reader), saying(*words, url, Group.DO)))
    words = "letter to parents made, not yet given", "letters to parents made, not yet given"
    asks.append(Ask(waiting_letters(reader), saying(*words, f"{url}#to-give", Group.DO)))
    return asks


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
