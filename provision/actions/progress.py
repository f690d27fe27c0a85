"""How targets go: notes of a day."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.dates import long_date, today
from common.errors import Refused
from provision.actions.guards import refuse_closed
from provision.models import ProgressNote, Target


@transaction.atomic
def note_progress(
    *, target: Target, on: date, by: User, value: Decimal | None = None, words: str = ""
) -> ProgressNote:
    """Note how a target goes: a figure, words, or both. Raises `Refused`."""
    refuse_closed(target.plan)
    if target.withdrawn_at is not None:
        raise Refused("This target was taken out of the plan.")
    if value is None and not words.strip():
        raise Refused("Give a figure, or say how it goes.")
    if on > today():
        raise Refused(f"{long_date(on)} is in the future.")
    note: ProgressNote = ProgressNote.objects.create(
        target=target,
        pupil=target.pupil,
        on=on,
        value=value,
        words=words.strip(),
        written_at=timezone.now(),
        written_by=by,
    )
    return note


@transaction.atomic
def withdraw_note(*, note: ProgressNote, because: str, by: User) -> ProgressNote:
    """Take back a note made by mistake. Raises `Refused`."""
    held: ProgressNote = ProgressNote.objects.locked().get(pk=note.pk)
    if held.withdrawn_at is not None:
        raise Refused("It was taken back already.")
    if not because.strip():
        raise Refused("Say why it is taken back.")
    held.withdrawn_at, held.withdrawn_by = timezone.now(), by
    held.withdrawn_because = because.strip()
    held._change_reason = held.withdrawn_because
    held.save()
    return held
