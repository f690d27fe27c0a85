"""Staff around a child: links by name, and people kept away (permissions.md, "Scope")."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import Membership, User
from accounts.permissions import Permission
from common.dates import long_date, today
from common.errors import Refused
from pupils.models import AccessBlock, Pupil, StaffLink
from schools.models import School


@transaction.atomic
def link_staff(
    *, pupil: Pupil, membership: Membership, kind: str, on: date, last_day: date | None = None
) -> StaffLink:
    """Link a member of staff to a child from a day: they see the record from then on.

    With a last day the link ends by itself. Raises `Refused` for a leaver, for someone kept from
    the child, for a link there is in that time, or for days that make no sense.
    """
    Pupil.objects.locked().get(pk=pupil.pk)
    ends_on = last_day + timedelta(days=1) if last_day else None
    _refuse_link(pupil, membership, on, ends_on)
    same = StaffLink.objects.filter(pupil=pupil, membership=membership, kind=kind)
    held = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    if held.filter(starts_on__lt=ends_on or date.max).exists():
        raise Refused(f"{membership.user.name} is linked in this way already.")
    row: StaffLink = StaffLink.objects.create(
        pupil=pupil, membership=membership, kind=kind, starts_on=on, ends_on=ends_on
    )
    return row


def _refuse_link(pupil: Pupil, membership: Membership, on: date, ends_on: date | None) -> None:
    """One sentence for a link that cannot be."""
    name = membership.user.name
    if pupil.has_left:
        raise Refused("The pupil has left the school: no one can be linked to them.")
    if on < pupil.born_on:
        raise Refused(f"{long_date(on)} is before the pupil was born.")
    if ends_on is not None and ends_on <= on:
        raise Refused(f"The last day comes before the first, {long_date(on)}.")
    if AccessBlock.objects.on(on).filter(pupil=pupil, user_id=membership.user_id).exists():
        raise Refused(f"{name} is kept from this child. End that first, if it no longer applies.")


@transaction.atomic
def end_staff_link(*, link: StaffLink, on: date) -> None:
    """End a link: `on` is the first day it no longer holds."""
    held: StaffLink = StaffLink.objects.locked().get(pk=link.pk)
    if held.ends_on is not None and held.ends_on <= today():
        raise Refused(f"This ended on {long_date(held.ends_on)} already.")
    if on < held.starts_on:
        raise Refused(f"The link began on {long_date(held.starts_on)}: it cannot end before that.")
    held.ends_on = on
    held.save()


@transaction.atomic
def keep_away(*, pupil: Pupil, user: User, why: str) -> AccessBlock:
    """Keep a member of staff from a child's record from now on, whatever their role.

    Raises `Refused` when they are kept away already, or when nobody would be left who sees the
    child and may lift this again.
    """
    Pupil.objects.locked().get(pk=pupil.pk)
    blocks = AccessBlock.objects.filter(pupil=pupil)
    if blocks.still_open().filter(user=user).exists():
        raise Refused(f"{user.name} is kept from this child already.")
    kept = set(blocks.on(today()).values_list("user_id", flat=True)) | {user.pk}
    if not _who_can_lift(pupil.school) - kept:
        raise Refused(
            f"Nobody would be left who can lift this. Give another person {user.name}'s role first."
        )
    return AccessBlock.objects.create(pupil=pupil, user=user, why=why, starts_on=today())


def _who_can_lift(school: School) -> set[int]:
    staff = Membership.objects.on(today()).filter(school=school)
    return {member.user_id for member in staff if member.can(Permission.MANAGE_ACCESS)}


@transaction.atomic
def end_block(*, block: AccessBlock) -> None:
    """Let a person see the child again from today, as far as their role does."""
    held: AccessBlock = AccessBlock.objects.locked().get(pk=block.pk)
    if held.ends_on is not None and held.ends_on <= today():
        raise Refused(f"This ended on {long_date(held.ends_on)} already.")
    held.ends_on = today()
    held.save()
