"""Asking people to work here, asking again, and taking it back.

All act in the school one is acting in, for `by`. Nobody invites to a role they may not give.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actions.guards import hold_school, refuse_if_here, refuse_roles
from accounts.invitation_lines import Invitee
from accounts.models import Invitation, InvitedClass, Membership, User
from common.dates import long_date
from common.errors import Refused
from jobs.actions import post
from jobs.models import OutboxMessage
from jobs.secrets import SEED, hash_of, new_seed, secret_of

MAIL = "invitation"
MOST_A_DAY = 400  # of one school: two long lists
MOST_A_DAY_TO_ONE = 5
A_DAY = timedelta(days=1)


@transaction.atomic
def invite(
    *, by: Membership, invitees: Sequence[Invitee], starts_on: date, days: int
) -> list[Invitation]:
    """Ask people to work here from a day, each by a message with a link good for `days` days.

    All or none. An invitation of theirs that lapsed gives way. Raises `Refused` for a role `by` may
    not give, oneself, somebody here or invited already, closed sign-in, or too many in a day.
    """
    hold_school(by)
    now = timezone.now()  # of all, so that a list is shown by name
    return [_invite(by, one, starts_on, days, now) for one in invitees]


def _invite(by: Membership, one: Invitee, starts_on: date, days: int, now: datetime) -> Invitation:
    address = one.email.strip().lower()
    refuse_roles(by, one.roles)
    if not one.roles:
        raise Refused(f"{one.name} needs at least one role.")
    if address == by.user.email.lower():
        raise Refused("Nobody invites themselves.")
    user = User.objects.filter(email__iexact=address).first()
    if user and not user.is_active:
        raise Refused(f"Sign-in is closed for {address}. Ask whoever runs the system to open it.")
    if user:
        refuse_if_here(user, starts_on)
    _make_room(by, address)
    seed = new_seed()
    made: Invitation = Invitation.objects.create(
        email=address,
        name=one.name,
        roles=one.roles,
        job_title=one.job_title,
        starts_on=starts_on,
        days=days,
        invited_by=by,
        invited_at=now,
        expires_at=now + timedelta(days=days),
        token_hash=hash_of(secret_of(seed)),
    )
    for place in one.places:
        InvitedClass.objects.create(
            invitation=made,
            kind=place.kind,
            class_group_id=place.class_id,
            year_group=place.year_group,
        )
    _send(made, seed)
    return made


def _make_room(by: Membership, address: str) -> None:
    """An invitation that lapsed gives way to a new one. Raises `Refused` for one that holds."""
    now = timezone.now()
    for row in Invitation.objects.unanswered().filter(email=address):
        if row.state_at(now) == Invitation.State.PENDING:
            raise Refused(f"{address} is invited already. Send that invitation again instead.")
        row.withdrawn_at, row.withdrawn_by = now, by
        row.save()


@transaction.atomic
def send_again(*, by: Membership, invitation: Invitation) -> Invitation:
    """Send a new link, good for as many days again; the old one is dead. `by` answers for it now.

    Raises `Refused` for one that was answered, or a role `by` may not give.
    """
    hold_school(by)
    row = _open(invitation)
    refuse_roles(by, row.roles)
    if row.email == by.user.email.lower():
        raise Refused("Nobody invites themselves.")
    seed, now = new_seed(), timezone.now()
    row.token_hash = hash_of(secret_of(seed))
    row.invited_by, row.held_at = by, None
    row.expires_at = now + timedelta(days=row.days)
    row.times_sent += 1
    row.save()
    _send(row, seed)
    return row


@transaction.atomic
def withdraw(*, by: Membership, invitation: Invitation) -> None:
    """Take an invitation back: its link is dead.

    Raises `Refused` for one that was answered, or a role `by` may not give or take away.
    """
    hold_school(by)
    row = _open(invitation)
    refuse_roles(by, row.roles)
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    row.save()


def _open(invitation: Invitation) -> Invitation:
    """The invitation as it is now, held. Raises `Refused` once it was accepted or withdrawn."""
    row: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.accepted_at:
        raise Refused(f"{row.name} has accepted this invitation already.")
    if row.withdrawn_at:
        raise Refused("This invitation was withdrawn. Invite them anew.")
    return row


def _send(row: Invitation, seed: str) -> None:
    """Put the message into the outbox. Raises `Refused` above the limits of a day."""
    sent = OutboxMessage.objects.filter(template=MAIL, created_at__gt=timezone.now() - A_DAY)
    if sent.count() >= MOST_A_DAY:
        raise Refused(f"{MOST_A_DAY} invitations went out in a day. Send the rest tomorrow.")
    if sent.filter(to=row.email).count() >= MOST_A_DAY_TO_ONE:
        raise Refused(f"{row.email} was sent {MOST_A_DAY_TO_ONE} invitations in a day already.")
    post(
        to=row.email,
        template=MAIL,
        context={
            "school": row.school.name,
            "slug": row.school.slug,
            "by": row.invited_by.user.name,
            "until": long_date(timezone.localdate(row.expires_at)),
            SEED: seed,
        },
        reason_key=f"invitation-{row.pk}-{row.times_sent}",
    )
