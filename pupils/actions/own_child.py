"""Answering whether a child is a member of staff's own, and the home details that show it."""

from django.db import transaction

from accounts.models import Membership, User
from common.errors import Refused
from pupils.actions.staff import keep_away
from pupils.models import AccessBlock, OwnChildAnswer, Pupil, StaffHome

THEIR_OWN = "Their own child"


@transaction.atomic
def answer_own_child(
    *, by: Membership, pupil: Pupil, user: User, is_own: bool, why: str = ""
) -> OwnChildAnswer:
    """Say whether a child is a member of staff's own. If so they are kept from the record at once.

    Raises `Refused` for oneself, for what was answered already, for a no without a reason, and
    where nobody would be left who sees the child and may lift the block.
    """
    Pupil.objects.locked().get(pk=pupil.pk)
    if user.pk == by.user_id:
        raise Refused("Nobody answers this about themselves. Ask a colleague to do it.")
    if OwnChildAnswer.objects.filter(pupil=pupil, user=user).exists():
        raise Refused("This was answered already.")
    if not is_own and not why.strip():
        raise Refused("Say in a few words how you know that this is not their child.")
    kept = AccessBlock.objects.filter(pupil=pupil, user=user).still_open().exists()
    if is_own and not kept:
        keep_away(pupil=pupil, user=user, why=why.strip() or THEIR_OWN)
    row: OwnChildAnswer = OwnChildAnswer.objects.create(
        pupil=pupil,
        user=user,
        is_own=is_own,
        why=why.strip() or THEIR_OWN,
        answered_by=by.user,
    )
    return row


@transaction.atomic
def save_home(*, home: StaffHome, expected: int | None) -> None:
    """Save home details of a member of staff, new or edited from version `expected`.

    Raises `EditClash` when somebody else saved first.
    """
    if expected is None:
        home.save()
    else:
        home.save_as_version(expected)
