"""Ticking off what was keyed into the MIS, and taking a tick back."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from common.errors import Refused
from pupils.mis_list import item_now
from pupils.models import MisKeyed, Pupil


@transaction.atomic
def tick_off(*, pupil: Pupil, part: str, value: str, by: Membership) -> MisKeyed:
    """Record that ours was keyed into the MIS. `value` is what the person saw.

    Raises `Refused` when there is no such thing to key in, or it is another by now.
    """
    Pupil.objects.locked().get(pk=pupil.pk)
    item = item_now(by, pupil, part)
    if item is None:
        raise Refused("That is no longer on the list: somebody ticked it, or it changed.")
    if item.value != value:
        raise Refused(f"It has changed here since: key in “{item.value}”.")
    keyed: MisKeyed = MisKeyed.objects.create(pupil=pupil, part=part, value=value, keyed_by=by.user)
    return keyed


@transaction.atomic
def untick(*, keyed: MisKeyed, by: Membership) -> None:
    """Take a tick back; what is still different is on the list again."""
    held: MisKeyed = MisKeyed.objects.locked().get(pk=keyed.pk)
    if held.keyed_by_id is None:
        raise Refused("This was seen in a file of the MIS: there is nothing to take back.")
    if held.undone_at is not None:
        raise Refused("This was taken back already.")
    held.undone_at, held.undone_by = timezone.now(), by.user
    held.save()
