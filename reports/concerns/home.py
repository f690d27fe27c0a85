"""What home tells of concerns: what waits for a decision or an answer, and one's own drafts."""

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import today
from pupils.models import Concern, Observation
from reports.home import Answer


def concern_answers(reader: Membership) -> list[Answer]:
    """New concerns for who decides about them all, and drafts of one's own; three queries."""
    assert reader.school is not None  # home is a school's page
    url = reverse("reports:concern_list", args=[reader.school.slug])
    found = []
    if reader.can(Permission.PLACE_ANYWHERE):
        rows = Concern.objects.visible_to(reader).raised()
        new = rows.aggregate(new=Count("pk", filter=Q(outcome="")))["new"]
        if new:
            words = "new concern to decide about" if new == 1 else "new concerns to decide about"
            found.append(Answer(new, words, url, "due"))
    asked = Observation.objects.asked_of(reader).aggregate(
        count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today()))
    )
    if asked["count"]:
        words = "colleague asks" if asked["count"] == 1 else "colleagues ask"
        found.append(
            Answer(
                asked["count"],
                f"{words} what you see of a child",
                url,
                "late" if asked["late"] else "due",
            )
        )
    drafts = Concern.objects.drafts_of(reader).count()
    if drafts:
        words = "concern you began" if drafts == 1 else "concerns you began"
        found.append(Answer(drafts, f"{words} and did not raise yet", url, "due"))
    return found
