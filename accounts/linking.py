"""What a school account may do here: sign in whoever linked it, and be linked by whoever is in."""

from typing import Any

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.actions import link_school_account
from accounts.browsers import browser_in_words
from accounts.factors import has_factor, stepped_up
from accounts.school_accounts import KNOWN, Untrusted
from common.errors import Refused

log = structlog.get_logger(__name__)


class LinkingAdapter(DefaultSocialAccountAdapter):
    """Nobody signs up, nobody is found by an e-mail, and no token is kept."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> Any:
        """Those of the settings; a row in the database configures nothing."""
        return [
            SocialApp(
                provider="school_account",
                provider_id=key,
                name=KNOWN[key].name,
                client_id=given["client_id"],
                secret=given["secret"],
                settings={"tenant": given["tenant"].lower()},
            )
            for key, given in settings.SCHOOL_ACCOUNTS.items()
            if provider in {None, key, "school_account"} and client_id in {None, given["client_id"]}
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: Any) -> None:
        """Never: whoever runs a tenant can give any address to anybody."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let a linked account in, let one be linked; everything else is refused, kindly."""
        sociallogin.token = None
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            _link(request, sociallogin)
            raise ImmediateHttpResponse(redirect("accounts:account_page"))
        if why := _why_not_in(sociallogin):
            raise ImmediateHttpResponse(_refused(request, sociallogin.provider.name, why))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """One page for whatever went wrong on the way: it tells an attacker nothing."""
        if exception is not None:
            cause = exception.__cause__
            fault = str(cause) if isinstance(cause, Untrusted) else type(exception).__name__
            log.warning("school_account_failed", provider=provider.name, fault=fault)
        raise ImmediateHttpResponse(_refused(request, provider.name, "failed"))


def _link(request: HttpRequest, sociallogin: Any) -> None:
    """Link the account to whoever went there to link it; refused, it is said on their page."""
    name = sociallogin.provider.name
    browser = browser_in_words(request.headers.get("User-Agent", ""))
    try:
        if not request.user.is_authenticated or not stepped_up(request):
            raise Refused(f"That took too long. Give your factor again, then link {name}.")
        link_school_account(user=request.user, account=sociallogin.account, browser=browser)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Your {name} account is linked.")


def _why_not_in(sociallogin: Any) -> str:
    """Why a school account signs nobody in; nothing when it does.

    Not before a second factor is set up anew: the school account is often the mailbox too, and the
    mailbox alone must open nothing (docs/decisions/school-accounts.md).
    """
    if not sociallogin.is_existing:
        return "unknown"
    alone = settings.SECOND_FACTOR_REQUIRED and not has_factor(sociallogin.user)
    return "alone" if alone else ""


def _refused(request: HttpRequest, name: str, why: str) -> HttpResponse:
    context = {"name": name, "why": why}
    return render(request, "socialaccount/authentication_error.html", context, status=403)


def linked_accounts(user: Any) -> list[tuple[str, str, str]]:
    """Each provider of this site: its key, its name, and the address that is linked, if one is."""
    rows = SocialAccount.objects.filter(user=user)
    linked = {row.provider: row.extra_data.get("email") or "linked" for row in rows}
    return [(key, KNOWN[key].name, linked.get(key, "")) for key in settings.SCHOOL_ACCOUNTS]
