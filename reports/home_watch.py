"""What a home page asks of those who answer for who sees which child; only where there is any."""

from datetime import date

from django.urls import reverse

from accounts.models import Membership
from accounts.permissions import Permission
from pupils.own_children import questions_for
from reports.access import without_key_worker
from reports.alerts import alerts_to_answer
from reports.home import Answer


def watch_answers(reader: Membership, day: date) -> list[Answer]:
    """Unusual openings, children who may be a colleague's own, key workers who have left."""
    assert reader.school is not None  # home is a school's page
    where = {"school": reader.school.slug}
    return [*_alerts(reader, where), *_people(reader, day, where)]


def _alerts(reader: Membership, where: dict[str, str]) -> list[Answer]:
    """Days of unusually many openings nobody has noted anything about."""
    count = alerts_to_answer(reader) if reader.can(Permission.VIEW_AUDIT) else 0
    days = "day of unusually many openings" if count == 1 else "days of unusually many openings"
    url = reverse("reports:alert_list", kwargs=where)
    return [Answer(count, f"{days}: look into it", url, "late")] if count else []


def _people(reader: Membership, day: date, where: dict[str, str]) -> list[Answer]:
    if not reader.can(Permission.MANAGE_ACCESS):
        return []
    url = reverse("reports:access_list", kwargs=where)
    asked = len(questions_for(reader, day))
    alone = len({line.pupil_id for line in without_key_worker(reader, day)})
    found = [
        (asked, "may be a member of staff's own child" if asked == 1 else OWN_CHILDREN),
        (
            alone,
            "child's key worker has left" if alone == 1 else "children's key workers have left",
        ),
    ]
    return [Answer(count, words, url, "due") for count, words in found if count]


OWN_CHILDREN = "may be members of staff's own children"
