"""What the tests of invitations share: asking somebody, and the link in their mail."""

from datetime import date
from typing import Any

from django.urls import reverse

from accounts.actions import invite
from accounts.invitation_lines import Invitee, Place
from accounts.models import Invitation, Membership
from accounts.roles import Role
from jobs.models import OutboxMessage
from jobs.outbox import email_of
from schools.tenancy import school_scope
from tests.accounts.signing_in import links_in
from tests.cast import Cast

MONDAY = date(2026, 11, 23)
TEACHER = frozenset({Role.TEACHER})
NEW = "nell@northfield.test"
PASSWORD = "three odd fictional words"


def ask_one(
    by: Membership,
    email: str = NEW,
    *,
    name: str = "Nell Ash",
    roles: frozenset[Role] = TEACHER,
    places: tuple[Place, ...] = (),
    **terms: Any,
) -> Invitation:
    """Somebody is invited by a colleague, as a teacher from Monday."""
    given: dict[str, Any] = {"starts_on": MONDAY, "days": 14} | terms
    assert by.school is not None
    with school_scope(by.school, by=by.user):
        return invite(by=by, invitees=[Invitee(email, name, roles, "", places)], **given)[0]


def newest_mail(cast: Cast, template: str = "invitation") -> OutboxMessage:
    """The last message of a kind in the school's outbox."""
    with school_scope(cast.school):
        rows = OutboxMessage.objects.filter(template=template).order_by("-pk")
        found: OutboxMessage = rows.first()
        return found


def link(cast: Cast) -> str:
    """The path of the link in the last invitation."""
    (found,) = links_in(str(email_of(newest_mail(cast)).body))
    return found.removeprefix("http://localhost:8000")


def address(cast: Cast, route: str, **keys: int) -> str:
    """A page about the invitations of the school."""
    return reverse(f"accounts:{route}", kwargs={"school": cast.school.slug, **keys})


def now(cast: Cast, row: Invitation) -> Invitation:
    """An invitation as it stands."""
    with school_scope(cast.school):
        found: Invitation = Invitation.objects.get(pk=row.pk)
        return found


def yes(**changed: str) -> dict[str, str]:
    """What a newcomer sends."""
    return {"name": "Nell Ash", "password1": PASSWORD, "password2": PASSWORD} | changed
