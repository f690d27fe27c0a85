"""What people say of their own reminders."""

from django.db import transaction

from accounts.models import Membership
from reviews.models import DigestChoice


@transaction.atomic
def choose_digest(*, by: Membership, hour: int, is_wanted: bool) -> DigestChoice:
    """Say when one's own digest may come, or that none should."""
    chosen, _new = DigestChoice.objects.update_or_create(
        membership=by, defaults={"hour": hour, "is_wanted": is_wanted}
    )
    return chosen
