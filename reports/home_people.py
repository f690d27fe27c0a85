"""What a home page asks of those who manage people and the school: only where there is any."""

from datetime import datetime, timedelta

from django.urls import reverse

from accounts.invitations import counts, joined_to_see_more
from accounts.models import Membership
from accounts.permissions import Permission
from accounts.roles import Role
from jobs.messages import to_look_at
from reports.home import Answer

ASKED_FOR_PEOPLE = frozenset({Role.SENCO, Role.OFFICE})
ANSWER_FOR_PEOPLE = frozenset({Role.SENCO, Role.HEAD})
LATELY = timedelta(days=14)


def people_answers(reader: Membership, now: datetime) -> list[Answer]:
    """Invitations that wait, need a decision, or let see more; messages that may be lost."""
    assert reader.school is not None  # home is a school's page
    where = {"school": reader.school.slug}
    found = []
    if ASKED_FOR_PEOPLE & reader.roles:
        pending, held = counts(now)
        url = reverse("accounts:invitation_list", kwargs=where)
        found += [
            (held, "invitation needs a decision", "invitations need a decision", url, "late"),
            (pending, "invitation pending", "invitations pending", url, "info"),
        ]
    if ANSWER_FOR_PEOPLE & reader.roles:
        url = f"{reverse('accounts:invitation_list', kwargs=where)}?over=1"
        joined = "joined, invited by the office: known to you?"
        count = joined_to_see_more(now - LATELY)
        found.append((count, f"person {joined}", f"people {joined}", url, "info"))
    if reader.can(Permission.EDIT_SCHOOL):
        url = reverse("reports:message_list", kwargs=where)
        unsure = "message may not have arrived", "messages may not have arrived"
        found.append((to_look_at(now).count(), *unsure, url, "due"))
    return [
        Answer(count, one if count == 1 else many, url, kind)
        for count, one, many, url, kind in found
        if count
    ]
