"""Second factors: which a person has, and whether this session has shown one, and when."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

# What counts as a factor by itself; recovery codes stand in for one.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def factors_of(user: Any) -> set[str]:
    """The kinds of second factor a person has set up."""
    if not user.is_authenticated:
        return set()
    rows = Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS)
    return set(rows.values_list("type", flat=True))


def has_factor(user: Any) -> bool:
    """Whether a person has set up a second factor."""
    return bool(factors_of(user))


def stepped_up(request: HttpRequest) -> bool:
    """Whether this person gave their second factor within the last ten minutes."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return True
    oldest = timezone.now().timestamp() - settings.STEP_UP_SECONDS
    records = get_authentication_records(request, request.user)
    return any(r["method"] == "mfa" and r["at"] >= oldest for r in records)
