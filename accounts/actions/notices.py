"""Telling people by mail that a way they sign in was changed, so that a stranger's change shows."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.staff import schools_of
from common.dates import long_date
from jobs.actions import post
from schools.models import School
from schools.tenancy import school_scope


@transaction.atomic
def tell_of_change(*, user: Any, what: str, browser: str) -> None:
    """Post a message to a person's own address: `what` was changed just now in `browser`.

    `what` is a sentence without its full stop. The message waits in the outbox of one of the
    person's schools, past ones if need be; somebody who never had a school is not told.
    """
    school = _school_of(user)
    if school is None:
        return
    now = timezone.localtime()
    context = {
        "what": what,
        "when": f"{now:%H:%M} on {long_date(now.date())}",
        "browser": browser,
    }
    with school_scope(school, by=user):
        post(
            to=user.email,
            template="sign_in_changed",
            context=context,
            reason_key=f"sign-in-changed-{uuid.uuid4()}",
        )


def _school_of(user: Any) -> School | None:
    """The school that sends what concerns a person alone: one of today, else the last they left."""
    held: Any = next(iter(schools_of(user)), None)
    if held is None:
        past = Membership.objects.filter(user=user, school__isnull=False)
        held = past.select_related("school").order_by("-starts_on", "pk").first()
    school: School | None = held.school if held else None
    return school
