"""Signing in with a school's Microsoft or Google account, linking one, and unlinking it."""

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import asking_again
from accounts.actions import unlink_school_account
from accounts.browsers import browser_in_words
from accounts.factors import stepped_up
from accounts.provider import SchoolAccountAdapter
from accounts.school_accounts import KNOWN
from accounts.tablets import COOKIE


@login_not_required
@require_POST
def school_account_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider: to sign in, or, signed in and having given the factor, to link.

    404 on a shared tablet: the provider's own session would stay there for the next person.
    """
    _configured(provider_id)
    if COOKIE in request.COOKIES:
        raise Http404
    if request.user.is_authenticated and not stepped_up(request):
        return redirect(asking_again(request, back=reverse("accounts:account_page")))
    response: HttpResponse = OAuth2LoginView.adapter_view(
        SchoolAccountAdapter(request, provider_id)
    )(request)
    return response


@login_not_required
@require_safe
def school_account_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider with a code, which only this browser's session can use."""
    _configured(provider_id)
    response: HttpResponse = OAuth2CallbackView.adapter_view(
        SchoolAccountAdapter(request, provider_id)
    )(request)
    return response


@require_POST
def school_account_unlink(request: HttpRequest, provider_id: str) -> HttpResponse:
    """A school account no longer signs its owner in, here or where it did; the password stays."""
    name = _configured(provider_id)
    if not stepped_up(request):
        return redirect(asking_again(request, back=reverse("accounts:account_page")))
    found = unlink_school_account(
        user=request.user,
        provider=provider_id,
        here=request.session.session_key,
        browser=browser_in_words(request.headers.get("User-Agent", "")),
    )
    if not found:
        raise Http404
    messages.success(request, f"Your {name} account is unlinked.")
    return redirect("accounts:account_page")


def _configured(provider_id: str) -> str:
    """The name of a provider. 404 for one this site has not been given."""
    if provider_id not in settings.SCHOOL_ACCOUNTS:
        raise Http404
    return KNOWN[provider_id].name
