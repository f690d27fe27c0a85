"""A file of figures from its upload to its end, and the school's scale."""

import io
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.dates import long_date, today
from common.errors import Refused
from pupils.imports.matching import known_headings
from pupils.models import AttainmentScale, Pupil, Snapshot, SnapshotFile
from pupils.snapshots.plan import SnapshotPlan, make_plan, people
from pupils.snapshots.reading import Ask, names_of_children, read_sheet
from pupils.snapshots.values import mistakes_in_scale
from schools.records import EditClash

REASON = "Loaded from a file"
FORGOTTEN = timedelta(days=14)
MOST_USED = 20  # files before this one in which a column's heading is looked for


def scale_of_school() -> list[str]:
    """The words of the school's scale, the lowest first; none until somebody gives them."""
    row = AttainmentScale.objects.first()
    return list(row.words) if row else []


@transaction.atomic
def save_scale(*, words: Sequence[str], expected: int) -> None:
    """The school's scale. Raises `Refused` for what is none, `EditClash` for a second saver."""
    if problem := mistakes_in_scale(words):
        raise Refused(problem)
    row = AttainmentScale.objects.select_for_update().first() or AttainmentScale(version=0)
    if row.version != expected:
        raise EditClash(row)
    row.words, row.version = list(words), expected + 1
    row.save()


@transaction.atomic
def hold_snapshots(
    *, content: bytes, name: str, kind: str, taken_on: date, heading: str, by: User
) -> SnapshotFile:
    """Keep an uploaded file that can be read. Raises `Refused` for any other."""
    if taken_on > today():
        raise Refused(f"{long_date(taken_on)} is in the future.")
    read_sheet(io.BytesIO(content), _ask(kind, heading), today())
    _discard_forgotten()
    held = SnapshotFile(
        kind=kind,
        taken_on=taken_on,
        heading=heading,
        file_name=PurePath(name).name[:120],
        uploaded_by=by,
    )
    held.claim_for_school()
    held.file.save("upload.bin", ContentFile(content), save=False)
    held.save()
    return held


def _ask(kind: str, heading: str) -> Ask:
    """What to read, with all that this school has said of its headings; three queries."""
    files = SnapshotFile.objects.filter(kind=kind, state=SnapshotFile.State.LOADED)
    used = files.exclude(heading="").order_by("-loaded_at").values_list("heading", flat=True)
    return Ask(
        kind=kind,
        heading=heading,
        scale=scale_of_school(),
        known=names_of_children(known_headings()),
        used=list(dict.fromkeys(used[:MOST_USED])),
    )


def _discard_forgotten() -> None:
    """Let go of files nobody loaded or put aside."""
    before = timezone.now() - FORGOTTEN
    waiting = SnapshotFile.objects.filter(state=SnapshotFile.State.CHECKED, uploaded_at__lt=before)
    for held in waiting:
        discard_snapshots(held=held)


def plan_of(held: SnapshotFile) -> SnapshotPlan:
    """What a held file would change now. Raises `Refused` when the file is gone."""
    try:
        with held.file.open("rb") as file:
            content = io.BytesIO(file.read())
    except (OSError, ValueError) as fault:
        raise Refused("The file is no longer kept here: upload it again.") from fault
    sheet = read_sheet(content, _ask(held.kind, held.heading), today())
    return make_plan(sheet, people(), held.kind, held.taken_on)


@transaction.atomic
def load_snapshots(*, held: SnapshotFile, digest: str, by: User) -> SnapshotPlan:
    """Load a held file exactly as it was shown. Raises `Refused` for any other plan."""
    held = SnapshotFile.objects.select_for_update().get(pk=held.pk)
    if held.state != SnapshotFile.State.CHECKED:
        raise Refused(f"This file is no longer open: {held.get_state_display().lower()}.")
    plan = plan_of(held)
    if plan.digest != digest:
        raise Refused("Something changed here since you looked: this is what would happen now.")
    if plan.problems:
        raise Refused("A file with problems is not loaded: put them right and upload it again.")
    list(Pupil.objects.filter(pk__in=[one.pupil_id for one in plan.figures]).locked())
    _write(held, plan, by)
    held.state, held.count = SnapshotFile.State.LOADED, plan.count
    held.loaded_by, held.loaded_at = by, timezone.now()
    _let_go(held)
    held.save()
    return plan


def _write(held: SnapshotFile, plan: SnapshotPlan, by: User) -> None:
    new = [
        Snapshot(
            pupil_id=one.pupil_id,
            kind=held.kind,
            measure=one.measure,
            taken_on=held.taken_on,
            value=one.value,
            source=held,
            loaded_by=by,
        )
        for one in plan.new
    ]
    Snapshot.objects.recorded_bulk_create(new, reason=REASON)
    values = {(one.pupil_id, one.measure): one.value for one in plan.changed}
    rows = Snapshot.objects.filter(
        kind=held.kind, taken_on=held.taken_on, pupil__in=[pk for pk, _measure in values]
    )
    changed = [row for row in rows.locked() if (row.pupil_id, row.measure) in values]
    for row in changed:
        row.value = values[row.pupil_id, row.measure]
        row.source, row.loaded_by = held, by
    Snapshot.objects.recorded_bulk_update(changed, ("value", "source", "loaded_by"), reason=REASON)


@transaction.atomic
def discard_snapshots(*, held: SnapshotFile) -> None:
    """Put a file aside; nothing was changed by it."""
    held = SnapshotFile.objects.select_for_update().get(pk=held.pk)
    if held.state == SnapshotFile.State.CHECKED:
        held.state = SnapshotFile.State.DISCARDED
        _let_go(held)
        held.save()


def _let_go(held: SnapshotFile) -> None:
    if held.file.name:
        transaction.on_commit(partial(held.file.storage.delete, held.file.name))
        held.file = ""
