"""What people were reminded of on the last school day, by the site's own digests."""

from datetime import timedelta

from jobs.models import OutboxMessage
from reports.demo.days import Days, moment
from reviews.digests import make_digests
from schools.models import School

SEVEN, SENT = -60, timedelta(seconds=20)  # seven o'clock, and how long sending took


def write_reminders(school: School, days: Days) -> None:
    """The digests of a morning, sent; standings must have been written before."""
    at = moment(days.at(days.last), SEVEN)
    make_digests(school=school, now=at)
    OutboxMessage.objects.filter(template="due_digest").update(
        outcome=OutboxMessage.Outcome.SENT, created_at=at, claimed_at=at + SENT, sent_at=at + SENT
    )
