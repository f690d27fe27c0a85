"""Editing the school's ladder. The first change begins the draft; none is overwritten."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from common.errors import Refused
from stages.checks import faults_of
from stages.drafting import Bench, bench, names_of, plain, touch_of, when
from stages.editing import Draft, Names, Part
from stages.editing.copying import as_ours
from stages.editing.retiring import bring_back, taken_out
from stages.ladder import LadderError
from stages.models import Ladder, LadderVersion
from stages.presets import preset
from stages.storing import read_version, store_head

Change = Callable[[Draft, Names], Draft]


class DraftClash(Exception):
    """Somebody changed this part of the draft first: who, when, what it holds now, its token."""

    def __init__(self, draft: Draft, part: Part) -> None:
        super().__init__("Somebody else changed this while you were writing.")
        touch = draft.touched_last(part.place)
        self.by = touch.by if touch else "Somebody else"
        self.at: datetime | None = when(touch) if touch else None
        self.token = part.token(draft.ladder)
        self.values: dict[str, Any] = part.read(draft.ladder)


class Faults(Refused):
    """Everything that would keep the changed ladder from being used; one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@transaction.atomic
def change_draft(*, place: str, by: Membership, change: Change) -> None:
    """Change the draft, beginning it where there is none; `place` says what was changed.

    Raises `Refused` (`Faults` where the changed ladder could not be used); nothing is changed then.
    A change that changes nothing writes nothing.
    """
    _carry_out(locked_bench(), place, by, change)


@transaction.atomic
def edit_part(*, part: Part, given: Mapping[str, Any], expected: str, by: Membership) -> None:
    """Write a part of the draft, which the person saw as `expected` (`Part.token`).

    Raises `DraftClash` where somebody changed that part meanwhile, `Refused` as `change_draft`.
    """
    desk = locked_bench()
    now = part.token(desk.spec)
    if now == "gone":
        raise Refused(
            "This is no longer in the draft: somebody took it out. What you typed is still here."
        )
    if now != expected:
        raise DraftClash(desk.draft, part)

    def written(draft: Draft, names: Names) -> Draft:
        return replace(draft, ladder=part.write(draft.ladder, given, names))

    _carry_out(desk, part.place, by, written)


@transaction.atomic
def copy_preset(*, key: str, expected: str, by: Membership) -> None:
    """Put a preset in the place of all the draft holds.

    Raises `Refused`, also where the draft is not the one the person saw (`expected`).
    """
    desk = locked_bench()
    refuse_other_draft(desk, expected)
    spec = as_ours(preset(key), desk.ladder.started_from)
    _carry_out(desk, "everything", by, lambda draft, names: Draft(spec, touched=draft.touched))


@transaction.atomic
def bring_back_stage(*, key: str, by: Membership) -> None:
    """Put a retired stage back: as it was in the draft, or as the last version that had it.

    Raises `Refused` where there was never such a stage, or where it is there already.
    """

    def back(draft: Draft, names: Names) -> Draft:
        kept = next((each for each in draft.retired if each.stage.key == key), None)
        return bring_back(draft, kept or _from_versions(key))

    change_draft(place=f"{key}/about", by=by, change=back)


@transaction.atomic
def discard_draft(*, expected: str, by: Membership) -> None:
    """Throw the draft away. Raises `Refused` where it is not the one the person saw."""
    desk = locked_bench()
    refuse_other_draft(desk, expected)
    if desk.row is None:
        raise Refused("There is no draft.")
    LadderVersion.objects.filter(pk=desk.row.pk).delete()


def refuse_other_draft(desk: Bench, expected: str) -> None:
    """Refuse where the draft is not the one the person saw, naming who changed it."""
    if desk.token != expected:
        who = desk.row.changed_by.name if desk.row and desk.row.changed_by else "Somebody"
        raise Refused(f"{who} changed the draft meanwhile. Look at it again first.")


def locked_bench() -> Bench:
    """The ladder as edited, held until the transaction ends. Raises `Refused` without a ladder."""
    Ladder.objects.select_for_update().first()
    desk = bench()
    if desk is None:
        raise Refused("The school has no ladder yet: choose one first.")
    return desk


def _carry_out(desk: Bench, place: str, by: Membership, change: Change) -> None:
    try:
        draft = change(desk.draft, names_of(desk.draft))
    except ValueError as fault:
        raise Refused(f"{fault}.") from fault
    if faults := list(faults_of(draft.ladder)):
        raise Faults(faults)
    if draft.ladder != desk.spec or draft.retired != desk.draft.retired:
        _save(desk, draft.touch(touch_of(place, by.user)), by)


def _save(desk: Bench, draft: Draft, by: Membership) -> None:
    row, now = desk.row, timezone.now()
    if row is None:
        row = LadderVersion(ladder=desk.ladder, number=desk.in_use.number + 1)
        row.begun_at, row.begun_by = now, by.user
    else:
        row.version += 1
    row.content, row.changed_at, row.changed_by = plain(draft), now, by.user
    store_head(row, draft.ladder)


def _from_versions(key: str) -> Any:
    for version in LadderVersion.objects.published().filter(stages__key=key):
        return taken_out(read_version(version), key)
    raise LadderError("There was never such a stage on this school's ladder.")
