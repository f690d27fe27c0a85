"""Letters about moves: one for each adult's address, many as one print."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.actions import Draft, make_letters, refuse_dead_letter
from pupils.letters.households import Household, Recipients, recipients
from pupils.letters.page import child_values, school_values, write_page
from pupils.letters.wording import words_now
from pupils.models import ClassPlacement, Contact, Letter, LetterBatch, LetterText, Pupil
from schools.models import School
from stages.actions.line import locked_standpoint
from stages.letters import letter_kind, living_notices, move_values, moves_to_tell, stages_before
from stages.models import Notice, StageRecord
from stages.rules import NotAllowed


@transaction.atomic
def make_letters_of(*, records: Sequence[int], by: Membership) -> tuple[LetterBatch | None, int]:
    """Write a letter for each adult's address of each of these moves, as one print.

    Moves that got one meanwhile are left alone: gives the batch (`None` when none was left to
    make) and how many were left alone. Raises `Refused` and `NotAllowed`; then nothing is made.
    """
    _refuse_writing(by)
    rows = _held_moves(records)
    wanting = [row for row in rows if not living_notices(row.pk).exists()]
    if not wanting:
        return None, len(rows)
    return _make(drafts_of(wanting, _school(by), today()), by), len(rows) - len(wanting)


@transaction.atomic
def replace_letter(*, letter: Letter, by: Membership) -> LetterBatch:
    """Write a letter again, with the words, names and addresses of today.

    The old one stays as it was, and so does what was given. Raises `Refused` and `NotAllowed`.
    """
    _refuse_writing(by)
    record = record_of(letter)
    refuse_dead_letter(letter)
    (move,) = _held_moves([record.pk])
    homes = recipients_of([move])[move.pupil_id].households
    home = _same_home(letter, homes)
    draft = _Writer([move], _school(by), today()).draft(move, home, replaces=letter)
    return _make([(move, draft)], by)


def record_of(letter: Letter) -> StageRecord:
    """The move a letter is about, its child held; refused when the move was withdrawn since."""
    pupil = Pupil.objects.get(pk=letter.pupil_id)
    locked_standpoint(pupil, None)
    record: StageRecord = StageRecord.objects.select_related("pupil").get(notices__letter=letter)
    if record.is_withdrawn:
        raise Refused("The move it tells of was withdrawn or corrected: make a new letter.")
    return record


def drafts_of(
    moves: Sequence[StageRecord], school: School, on: date
) -> list[tuple[StageRecord, Draft]]:
    """A letter for each address of each move, by class and name: the order of the print.

    `moves` are of `moves_to_tell`. Raises `Refused` where nobody can be sent one.
    """
    writer, to = _Writer(moves, school, on), recipients_of(moves)
    classes = classes_of([move.pupil_id for move in moves])
    found = []
    for move in sorted(moves, key=lambda row: (classes.get(row.pupil_id, ""), _sorted_as(row))):
        adults = to[move.pupil_id]
        if not adults.households:
            why = adults.nobody_because
            raise Refused(f"{move.pupil.name}: nobody can be sent a letter. {why}")
        found += [(move, writer.draft(move, home)) for home in adults.households]
    return found


def recipients_of(moves: Sequence[StageRecord]) -> dict[int, Recipients]:
    """Who of the adults of each of these moves' children gets a letter; one query."""
    pupils = {move.pupil_id for move in moves}
    of_pupil: dict[int, list[Contact]] = {pk: [] for pk in pupils}
    for contact in Contact.objects.filter(pupil__in=pupils).order_by("rank", "surname", "pk"):
        of_pupil[contact.pupil_id].append(contact)
    return {pk: recipients(contacts, today()) for pk, contacts in of_pupil.items()}


def classes_of(pupils: Sequence[int]) -> dict[int, str]:
    """The class of each of these children today, by the child's id; one query."""
    rows = ClassPlacement.objects.on(today()).filter(pupil__in=pupils)
    return dict(rows.values_list("pupil", "class_group__name"))


def _refuse_writing(by: Membership) -> None:
    if not by.can(Permission.WRITE_LETTERS):
        raise NotAllowed("Only the SENCO makes letters to parents.")


def _school(by: Membership) -> School:
    assert by.school is not None  # nobody outside a school writes a letter
    return by.school


def _held_moves(records: Sequence[int]) -> list[StageRecord]:
    """The moves, their children held in one order; refused unless each asks for a letter."""
    pupils = StageRecord.objects.filter(pk__in=records).values("pupil")
    held = list(Pupil.objects.filter(pk__in=pupils).order_by("pk").locked())
    left = next((pupil for pupil in held if pupil.has_left), None)
    if left:
        raise Refused(f"{left.name} has left, so no letter is made.")
    rows = list(moves_to_tell().filter(pk__in=records).select_related("pupil", "stage"))
    if not rows or len(rows) != len(set(records)):
        raise Refused("A move was corrected meanwhile, or asks for no letter. Look again.")
    return rows


def _make(drafts: Sequence[tuple[StageRecord, Draft]], by: Membership) -> LetterBatch:
    batch = make_letters(drafts=[draft for _, draft in drafts], by=by.user)
    letters = batch.letters.order_by("place")
    Notice.objects.all().recorded_bulk_create(
        Notice(record=record, letter=letter)
        for (record, _), letter in zip(drafts, letters, strict=True)
    )
    return batch


def _sorted_as(move: StageRecord) -> tuple[str, str, int]:
    return move.pupil.shown_surname, move.pupil.shown_forename, move.pk


def _same_home(letter: Letter, homes: Sequence[Household]) -> Household:
    """The address where somebody of the old letter lives now."""
    wanted = set(letter.contact_ids)
    for home in homes:
        if wanted & {contact.pk for contact in home.contacts}:
            return home
    raise Refused("Nobody it is addressed to can be sent a letter now. Take it back instead.")


class _Writer:
    """Writes the letters of some moves: the school's words, gathered once."""

    def __init__(self, moves: Sequence[StageRecord], school: School, on: date) -> None:
        self.school, self.on, self.before = school, on, stages_before(moves)
        self.words = words_now()
        self.of_school = school_values(school, self.words[LetterText.SERVICE].text)

    def draft(self, move: StageRecord, home: Household, *, replaces: Letter | None = None) -> Draft:
        """The letter of one move to one address."""
        kind = letter_kind(move)
        values = self.of_school | child_values(move.pupil)
        page = write_page(
            words=self.words[kind],
            values=values | move_values(move, self.before.get(move.pk)),
            school=self.school,
            pupil=move.pupil,
            home=home,
            on=self.on,
        )
        return Draft(move.pupil, kind, page, home.contacts, home.language, replaces)
