"""What home tells of concerns: those that wait for a decision, and one's own drafts."""

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import Membership
from accounts.permissions import Permission
from pupils.models import Concern
from reports.home import Answer


def concern_answers(reader: Membership) -> list[Answer]:
    """New concerns for who decides about them all, and drafts of one's own; two queries."""
    assert reader.school is not None  # home is a school's page
    url = reverse("reports:concern_list", args=[reader.school.slug])
    found = []
    if reader.can(Permission.PLACE_ANYWHERE):
        rows = Concern.objects.visible_to(reader).raised()
        new = rows.aggregate(new=Count("pk", filter=Q(outcome="")))["new"]
        if new:
            words = "new concern to decide about" if new == 1 else "new concerns to decide about"
            found.append(Answer(new, words, url, "due"))
    drafts = Concern.objects.drafts_of(reader).count()
    if drafts:
        words = "concern you began" if drafts == 1 else "concerns you began"
        found.append(Answer(drafts, f"{words} and did not raise yet", url, "due"))
    return found
