"""SEN status: the one way in which it changes, for one pupil or several."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from common.dates import long_date, today
from common.errors import Refused
from pupils.actions.refused import RefusedForSome
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
            raise Refused(_begun(current))
        current.ends_on = on
        current.save()
    return SenStatus.objects.create(pupil=pupil, code=code, starts_on=on, source=source, note=note)


@transaction.atomic
def change_sen_statuses(
    *, pupils: Sequence[Pupil], code: str, on: date, source: str, note: str = ""
) -> None:
    """The same for several pupils, in a number of queries that does not grow with theirs.

    Raises `RefusedForSome`; the day must be one on which they can have been moved.
    """
    rows = SenStatus.objects.filter(pupil__in=pupils).still_open().locked()
    current = {row.pupil_id: row for row in rows}
    none = SenStatus.Code.NONE
    changing = [p for p in pupils if (current[p.pk].code if p.pk in current else none) != code]
    ended = [current[pupil.pk] for pupil in changing if pupil.pk in current]
    late = {row.pupil_id: row for row in ended if on < row.starts_on}
    if late:
        raise RefusedForSome([(p, _begun(late[p.pk])) for p in changing if p.pk in late])
    for row in ended:
        row.ends_on = on
    SenStatus.objects.all().recorded_bulk_update(ended, ["ends_on"])
    SenStatus.objects.all().recorded_bulk_create(
        SenStatus(pupil=pupil, code=code, starts_on=on, source=source, note=note)
        for pupil in changing
    )


def _begun(current: SenStatus) -> str:
    return (
        f"The SEN status {current.code} began on {long_date(current.starts_on)}: "
        "a change cannot come before that. Correct the record instead."
    )
