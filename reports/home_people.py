"""What a home page asks of those who manage people and the school: only where there is any."""

from datetime import datetime, timedelta

from django.urls import reverse

from accounts.asks import Answer, Ask, Group, saying
from accounts.invitations import held_invitations, joined_to_see_more
from accounts.models import Invitation, Membership
from accounts.permissions import Permission
from accounts.roles import Role
from jobs.messages import to_look_at

ASKED_FOR_PEOPLE = frozenset({Role.SENCO, Role.OFFICE})
ANSWER_FOR_PEOPLE = frozenset({Role.SENCO, Role.HEAD})
LATELY = timedelta(days=14)


def people_asks(reader: Membership, now: datetime) -> list[Ask]:
    """Invitations that wait, need a decision, or let see more; messages that may be lost."""
    assert reader.school is not None  # home is a school's page
    where = {"school": reader.school.slug}
    url = reverse("accounts:invitation_list", kwargs=where)
    rows = Invitation.objects.all()
    asks = []
    if ASKED_FOR_PEOPLE & reader.roles:
        held = "invitation needs a decision", "invitations need a decision"
        sent = "invitation pending", "invitations pending"
        asks += [
            Ask(held_invitations(), saying(*held, url, Group.DECIDE, "late")),
            Ask(rows.pending(now), saying(*sent, url, Group.DO, "info")),
        ]
    if ANSWER_FOR_PEOPLE & reader.roles:
        since = now - LATELY
        joined = rows.filter(accepted_at__gte=since)
        asks.append(Ask(joined, lambda _count: _joined(since, f"{url}?over=1")))
    if reader.can(Permission.EDIT_SCHOOL):
        url = reverse("reports:message_list", kwargs=where)
        unsure = "message may not have arrived", "messages may not have arrived"
        asks.append(Ask(to_look_at(now), saying(*unsure, url, Group.DO)))
    return asks


def _joined(since: datetime, url: str) -> list[Answer]:
    """People whose inviter could not see as much; one query."""
    count = joined_to_see_more(since)
    who = "person" if count == 1 else "people"
    words = f"{who} joined, invited by the office: known to you?"
    return [Answer(count, words, url, "info", Group.DECIDE)]
