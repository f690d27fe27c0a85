"""Linking a school account to the person signed in, and unlinking it; they are told by mail."""

from typing import Any

import structlog
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from accounts.actions.notices import tell_of_change
from accounts.models import User
from accounts.school_accounts import KNOWN
from accounts.sessions import end_sessions_of
from common.errors import Refused

log = structlog.get_logger(__name__)


@transaction.atomic
def link_school_account(*, user: Any, account: SocialAccount, browser: str) -> None:
    """Let what the provider says of somebody sign `user` in; linked already, nothing changes.

    Raises `Refused` when it is somebody else's here, or `user` has another of that provider.
    """
    name = KNOWN[account.provider].name
    User.objects.select_for_update().get(pk=user.pk)  # two at once would both find none
    rows = SocialAccount.objects.filter(provider=account.provider)
    if rows.filter(user_id=user.pk).exclude(uid=account.uid).exists():
        raise Refused(f"Another {name} account is linked already. Unlink that one first.")
    if rows.filter(user_id=user.pk, uid=account.uid).exists():
        return
    account.pk, account.user = None, user
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as taken:
        raise Refused(f"That {name} account is linked to somebody else here.") from taken
    address = account.extra_data["email"]
    what = f"A {name} account was linked" + (f" ({address})" if address else "")
    tell_of_change(user=user, what=what, browser=browser)
    log.info("school_account_linked", of=user.pk, provider=account.provider)


@transaction.atomic
def unlink_school_account(*, user: Any, provider: str, here: str | None, browser: str) -> bool:
    """Take a person's school account off, and sign them out of every browser but `here`.

    Gives whether one was linked. `provider` is a key of `settings.SCHOOL_ACCOUNTS`.
    """
    User.objects.select_for_update().get(pk=user.pk)
    count, _kinds = SocialAccount.objects.filter(user_id=user.pk, provider=provider).delete()
    if count:
        end_sessions_of(user, but=here)
        what = f"Your {KNOWN[provider].name} account was unlinked"
        tell_of_change(user=user, what=what, browser=browser)
        log.info("school_account_unlinked", of=user.pk, provider=provider)
    return bool(count)
