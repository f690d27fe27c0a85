"""What a home page asks of those who answer for who sees which child; only where there is any."""

from datetime import date

from django.urls import reverse

from accounts.asks import Answer, Ask, Group, saying
from accounts.models import Membership
from accounts.permissions import Permission
from pupils.actions.alerts import FIRST_TOLD
from pupils.models import OpeningAlert
from pupils.own_children import questions_for
from reports.access import whose_key_worker_left
from reports.alerts import alerts_to_answer


def watch_asks(reader: Membership, day: date) -> list[Ask]:
    """Unusual openings nobody has noted anything about, and key workers who have left."""
    assert reader.school is not None  # home is a school's page
    slug = reader.school.slug
    asks = []
    if reader.can(Permission.VIEW_AUDIT):
        alerts = OpeningAlert.objects.visible_to(reader).to_look_at()
        asks.append(Ask(alerts, lambda count: _alerts(reader, count)))
    if reader.can(Permission.MANAGE_ACCESS):
        left = "child's key worker has left", "children's key workers have left"
        url = reverse("reports:access_list", args=[slug])
        asks.append(Ask(whose_key_worker_left(reader, day), saying(*left, url, Group.MEND)))
    return asks


def _alerts(reader: Membership, count: int) -> list[Answer]:
    """Of the days, those this reader is asked about: a DSL is where it is the SENCO or the head."""
    assert reader.school is not None
    count = count if FIRST_TOLD & reader.roles else alerts_to_answer(reader)
    days = "day of unusually many openings" if count == 1 else "days of unusually many openings"
    url = reverse("reports:alert_list", args=[reader.school.slug])
    return [Answer(count, f"{days}: look into it", url, "late", Group.DECIDE)]


def own_child_answers(reader: Membership, day: date) -> list[Answer]:
    """Children who may be a colleague's own, told apart in Python; three queries at most."""
    assert reader.school is not None  # home is a school's page
    count = len(questions_for(reader, day))
    one, many = "may be a member of staff's own child", "may be members of staff's own children"
    url = reverse("reports:access_list", args=[reader.school.slug])
    return [Answer(count, one if count == 1 else many, url, "due", Group.DECIDE)]
