"""That somebody has read what a class sheet says."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from provision.models import SheetReading


@transaction.atomic
def read_sheet(*, versions: Mapping[int, str], by: User) -> int:
    """Keep that a person has read these versions, by child; gives how many were new to them.

    Said twice, even at once, it is kept once, with the moment it was first said.
    """
    known = set(
        SheetReading.objects.filter(user=by, pupil__in=versions).values_list("pupil_id", "digest")
    )
    now = timezone.now()
    new = [
        SheetReading(pupil_id=pupil, user=by, digest=digest, read_at=now)
        for pupil, digest in versions.items()
        if (pupil, digest) not in known
    ]
    for row in new:
        row.claim_for_school()
    SheetReading.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
