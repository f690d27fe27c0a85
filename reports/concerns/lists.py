"""The lists of concerns a person is shown, each under its heading."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import Permission
from pupils.models import Concern
from reports.concerns.lines import ConcernLine, lines_of

LATELY = timedelta(days=120)


def lists_of(reader: Membership) -> list[tuple[str, list[ConcernLine]]]:
    """Drafts of one's own, what waits, what one raised, what was decided lately; four queries."""
    mine = Concern.objects.visible_to(reader).raised().filter(raised_by=reader.user_id)
    found = [("Your drafts", Concern.objects.drafts_of(reader).order_by("-started_at"))]
    if reader.can(Permission.READ_CONCERNS):
        seen = Concern.objects.visible_to(reader)
        waiting = seen.undecided()
        since = timezone.now() - LATELY
        decided = seen.raised().exclude(pk__in=waiting.values("pk"))
        found += [
            ("To be decided", waiting.order_by("outcome", "raised_at", "pk")),
            ("Decided lately", decided.filter(triaged_at__gte=since).order_by("-triaged_at")),
        ]
    else:
        found.append(("Raised by you", mine.order_by("-raised_at")))
    lists = [(title, lines_of(rows, reader)) for title, rows in found]
    return [(title, lines) for title, lines in lists if lines]
