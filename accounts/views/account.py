"""A person's own account: theirs alone, the same in every school they work in."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.linking import linked_accounts
from accounts.permissions import Permission
from accounts.sessions import sessions_of
from accounts.staff import roles_in_words, schools_of


@require_safe
def account_page(request: HttpRequest) -> HttpResponse:
    """Who one is here, where one works, and how one signs in."""
    kinds = Authenticator.Type
    rows = list(Authenticator.objects.filter(user=request.user))
    codes = next((row.wrap() for row in rows if row.type == kinds.RECOVERY_CODES), None)
    context = {
        "places": [
            (
                row.school,
                roles_in_words(row.roles),
                row.starts_on,
                row.can(Permission.VIEW_HOME),
                row.can(Permission.USE_TABLET),
            )
            for row in schools_of(request.user)
        ],
        "has_app": any(row.type == kinds.TOTP for row in rows),
        "passkeys": sum(row.type == kinds.WEBAUTHN for row in rows),
        "linked": linked_accounts(request.user),
        "browsers": len(sessions_of(request.user)),
        "has_codes": codes is not None,
        "codes_left": len(codes.get_unused_codes()) if codes else 0,
    }
    return render(request, "accounts/account_page.html", context)
