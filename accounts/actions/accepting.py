"""Saying yes to an invitation: only then does a membership begin.

Called within the school of the link, by nobody yet or by the person signed in. Whoever follows the
link has read the mail sent to that address; a person who has a sign-in must also be signed in.
"""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.assignments import assign
from accounts.invitations import found_by, stands
from accounts.models import Invitation, InvitedClass, Membership, User
from accounts.roles import Role
from accounts.staff import memberships
from common.dates import today
from common.errors import Refused
from jobs.actions import post
from schools.models import School
from schools.tenancy import acting, school_scope


class Gone(Exception):
    """There is no such invitation, or not any more: expired, used, withdrawn, unknown."""


@transaction.atomic
def accept_as_newcomer(*, token: str, name: str, password: str) -> Membership | None:
    """Somebody without a sign-in accepts, and gets one under the invited address.

    `None` when the invitation was put before the SENCO instead (see `_answer`). Raises `Gone`, or
    `Refused` when that address has a sign-in already.
    """
    row = _held(token)
    if not stands(row):
        _put_aside(row)
        return None
    try:
        with transaction.atomic():
            if User.objects.filter(email__iexact=row.email).exists():
                raise IntegrityError
            user = User.objects.create_user(row.email, password, name=name)
    except IntegrityError as taken:
        words = "There is a sign-in with this address. Sign in, and open the link again."
        raise Refused(words) from taken
    return _begin(row, user)


@transaction.atomic
def accept_as(*, token: str, user: User) -> Membership | None:
    """The person signed in accepts what was sent to the address they sign in with.

    `None` when it was put before the SENCO instead. Raises `Gone`, also for another address, or
    `Refused` for somebody who works here.
    """
    row = _held(token)
    if row.email != user.email.lower():
        raise Gone
    if not stands(row):
        _put_aside(row)
        return None
    return _begin(row, user)


def _held(token: str) -> Invitation:
    """The invitation, with its school held: of two browsers at the same instant one wins."""
    actor = acting()
    assert actor is not None  # the link names its school
    School.objects.select_for_update().get(pk=actor.school_id)
    found = found_by(token)
    if found is None:
        raise Gone
    return found


def _put_aside(row: Invitation) -> None:
    """Nobody gets what their inviter may no longer give: the SENCO is asked (permissions.md)."""
    row.held_at = timezone.now()
    row.save()
    for member in memberships().on(today()).holding(Role.SENCO):  # type: ignore[attr-defined]
        post(
            to=member.user.email,
            template="invitation_held",
            context={"school": row.school.name, "slug": row.school.slug},
            reason_key=f"invitation-held-{row.pk}-{row.times_sent}",
        )


def _begin(row: Invitation, user: User) -> Membership:
    """The membership begins, with roles and classes; history names its person and the inviter."""
    actor = acting()
    assert actor is not None  # the link names its school
    starts_on = _first_day(row, user)
    with school_scope(actor.school, by=user, request_id=actor.request_id):
        made = Membership(
            user=user,
            school_id=row.school_id,
            roles=row.roles,
            job_title=row.job_title,
            starts_on=starts_on,
        )
        made._change_reason = f"Invited by {row.invited_by.user.name}"[:100]  # type: ignore[attr-defined]
        made.save()
        _give_classes(made, row.classes.select_related("class_group__academic_year"))
        row.accepted_at, row.accepted_by = timezone.now(), made
        row.save()
    return made


def _first_day(row: Invitation, user: User) -> date:
    """The day it begins: not before today, nor before an earlier time of theirs here is over."""
    earlier = list(memberships().filter(user=user))
    if any(one.ends_on is None for one in earlier):
        raise Refused(f"You work at {row.school.name} already. Nothing was changed.")
    return max([today(), row.starts_on, *(one.ends_on for one in earlier if one.ends_on)])


def _give_classes(made: Membership, places: Iterable[InvitedClass]) -> None:
    """The classes that came with the invitation, from the first day; years that are over lapse."""
    for place in places:
        starts_on = made.starts_on
        if place.class_group:
            year = place.class_group.academic_year
            if year.ends_on < starts_on:
                continue
            starts_on = max(starts_on, year.starts_on)
        assign(
            membership=made,
            kind=place.kind,
            class_group=place.class_group,
            year_group=place.year_group,
            starts_on=starts_on,
        )
