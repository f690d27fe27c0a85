"""Recording that what a stage asks was done, or why it was not; and putting it out of sight."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date, today
from common.errors import Refused
from pupils.models import Pupil
from stages.ladder import RequirementSpec
from stages.models import EvidenceNote, Snooze
from stages.rules import NotAllowed

LONGEST_SNOOZE = 90  # days: about a term


@transaction.atomic
def note_evidence(
    *,
    pupil: Pupil,
    asked: RequirementSpec,
    on: date,
    words: str,
    by: Membership,
    why_not: bool = False,
    given_to: str = "",
) -> EvidenceNote:
    """Record that a requirement was met on a day and where that is kept, or why it was not.

    Raises `Refused` for a day that cannot be, a recipient the ladder does not name, or no words,
    and `NotAllowed` for somebody who may not record.
    """
    if not by.can(Permission.RECORD_EVIDENCE):
        raise NotAllowed("Your roles here do not record what was done at a stage.")
    refuse_evidence_day(pupil, on)
    if not words.strip():
        raise Refused("Say why it was not done." if why_not else "Say what was done.")
    if asked.given_to and not why_not and given_to not in asked.given_to:
        raise Refused("Choose who it was given to.")
    note = EvidenceNote(
        pupil=pupil,
        requirement=asked.key,
        asked=asked.words,
        on=on,
        words=words.strip(),
        why_not=why_not,
        given_to=given_to,
        recorded_by=by.user,
    )
    note.save()
    return note


@transaction.atomic
def note_for_all(
    *,
    pupil: Pupil,
    asked: Sequence[RequirementSpec],
    on: date,
    words: str,
    by: Membership,
    why_not: bool = False,
    given_to: Sequence[str] = (),
) -> list[EvidenceNote]:
    """Record one thing in answer to every requirement it serves, and for each who was given it.

    All or none. Raises as `note_evidence` does, and `Refused` where nothing is chosen.
    """
    if not asked:
        raise Refused("Choose at least one thing that it answers.")
    return [
        note_evidence(
            pupil=pupil, asked=one, on=on, words=words, by=by, why_not=why_not, given_to=to
        )
        for one in asked
        for to in (given_to or [""])
    ]


def refuse_evidence_day(pupil: Pupil, on: date) -> None:
    """Refuse a day on which nothing can have been done for this child."""
    if on > today():
        raise Refused(f"{long_date(on)} is in the future: record it on the day or later.")
    if on < pupil.born_on:
        raise Refused(f"{long_date(on)} is before {pupil.shown_forename} was born.")


@transaction.atomic
def withdraw_evidence(*, note: EvidenceNote, because: str, by: Membership) -> EvidenceNote:
    """Take back a note that was recorded by mistake; it stays to be read.

    Raises `Refused` without a reason or when it was taken back already, `NotAllowed` for anyone but
    its writer and the SENCO.
    """
    current: EvidenceNote = EvidenceNote.objects.locked().get(pk=note.pk)
    if current.recorded_by_id != by.user_id and not by.can(Permission.PLACE_ANYWHERE):
        raise NotAllowed("Only who recorded it, or the SENCO, can take it back.")
    if current.withdrawn_at:
        raise Refused("It has been taken back already.")
    if not because.strip():
        raise Refused("Say why it is taken back.")
    current.withdrawn_at, current.withdrawn_by = timezone.now(), by.user
    current.withdrawn_because = because.strip()
    current._change_reason = current.withdrawn_because
    current.save()
    return current


@transaction.atomic
def snooze(*, pupil: Pupil, requirement: str, until: date, reason: str, by: Membership) -> Snooze:
    """Put a due item of a child out of one's own sight until a day. It stays due.

    Raises `Refused` without a reason, or for a day that is not ahead or more than 90 days away.
    """
    if not reason.strip():
        raise Refused("Say why it can wait.")
    if not 0 < (until - today()).days <= LONGEST_SNOOZE:
        raise Refused("Choose a day from tomorrow to 90 days from now.")
    made: Snooze
    made, _ = Snooze.objects.update_or_create(
        pupil=pupil,
        requirement=requirement,
        user=by.user,
        defaults={"until": until, "reason": reason.strip()},
    )
    return made


@transaction.atomic
def wake(*, row: Snooze) -> None:
    """Show a due item again that one had put out of sight."""
    row.delete()
