"""The list of a child's needs, changed as a whole."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from common.dates import today
from common.errors import Refused
from pupils.actions.unchanged import hold_unchanged
from pupils.models import Need, Pupil, SenStatus
from pupils.need_rules import NeedLine, problems_of

PARKED = 90  # ranks from here up are free: a child has a handful of needs


@transaction.atomic
def change_needs(*, pupil: Pupil, lines: Sequence[NeedLine], expected: int) -> None:
    """Make a child's needs what `lines` say; every need there is now must be among them.

    Raises `Refused` with the first thing wrong, `EditClash` when a need has changed since the
    form was opened on the mark `expected`.
    """
    hold_unchanged(Need, pupil, expected)
    status = SenStatus.objects.code_of(pupil.pk, today())
    for problem in problems_of(lines, status=status, born_on=pupil.born_on, today=today()):
        raise Refused(problem)
    current = {need.type_id: need for need in Need.objects.filter(pupil=pupil).still_open()}
    if set(current) - {line.type_code for line in lines}:
        raise Refused("A need of this child is missing from the list. Open the page again.")
    changed = [line for line in lines if _differs(current.get(line.type_code), line)]
    _park([current[line.type_code] for line in changed if line.type_code in current])
    for line in sorted(changed, key=lambda line: line.ends_on is None):
        _save(current.get(line.type_code) or Need(pupil=pupil, type_id=line.type_code), line)


def line_of(need: Need) -> NeedLine:
    """A recorded need as a line of the list."""
    return NeedLine(
        type_code=need.type.code,
        type_name=need.type.name,
        only_with_sen_support=need.type.only_with_sen_support,
        rank=need.rank,
        identified_by=need.identified_by,
        starts_on=need.starts_on,
        ends_on=need.ends_on,
    )


def _differs(need: Need | None, line: NeedLine) -> bool:
    return need is None or _values(need) != _values(line)


def _values(row: Need | NeedLine) -> tuple[object, ...]:
    return (row.rank, row.identified_by, row.starts_on, row.ends_on)


def _park(needs: Sequence[Any]) -> None:
    """Take the ranks that will change out of the way; two needs never share one, not even now."""
    for place, need in enumerate(needs):
        need.rank = PARKED + place
        need.save_without_historical_record()  # not a change of the record: _save follows


def _save(need: Need, line: NeedLine) -> None:
    need.rank, need.identified_by = line.rank, line.identified_by
    need.starts_on, need.ends_on = line.starts_on, line.ends_on
    need.save()
