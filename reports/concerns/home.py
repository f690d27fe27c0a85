"""What home tells of concerns: what waits for a decision or an answer, and one's own drafts."""

from django.urls import reverse

from accounts.asks import Answer, Ask, Group, saying
from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import today
from pupils.models import Concern, Observation


def concern_asks(reader: Membership) -> list[Ask]:
    """New concerns for who decides about them all, what one is asked to see, one's own drafts."""
    assert reader.school is not None  # home is a school's page
    url = reverse("reports:concern_list", args=[reader.school.slug])
    asks = []
    if reader.can(Permission.PLACE_ANYWHERE):
        new = Concern.objects.visible_to(reader).raised().filter(outcome="")
        words = "new concern to decide about", "new concerns to decide about"
        asks.append(Ask(new, saying(*words, url, Group.DECIDE)))
    begun = "concern you began and did not raise yet", "concerns you began and did not raise yet"
    asked = Observation.objects.asked_of(reader)
    return [
        *asks,
        Ask(asked, lambda count: _asked(reader, count, url)),
        Ask(Concern.objects.drafts_of(reader), saying(*begun, url, Group.DO)),
    ]


def _asked(reader: Membership, count: int, url: str) -> list[Answer]:
    """Colleagues wait for what this person sees of a child; one query, for whether any is late."""
    late = Observation.objects.asked_of(reader).filter(due_on__lt=today()).exists()
    words = "colleague asks" if count == 1 else "colleagues ask"
    kind = "late" if late else "due"
    return [Answer(count, f"{words} what you see of a child", url, kind, Group.DO)]
