"""The way back in after a lost second factor: password, code by e-mail, then a new factor."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import FactorReset, Membership

SHOWN = "factor_reset_code_shown"
CODE_LIVES = timedelta(minutes=15)
BETWEEN_CODES = timedelta(minutes=1)
MOST_CODES, MOST_TRIES = 5, 5


def open_reset(user: Any) -> FactorReset | None:
    """The reset a person has not answered with a new factor yet."""
    rows = FactorReset.objects.filter(user_id=user.pk, over_at__isnull=True)
    return rows.select_related("reset_by__user", "reset_by__school").first()


def resets_of(person: Membership) -> list[FactorReset]:
    """The last times a colleague's factor was reset at this school, newest first."""
    rows = FactorReset.objects.filter(user_id=person.user_id, reset_by__school=person.school)
    return list(rows.select_related("reset_by__user").order_by("-reset_at")[:3])


def code_is_due(request: HttpRequest) -> bool:
    """Whether this session must show the code by e-mail before a new factor may be set up."""
    row = open_reset(request.user)
    return row is not None and request.session.get(SHOWN) != row.pk


def close_resets(user: Any) -> None:
    """A new factor is in place."""
    FactorReset.objects.filter(user_id=user.pk, over_at__isnull=True).update(over_at=timezone.now())


def mark_of_password(user: Any) -> str:
    """Stands for the password a person has now."""
    return salted_hmac("accounts.factor_reset", user.password, algorithm="sha256").hexdigest()


def is_same_password(row: FactorReset) -> bool:
    """Whether the password is the one it was when the factor was reset."""
    return constant_time_compare(row.password_mark, mark_of_password(row.user))


def hash_of_code(row: FactorReset, code: str) -> str:
    """What to keep of a code: six digits are few, so it is hashed with the site's key."""
    told = f"{row.pk}:{code.strip()}"
    return salted_hmac("accounts.factor_reset.code", told, algorithm="sha256").hexdigest()
