"""Voices: written down, given, or said why there is none; taken back with a reason."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Permission
from common.dates import long_date, today
from common.errors import Refused
from pupils.models import Contact, Pupil, Voice
from schools.records import EditClash


@dataclass(frozen=True)
class Words:
    """What a form says of a voice."""

    whose: str
    on: date
    words: str
    why_none: bool = False
    contact: Contact | None = None
    topic: str = ""
    how: str = ""
    hand: str = ""


@transaction.atomic
def add_voice(*, pupil: Pupil, said: Words, by: Membership, is_given: bool) -> Voice:
    """Keep somebody's words; as a draft, unless the writer says that this is what was said.

    Raises `Refused` for a day to come or before birth, without words, or where the writer is a
    scribe only and would say that they are given.
    """
    child: Pupil = Pupil.objects.locked().get(pk=pupil.pk)
    if child.has_left:
        raise Refused(f"{child.shown_forename} has left the school.")
    voice = Voice(pupil=pupil, started_by=by.user)
    _write(voice, said)
    _give(voice, by, is_given=is_given)
    voice.save()
    return voice


@transaction.atomic
def edit_voice(
    *, voice: Voice, said: Words, by: Membership, is_given: bool, expected: int
) -> Voice:
    """Write on it. Raises `EditClash` and `Refused`; what is given stays given."""
    held = _standing(voice, expected)
    _write(held, said)
    if held.is_draft:
        _give(held, by, is_given=is_given)
    held.save()
    return held


@transaction.atomic
def withdraw_voice(*, voice: Voice, because: str, by: User, expected: int) -> Voice:
    """Say that it was recorded by mistake. Raises `EditClash` and `Refused`."""
    held = _standing(voice, expected)
    if not because.strip():
        raise Refused("Say why it is taken back.")
    held.withdrawn_at, held.withdrawn_by = timezone.now(), by
    held.withdrawn_because = because.strip()
    held._change_reason = held.withdrawn_because
    held.save()
    return held


def _standing(voice: Voice, expected: int) -> Voice:
    held: Voice = Voice.objects.locked().select_related("pupil").get(pk=voice.pk)
    if held.withdrawn_at is not None:
        raise Refused(f"It was taken back: {held.withdrawn_because}")
    if held.version != expected:
        raise EditClash(held)
    return held


def _write(voice: Voice, said: Words) -> None:
    _refuse(voice.pupil, said)
    for name, value in vars(said).items():
        setattr(voice, name, value)
    voice.words = said.words.strip()


def _refuse(pupil: Pupil, said: Words) -> None:
    if not said.words.strip():
        raise Refused("Say why there are none." if said.why_none else "Write what was said.")
    if said.on > today():
        raise Refused(f"{long_date(said.on)} is in the future.")
    if said.on < pupil.born_on:
        raise Refused(f"{long_date(said.on)} is before {pupil.shown_forename} was born.")
    if said.contact is not None and said.contact.pupil_id != pupil.pk:
        raise Refused("That is no contact of this child.")


def _give(voice: Voice, by: Membership, *, is_given: bool) -> None:
    """Mark it as what was said: a scribe leaves a draft for the teacher or SENCO to go through."""
    if not is_given:
        return
    if not by.can(Permission.WRITE_VOICES):
        raise Refused("What you wrote down stays a draft: the teacher or SENCO says it is given.")
    voice.given_at, voice.given_by = timezone.now(), by.user
