"""Signing a colleague out everywhere, and resetting a second factor that was lost."""

import structlog
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.models import Membership
from accounts.sessions import end_sessions_of
from accounts.staff import may_give, schools_of
from common.errors import Refused

log = structlog.get_logger(__name__)


@transaction.atomic
def sign_out_person(*, by: Membership, membership: Membership) -> int:
    """End every session of a colleague, in every school of theirs; gives how many there were."""
    ended = end_sessions_of(membership.user)
    log.info("sessions_ended", of=membership.user_id, by=by.user_id, count=ended)
    return ended


@transaction.atomic
def reset_factor(*, by: Membership, membership: Membership) -> None:
    """Take out a colleague's second factors and codes, and sign them out: they set one up anew.

    Raises `Refused` for a role `by` could not give, and for somebody of another school as well,
    whose records there are not `by`'s to open a way to.
    """
    if not membership.roles <= may_give(by):
        raise Refused("Only somebody who may give their roles can reset their second factor.")
    name = membership.user.name
    if any(row.school_id != by.school_id for row in schools_of(membership.user)):
        raise Refused(f"{name} works in another school too. Whoever runs the system resets it.")
    Authenticator.objects.filter(user_id=membership.user_id).delete()
    sign_out_person(by=by, membership=membership)
    log.info("factor_reset", of=membership.user_id, by=by.user_id)
