"""SEN status: the one way in which it changes."""

from datetime import date

from django.db import transaction

from common.dates import long_date, today
from common.errors import Refused
from pupils.models import Pupil, SenStatus


@transaction.atomic
def change_sen_status(
    *, pupil: Pupil, code: str, on: date, source: str, note: str = ""
) -> SenStatus | None:
    """Give a pupil N, K or E from a day; the status before it ends that day.

    Gives the new row, or `None` when the pupil has that status already. Whether a move or a plan
    may do this is decided by its caller. Raises `Refused` for a day before birth, in the future,
    or before the current status began.
    """
    if on < pupil.born_on:
        raise Refused(f"{long_date(on)} is before the pupil was born.")
    if on > today():
        raise Refused(f"{long_date(on)} is in the future.")
    rows = SenStatus.objects.filter(pupil=pupil)
    current = rows.still_open().locked().first()
    if (current.code if current else SenStatus.Code.NONE) == code:
        return None
    if current:
        if on < current.starts_on:
            raise Refused(
                f"The SEN status {current.code} began on {long_date(current.starts_on)}: "
                "a change cannot come before that. Correct the record instead."
            )
        current.ends_on = on
        current.save()
    return SenStatus.objects.create(pupil=pupil, code=code, starts_on=on, source=source, note=note)
