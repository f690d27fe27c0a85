"""What a file's SEN status and needs would change.

K follows being at a stage and E a plan in force (model.md), so a status that a stage move, a plan
or a correction made here is never overwritten by a file: the difference is told and left as it is.
Needs that are here and not in the file stay, behind those of the file.
"""

from collections.abc import Sequence
from datetime import date

from common.dates import long_date
from pupils.imports.changes import Draft, Table, listed
from pupils.imports.headers import Column
from pupils.imports.incoming import IncomingNeed, IncomingPupil, IncomingStatus
from pupils.models import Need, SenStatus

NO_DATE = "No start date in the file"
CODE = SenStatus.Code


def plan_new_statuses(draft: Draft, row: IncomingPupil, usual: date) -> None:
    """The whole SEN history of a child who has none here; `usual` dates what has no day."""
    statuses = row.statuses
    if all(status.code == CODE.NONE for status in statuses):
        return
    for place, status in enumerate(statuses):
        after = statuses[place + 1] if place + 1 < len(statuses) else None
        _open(draft, status, usual, ends_on=after.starts_on if after else None)
    draft.tell("SEN status", CODE.NONE.value, _said(statuses[-1]))


def plan_status(draft: Draft, row: IncomingPupil, rows: Sequence[SenStatus], today: date) -> None:
    """What the file's present status changes for a child we know."""
    if not row.statuses:
        return
    if not rows:
        plan_new_statuses(draft, row, today)
        return
    said = row.statuses[-1]
    current = next((held for held in rows if held.ends_on is None), None)
    if (current.code if current else CODE.NONE) == said.code:
        _same_code(draft, said, current, rows)
    elif current and current.source != SenStatus.Source.IMPORT:
        _leave(draft, said, current)
    else:
        _next_status(draft, said, current, rows, today)


def _same_code(
    draft: Draft, said: IncomingStatus, current: SenStatus | None, rows: Sequence[SenStatus]
) -> None:
    """The same status: at most its start is another day."""
    if current is None or said.starts_on is None or said.starts_on == current.starts_on:
        return
    if current.source != SenStatus.Source.IMPORT:
        _leave(draft, said, current)
    elif _is_free(said.starts_on, rows):
        draft.change(Table.STATUS, current.pk, starts_on=said.starts_on)
        draft.tell("SEN status since", current.starts_on, said.starts_on)
    else:
        _too_early(draft, said)


def _next_status(
    draft: Draft,
    said: IncomingStatus,
    current: SenStatus | None,
    rows: Sequence[SenStatus],
    today: date,
) -> None:
    """Another status: the one here ends on the day the new one starts."""
    starts_on = said.starts_on or today
    if not _is_free(starts_on, rows) or (current and starts_on < current.starts_on):
        _too_early(draft, said)
        return
    if current:
        draft.change(Table.STATUS, current.pk, ends_on=starts_on)
    _open(draft, said, today, ends_on=None)
    draft.tell("SEN status", current.code if current else CODE.NONE.value, _said(said))


def _open(draft: Draft, status: IncomingStatus, usual: date, *, ends_on: date | None) -> None:
    draft.make(
        Table.STATUS,
        code=status.code,
        starts_on=status.starts_on or usual,
        ends_on=ends_on,
        source=SenStatus.Source.IMPORT.value,
        note="" if status.starts_on else NO_DATE,
    )


def _is_free(starts_on: date, rows: Sequence[SenStatus]) -> bool:
    """Whether a status from this day overlaps none that has ended."""
    return all(row.ends_on is None or row.ends_on <= starts_on for row in rows)


def _said(status: IncomingStatus) -> str:
    return f"{status.code} since {long_date(status.starts_on)}" if status.starts_on else status.code


def _leave(draft: Draft, said: IncomingStatus, current: SenStatus) -> None:
    how = SenStatus.Source(current.source).label.lower()
    draft.note(
        Column.SEN_STATUS,
        f"The file says {_said(said)}; here it is {current.code} since"
        f" {long_date(current.starts_on)} ({how}), and stays so.",
    )


def _too_early(draft: Draft, said: IncomingStatus) -> None:
    draft.note(
        Column.SEN_STATUS,
        f"The file says {_said(said)}, which does not fit the SEN history here: it is left out.",
    )


def plan_new_needs(draft: Draft, row: IncomingPupil, usual: date) -> None:
    """Every need of a child we do not know yet, those that have ended too."""
    for need in row.needs:
        starts_on = _need_start(row, need, usual)
        if need.ends_on is None or need.ends_on >= starts_on:
            draft.make(
                Table.NEED,
                type_id=need.code,
                rank=need.rank,
                starts_on=starts_on,
                ends_on=need.ends_on,
            )
    present = [need for need in row.needs if need.ends_on is None]
    if present:
        draft.tell("Needs", "", _ranked({need.code: need.rank for need in present}))


def plan_needs(draft: Draft, row: IncomingPupil, held: Sequence[Need], today: date) -> None:
    """The needs of a child we know: those of the file in its order, then those only we have."""
    said = {need.code: need for need in row.needs if need.ends_on is None}
    if not said:
        return
    before = {need.type_id: need.rank for need in held}
    after = _final_ranks(said, held)
    _rerank(draft, held, after)
    for code, need in said.items():
        if code not in before:
            starts_on = _need_start(row, need, today)
            draft.make(
                Table.NEED, type_id=code, rank=after[code], starts_on=starts_on, ends_on=None
            )
    if before != after:
        draft.tell("Needs", _ranked(before), _ranked(after))
    for here in held:
        stated = said[here.type_id].starts_on if here.type_id in said else None
        if stated and stated != here.starts_on:
            draft.change(Table.NEED, here.pk, starts_on=stated)
            draft.tell(f"{here.type_id} since", here.starts_on, stated)


def _final_ranks(said: dict[str, IncomingNeed], held: Sequence[Need]) -> dict[str, int]:
    ranks = {code: need.rank for code, need in said.items()}
    for here in sorted(held, key=lambda need: need.rank):
        if here.type_id not in ranks:
            taken = set(ranks.values())
            ranks[here.type_id] = max(taken) + 1 if here.rank in taken else here.rank
    return ranks


def _rerank(draft: Draft, held: Sequence[Need], after: dict[str, int]) -> None:
    """New ranks one by one, so that no two open needs share one; a circle goes by a free rank."""
    ranks = {need.pk: need.rank for need in held}
    wanted = {need.pk: after[need.type_id] for need in held}
    while moving := [pk for pk in ranks if ranks[pk] != wanted[pk]]:
        taken = set(ranks.values())
        free = [pk for pk in moving if wanted[pk] not in taken]
        pk = free[0] if free else moving[0]
        ranks[pk] = wanted[pk] if free else max(taken | set(after.values())) + 1
        draft.change(Table.NEED, pk, rank=ranks[pk])


def _need_start(row: IncomingPupil, need: IncomingNeed, usual: date) -> date:
    """When a need began: its own date, else that of the status it goes with."""
    return need.starts_on or (row.statuses and row.statuses[-1].starts_on) or usual


def _ranked(ranks: dict[str, int]) -> str:
    return listed(
        f"{rank} {code}" for code, rank in sorted(ranks.items(), key=lambda item: item[1])
    )
