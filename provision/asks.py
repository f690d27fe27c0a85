"""What home asks of whoever issues plans."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from accounts.asks import Ask, Group, saying
from accounts.models import Membership
from accounts.permissions import Permission
from provision.to_issue import to_be_issued


def plans_to_issue(reader: Membership, _day: date) -> Iterable[Ask]:
    """The plans that were agreed and wait to be issued."""
    if not reader.can(Permission.ISSUE_PLANS) or reader.school is None:
        return []
    url = reverse("provision:issue_list", kwargs={"school": reader.school.slug})
    told = saying("plan to issue", "plans to issue", url, Group.DECIDE)
    return [Ask(to_be_issued(reader), told)]
