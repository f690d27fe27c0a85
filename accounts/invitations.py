"""Invitations of a school, read for its pages and for whoever follows a link."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.invitation_lines import Known
from accounts.models import Invitation, Membership
from accounts.permissions import Permission, permissions_of
from accounts.staff import may_give, roles_in_words, what_of, working_on
from common.dates import long_date, today
from jobs.secrets import hash_of
from schools.dates import open_classes

STATE_CHIPS = {
    Invitation.State.PENDING: "info",
    Invitation.State.EXPIRED: "off",
    Invitation.State.HELD: "late",
    Invitation.State.ACCEPTED: "done",
    Invitation.State.WITHDRAWN: "off",
}
OPEN_STATES = frozenset({Invitation.State.PENDING, Invitation.State.EXPIRED, Invitation.State.HELD})


def known_of(by: Membership) -> Known:
    """What a list of people to invite is read against; three queries."""
    classes: dict[str, tuple[int, str]] = {}
    for row in open_classes():  # this year's before the next one's of the same name
        classes.setdefault(" ".join(row.name.casefold().split()), (row.pk, row.name))
    return Known(
        may_give=may_give(by),
        classes=classes,
        own=by.user.email.casefold(),
        here=frozenset(
            email.casefold() for email in working_on(today()).values_list("user__email", flat=True)
        ),
        invited=frozenset(
            Invitation.objects.pending(timezone.now()).values_list("email", flat=True)
        ),
    )


def found_by(token: str) -> Invitation | None:
    """The invitation a link leads to, if it can still be accepted; of the acting school."""
    rows = Invitation.objects.pending(timezone.now()).select_related("invited_by__user", "school")
    row: Invitation | None = rows.filter(token_hash=hash_of(token)).first()
    return row


def stands(invitation: Invitation) -> bool:
    """Whether whoever invited works here still and may give all of these roles today."""
    inviter = invitation.invited_by
    rows = Membership.objects.on(today()).filter(
        user_id=inviter.user_id, school_id=invitation.school_id
    )
    return any(invitation.roles <= may_give(row) for row in rows)


def counts(now: datetime) -> tuple[int, int]:
    """How many are pending, and how many need a decision; two queries."""
    return Invitation.objects.all().pending(now).count(), held_invitations().count()


def held_invitations() -> Any:
    """Those that need a decision."""
    return Invitation.objects.all().unanswered().filter(held_at__isnull=False)


def joined_to_see_more(since: datetime) -> int:
    """How many have joined since then whose inviter may not open a child's page, as they may.

    An address may be the inviter's own second one, which nothing can tell from a colleague's: so
    SENCO and head are told (docs/decisions/office-invites.md). One query.
    """
    rows = Invitation.objects.filter(accepted_at__gte=since).select_related("invited_by")
    return sum(
        Permission.VIEW_PUPIL in permissions_of(row.roles)
        and not row.invited_by.can(Permission.VIEW_PUPIL)
        for row in rows
    )


@dataclass(frozen=True)
class InvitationLine:
    """One line of the list of invitations."""

    pk: int
    name: str
    email: str
    roles: str
    classes: str
    invited: str
    chip: tuple[str, str]
    is_open: bool
    may_change: bool


def invitation_lines(reader: Membership, now: datetime, *, open_only: bool) -> list[InvitationLine]:
    """The invitations as the list shows them, newest first; two queries."""
    rows = Invitation.objects.order_by("-invited_at", "name", "pk")
    rows = rows.unanswered() if open_only else rows.exclude(pk__in=rows.unanswered())
    rows = rows.select_related("invited_by__user", "withdrawn_by__user").prefetch_related(
        "classes__class_group__academic_year"
    )
    given = may_give(reader)
    return [_line(row, now, may_change=row.roles <= given) for row in rows[:500]]


def _line(row: Invitation, now: datetime, *, may_change: bool) -> InvitationLine:
    state = row.state_at(now)
    again = f", sent {row.times_sent} times" if row.times_sent > 1 else ""
    day = long_date(timezone.localdate(row.invited_at))
    return InvitationLine(
        pk=row.pk,
        name=row.name,
        email=row.email,
        roles=roles_in_words(row.roles),
        classes=places_in_words(row.classes.all()),
        invited=f"{day} by {row.invited_by.user.name}{again}",
        chip=(STATE_CHIPS[Invitation.State(state)], _state_in_words(row, state)),
        is_open=state in OPEN_STATES,
        may_change=may_change,
    )


def _state_in_words(row: Invitation, state: str) -> str:
    """What became of it and when: `Until 9 December 2026`, `Accepted 30 November 2026`."""
    if state == Invitation.State.PENDING:
        return f"Until {_day(row.expires_at)}"
    if state == Invitation.State.EXPIRED:
        return f"Expired {_day(row.expires_at)}"
    if state == Invitation.State.ACCEPTED:
        return f"Accepted {_day(row.accepted_at)}"
    if state == Invitation.State.WITHDRAWN:
        return f"Withdrawn {_day(row.withdrawn_at)}"
    return "Needs a decision"


def _day(moment: datetime | None) -> str:
    return long_date(timezone.localdate(moment))


def places_in_words(rows: Iterable[Any]) -> str:
    """`4B, 2026/27; Year 5`: the classes that come with an invitation."""
    return "; ".join(what_of(row) for row in rows)
