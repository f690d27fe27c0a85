"""What a file's SEN status and needs would change.

A child who has none here gets those of the file. Where both have something and it differs, a person
settles it (`differences`): a file's word is taken only when somebody says so.
"""

from collections.abc import Sequence
from datetime import date

from common.dates import long_date
from common.errors import Refused
from pupils.imports.changes import Draft, Table, listed
from pupils.imports.differences import (
    CODE,
    Status,
    needs_words,
    open_status,
    our_needs,
    their_needs,
    why_status_stays,
)
from pupils.imports.incoming import IncomingNeed, IncomingPupil, IncomingStatus
from pupils.models import Need, SenStatus

NO_DATE = "No start date in the file"


def plan_new_statuses(draft: Draft, row: IncomingPupil, usual: date) -> None:
    """The whole SEN history of a child who has none here; `usual` dates what has no day."""
    statuses = row.statuses
    if all(status.code == CODE.NONE for status in statuses):
        return
    for place, status in enumerate(statuses):
        after = statuses[place + 1] if place + 1 < len(statuses) else None
        _open(draft, status, usual, ends_on=after.starts_on if after else None)
    draft.tell("SEN status", CODE.NONE.value, _said(statuses[-1]))


def take_status(draft: Draft, row: IncomingPupil, rows: Sequence[SenStatus], today: date) -> None:
    """The file's status in the place of ours, as a person chose: the one here ends that day.

    Raises `Refused` where a file's status cannot be taken (`differences.why_status_stays`).
    """
    said, current = row.statuses[-1], open_status(rows)
    if why := why_status_stays(Status(said.code, said.starts_on), rows):
        raise Refused(why)
    if current and current.code == said.code:
        draft.change(Table.STATUS, current.pk, starts_on=said.starts_on)
        draft.tell("SEN status since", current.starts_on, said.starts_on)
        return
    starts_on = said.starts_on or today
    if current:
        draft.change(Table.STATUS, current.pk, ends_on=max(starts_on, current.starts_on))
    if said.code != CODE.NONE:
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


def _said(status: IncomingStatus) -> str:
    return f"{status.code} since {long_date(status.starts_on)}" if status.starts_on else status.code


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


def take_needs(draft: Draft, row: IncomingPupil, rows: Sequence[Need], today: date) -> None:
    """The file's needs in the place of ours, as a person chose: what it lacks ends today."""
    said = {need.code: need for need in row.needs if need.ends_on is None}
    held = [need for need in rows if need.ends_on is None]
    kept = [need for need in held if need.type_id in said]
    for here in held:
        if here.type_id not in said:
            draft.change(Table.NEED, here.pk, ends_on=max(today, here.starts_on))
    ranks = {code: rank for rank, code in enumerate(their_needs(row), 1)}
    _rerank(draft, kept, ranks)
    for code, need in said.items():
        if code not in {here.type_id for here in kept}:
            starts_on = _need_start(row, need, today)
            draft.make(
                Table.NEED, type_id=code, rank=ranks[code], starts_on=starts_on, ends_on=None
            )
    draft.tell("Needs", needs_words(our_needs(rows)), needs_words(their_needs(row)))


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
