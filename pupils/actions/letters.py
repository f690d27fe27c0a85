"""Letters to a child's adults: making, taking back, and recording what was given to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.dates import long_date, today
from common.errors import Refused
from jobs.actions import start_job
from pupils.letters.page import LetterPage
from pupils.letters.receiving import barred
from pupils.letters.texts import DEFAULTS, Words
from pupils.letters.wording import version_now
from pupils.models import Contact, Given, Letter, LetterBatch, LetterText, Pupil
from schools.models import School
from schools.records import EditClash
from schools.tenancy import acting

PRINT_TASK = "pupils.tasks.print_letters"
MOST_LETTERS = 150  # 280 MB of a worker, and ten seconds


@dataclass(frozen=True)
class Draft:
    """A letter about to be made: what it says, of which kind, to whom."""

    pupil: Pupil
    kind: str
    page: LetterPage
    contacts: tuple[Contact, ...]
    language: str = ""
    replaces: Letter | None = None


@transaction.atomic
def make_letters(*, drafts: Sequence[Draft], by: User) -> LetterBatch:
    """Keep letters as they were written, in this order, and ask a worker to print them as one file.

    Raises `Refused` for none, or too many for one print.
    """
    if not drafts:
        raise Refused("There is no letter to make.")
    if len(drafts) > MOST_LETTERS:
        raise Refused(f"One print holds at most {MOST_LETTERS} letters. Choose fewer.")
    batch: LetterBatch = LetterBatch.objects.create(made_by=by)
    Letter.objects.all().recorded_bulk_create(
        _letter(draft, batch, place, by) for place, draft in enumerate(drafts, start=1)
    )
    return print_batch(batch=batch)


def _letter(draft: Draft, batch: LetterBatch, place: int, by: User) -> Letter:
    return Letter(
        pupil=draft.pupil,
        batch=batch,
        place=place,
        kind=draft.kind,
        to_whom=" and ".join(draft.page.to)[:300],
        contact_ids=[contact.pk for contact in draft.contacts],
        content=draft.page.content(),
        sha256=draft.page.sha256,
        large_print=draft.page.large_print,
        language=draft.language,
        written_on=draft.page.day,
        made_by=by,
        replaces=draft.replaces,
    )


@transaction.atomic
def print_batch(*, batch: LetterBatch) -> LetterBatch:
    """Ask a worker for the file of a batch, unless it is there or on its way."""
    batch = LetterBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.is_printed or (batch.job and not batch.job.is_over):
        return batch
    count = batch.letters.count()
    title = "Letter to parents" if count == 1 else f"{count} letters to parents"
    batch.job = start_job(task=PRINT_TASK, title=title, payload={"batch": batch.pk})
    batch.save()
    return batch


@transaction.atomic
def take_back(*, letter: Letter, because: str, by: User) -> Letter:
    """Take back a letter that was made and not given. Raises `Refused`."""
    held = refuse_dead_letter(letter)
    if not because.strip():
        raise Refused("Say why the letter is taken back.")
    if Given.objects.standing().filter(letter=held).exists():
        raise Refused("This letter was given to somebody, so it stays as it is.")
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_because = timezone.now(), by, because
    held._change_reason = because
    held.save()
    return held


@transaction.atomic
def give(
    *, letter: Letter, contacts: Sequence[Contact], how: str, on: date, note: str, by: User
) -> list[Given]:
    """Record that a letter was given to these of its adults.

    Raises `Refused` for a day to come or before the letter was made, for somebody it is not
    addressed to or who may not be sent it any more, and for what was recorded already.
    """
    held = refuse_dead_letter(letter)
    _refuse_day(held, on)
    if how not in Given.PAPER:
        raise Refused("Say how the letter was given.")
    if not contacts:
        raise Refused("Choose to whom the letter was given.")
    there = {row.contact_id for row in Given.objects.standing().filter(letter=held)}
    for contact in contacts:
        _refuse_contact(held, contact, there)
    return [
        _record(
            Given(pupil=held.pupil, letter=held, contact=contact, to_whom=contact.name[:160]),
            how=how,
            on=on,
            note=note,
            by=by,
        )
        for contact in contacts
    ]


@transaction.atomic
def record_talk(
    *, pupil: Pupil, contact: Contact | None, to_whom: str, how: str, on: date, note: str, by: User
) -> Given:
    """Record a conversation in place of a letter. Raises `Refused`."""
    name = contact.name if contact else to_whom.strip()
    if not name:
        raise Refused("Say who was spoken to.")
    if how not in Given.TALK:
        raise Refused("Say whether it was in person or by phone.")
    _refuse_future(on)
    given = Given(pupil=pupil, contact=contact, to_whom=name[:160])
    return _record(given, how=how, on=on, note=note, by=by)


@transaction.atomic
def withdraw_given(*, given: Given, because: str, by: User) -> Given:
    """Say that something was not given after all. Raises `Refused`, or `EditClash` when it was."""
    if not because.strip():
        raise Refused("Say why this is withdrawn.")
    held: Given = Given.objects.locked().get(pk=given.pk)
    if held.is_withdrawn:
        raise EditClash(held)
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_because = timezone.now(), by, because
    held._change_reason = because
    held.save()
    return held


@transaction.atomic
def save_texts(*, texts: Mapping[str, Words], expected: str) -> None:
    """Keep a school's own words; a text that is what it came with needs no row.

    `expected` is `version_now` of the words that were shown; raises `EditClash` when they changed.
    """
    actor = acting()
    assert actor is not None  # school_scope is entered
    School.objects.select_for_update().get(pk=actor.school_id)
    if version_now() != expected:
        raise EditClash(None)
    rows = {row.kind: row for row in LetterText.objects.all()}
    for kind, words in texts.items():
        row = rows.get(kind) or LetterText(kind=kind, version=0)
        as_it_came = row.pk is None and words == DEFAULTS[kind]
        if as_it_came or (row.subject, row.text) == words:
            continue
        row.subject, row.text, row.version = *words, row.version + 1
        row.save()


def refuse_dead_letter(letter: Letter) -> Letter:
    """The letter, held until the transaction ends; refused when it was taken back or replaced."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related("pupil")
    held: Letter = rows.get(pk=letter.pk)
    if held.withdrawn_at is not None:
        raise Refused("This letter was taken back.")
    if Letter.objects.filter(replaces=held).exists():
        raise Refused("This letter was replaced by a newer one.")
    return held


def _refuse_day(letter: Letter, on: date) -> None:
    _refuse_future(on)
    if on < letter.written_on:
        made = long_date(letter.written_on)
        raise Refused(f"The letter was made on {made}: it cannot have been given before.")


def _refuse_future(on: date) -> None:
    if on > today():
        raise Refused(f"{long_date(on)} is in the future.")


def _refuse_contact(letter: Letter, contact: Contact, there: set[int | None]) -> None:
    if contact.pk not in letter.contact_ids:
        raise Refused(f"The letter is not addressed to {contact.name}.")
    if contact.pk in there:
        raise Refused(f"It is recorded already that {contact.name} was given this letter.")
    why = barred(contact, today())
    if why:
        raise Refused(f"{contact.name} may not be given this letter now. {why}")


def _record(given: Given, *, how: str, on: date, note: str, by: User) -> Given:
    given.how, given.on, given.note, given.recorded_by = how, on, note.strip(), by
    given.save()
    return given
