"""Signing a colleague out everywhere, and resetting a second factor that was lost."""

from datetime import datetime

import structlog
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.factor_resets import (
    BETWEEN_CODES,
    CODE_LIVES,
    MOST_CODES,
    MOST_TRIES,
    close_resets,
    hash_of_code,
    is_same_password,
    mark_of_password,
)
from accounts.models import FactorReset, Membership
from accounts.sessions import end_sessions_of
from accounts.staff import may_give, schools_of
from common.errors import Refused
from jobs.actions import post
from jobs.secrets import SEED, code_of, new_seed
from schools.tenancy import school_scope

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

    At the next sign-in a code by e-mail is asked for beside the password; a message tells them who
    did it, so that one who did not ask can say so.

    Raises `Refused` for a role `by` could not give, and for somebody of another school as well,
    whose records there are not `by`'s to open a way to.
    """
    if not membership.roles <= may_give(by):
        raise Refused("Only somebody who may give their roles can reset their second factor.")
    name = membership.user.name
    if any(row.school_id != by.school_id for row in schools_of(membership.user)):
        raise Refused(f"{name} works in another school too. Whoever runs the system resets it.")
    Authenticator.objects.filter(user_id=membership.user_id).delete()
    close_resets(membership.user)
    made = FactorReset.objects.create(
        user=membership.user, reset_by=by, password_mark=mark_of_password(membership.user)
    )
    sign_out_person(by=by, membership=membership)
    post(
        to=membership.user.email,
        template="factor_reset",
        context={"school": str(by.school), "by": by.user.name},
        reason_key=f"factor-reset-{made.pk}",
    )
    log.info("factor_reset", of=membership.user_id, by=by.user_id)


def send_code(*, reset: FactorReset, now: datetime) -> None:
    """Send six digits, good for a quarter of an hour, to the person's own address.

    Raises `Refused` for a second one within a minute, for too many, or once the password changed.
    """
    school = reset.reset_by.school
    assert school is not None  # a trust resets nobody's factor
    with school_scope(school, by=reset.user):
        row = _held(reset)
        if row.codes_sent >= MOST_CODES:
            raise Refused("Too many codes were sent. Ask for the second factor to be reset again.")
        if row.code_sent_at and now - row.code_sent_at < BETWEEN_CODES:
            raise Refused("A code was sent a moment ago. Wait a minute, then ask for another.")
        seed = new_seed()
        row.code_hash = hash_of_code(row, code_of(seed))
        row.code_sent_at, row.tries_left = now, MOST_TRIES
        row.codes_sent += 1
        row.save()
        post(
            to=row.user.email,
            template="factor_code",
            context={SEED: seed},
            reason_key=f"factor-code-{row.pk}-{row.codes_sent}",
        )


def take_code(*, reset: FactorReset, code: str, now: datetime) -> bool:
    """Whether these are the digits that were sent last; each may be tried five times, used once.

    Raises `Refused` when it is too late, tried too often, or the password changed.
    """
    school = reset.reset_by.school
    assert school is not None
    with school_scope(school, by=reset.user):
        row = _held(reset)
        too_late = row.code_sent_at is None or now - row.code_sent_at > CODE_LIVES
        if too_late or not row.code_hash:
            raise Refused("That code is too old. Ask for another.")
        if row.tries_left == 0:
            raise Refused("That code was tried five times. Ask for another.")
        right = row.code_hash == hash_of_code(row, code)
        row.tries_left -= 1
        row.code_hash = "" if right else row.code_hash
        row.save()
        return right


def _held(reset: FactorReset) -> FactorReset:
    row = (
        FactorReset.objects.select_for_update(of=("self",))
        .select_related("user")
        .get(pk=reset.pk, over_at__isnull=True)
    )
    if not is_same_password(row):
        raise Refused(
            "Your password was changed after the factor was reset. For your safety, ask for it to"
            " be reset again."
        )
    return row
