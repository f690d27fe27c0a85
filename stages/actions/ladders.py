"""The school takes a ladder."""

from django.db import transaction

from accounts.models import Membership
from common.errors import Refused
from schools.models import School
from stages.models import Ladder
from stages.presets import preset
from stages.storing import store


@transaction.atomic
def adopt_preset(*, school: School, key: str, by: Membership) -> Ladder:
    """Give a school a preset as version 1 of its ladder.

    Raises `Refused` when the school has a ladder, `LadderError` when there is no such preset.
    """
    spec = preset(key)
    School.objects.select_for_update().get(pk=school.pk)
    if Ladder.objects.exists():
        raise Refused(f"{school.name} has a ladder already.")
    ladder: Ladder = Ladder.objects.create(school=school, started_from=key)
    store(ladder=ladder, spec=spec, number=1, by=by.user)
    return ladder
