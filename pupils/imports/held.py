"""A file of pupils from its upload to its end: held, confirmed, loaded by a job, or put aside."""

import hashlib
import io
from datetime import date, timedelta
from functools import partial
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.dates import today
from common.errors import Refused
from jobs.actions import start_job
from jobs.models import Job
from pupils.imports.apply import apply_incoming
from pupils.imports.choices import choices_of
from pupils.imports.files import read_file
from pupils.imports.incoming import Incoming
from pupils.imports.known import gather
from pupils.imports.matching import matched, remember_layout
from pupils.imports.plan import Plan
from pupils.imports.planner import make_plan
from pupils.models import MisKeyed, PupilImport

TASK = "pupils.tasks.run_import"
FORGOTTEN = timedelta(days=14)


def kind_of(content: bytes) -> str:
    """Which kind of file this is, by its content: XML is a Common Transfer File."""
    head = content[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return PupilImport.Kind.CTF if head.startswith(b"<") else PupilImport.Kind.SPREADSHEET


@transaction.atomic
def hold_file(*, content: bytes, name: str, by: User | None, day: date) -> PupilImport:
    """Keep a file that can be read; without `by` it came from the nightly folder.

    Raises `common.tabular.Unreadable` for any other. A spreadsheet with headings nobody has spoken
    of yet, where they are needed, is kept until a person says what they mean.
    """
    kind = kind_of(content)
    columns = None if kind == PupilImport.Kind.CTF else matched(content)
    if columns is None or not columns.must_ask:
        read_file(io.BytesIO(content), kind, day, columns.chosen if columns else None)
    _discard_forgotten()
    held = PupilImport(
        kind=kind,
        file_name=PurePath(name).name[:120],
        way=PupilImport.Way.UPLOAD if by else PupilImport.Way.DROP,
        uploaded_by=by,
        file_digest=hashlib.sha256(content).hexdigest(),
        columns=(None if columns.must_ask else columns.chosen) if columns else {},
    )
    held.claim_for_school()
    held.file.save("upload.bin", ContentFile(content), save=False)
    held.save()
    return held


def _discard_forgotten() -> None:
    """Let go of files that nobody confirmed or put aside: they hold a whole school's children."""
    before = timezone.now() - FORGOTTEN
    rows = PupilImport.objects.filter(uploaded_at__lt=before).exclude(file="")
    for held in rows.select_related("job"):
        if held.is_open:
            discard_import(held=held)


def plan_of(held: PupilImport, day: date) -> Plan:
    """What a held file would change now, by the choices made so far.

    Raises `Refused` when the file is gone, or its columns are still to be matched.
    """
    return make_plan(
        read_held(held, day),
        gather(day),
        day,
        add_classes=held.adds_classes,
        choices=choices_of(held.choices),
    )


def read_held(held: PupilImport, day: date) -> Incoming:
    """What a held file says. Raises `Refused` as `plan_of` does."""
    if held.columns is None:
        raise Refused("Say first what the columns of this file are.")
    return read_file(content_of(held), held.kind, day, held.columns)


def content_of(held: PupilImport) -> BinaryIO:
    """The file itself. Raises `Refused` when it is gone."""
    try:
        with held.file.open("rb") as file:
            return io.BytesIO(file.read())
    except (OSError, ValueError) as error:
        raise Refused("The file is no longer kept here: upload it again.") from error


@transaction.atomic
def add_missing_classes(*, held: PupilImport) -> None:
    """Let the classes that the file names and the school has not be made with the import."""
    held = locked_open(held)
    held.adds_classes = True
    held.save()


@transaction.atomic
def confirm_import(*, held: PupilImport, digest: str, by: User) -> Job:
    """Ask for a held file to be loaded exactly as its person was shown it; gives the job.

    Raises `Refused` when it was confirmed or put aside already.
    """
    held = locked_open(held)
    held.state, held.digest = PupilImport.State.CONFIRMED, digest
    held.confirmed_by, held.confirmed_at = by, timezone.now()
    held.job = start_job(
        task=TASK,
        title="Loading pupils",
        payload={"import": held.pk},
        done_url=reverse("pupils:import_detail", args=[held.school.slug, held.pk]),
    )
    held.save()
    return held.job


@transaction.atomic
def discard_import(*, held: PupilImport) -> None:
    """Put a held file aside and let go of it; nothing was changed by it."""
    held = locked_open(held)
    held.state = PupilImport.State.DISCARDED
    _let_go(held)
    held.save()


def carry_out(job: Job) -> dict[str, Any]:
    """The work of the job: load the file whole. A second run finds it done and does nothing.

    Raises `Refused` when it would do anything but what was shown; then nothing is changed.
    """
    held = PupilImport.objects.select_for_update(of=("self",)).get(pk=job.payload["import"])
    if held.state == PupilImport.State.APPLIED:
        return dict(held.result)
    day = today()
    plan = apply_incoming(
        read_held(held, day),
        day,
        add_classes=held.adds_classes,
        choices=choices_of(held.choices),
        digest=held.digest,
        held=held,
    )
    close_as_applied(held, plan)
    return dict(held.result)


def close_as_applied(held: PupilImport, plan: Plan) -> None:
    """A file that was carried out: what came of it is kept, the file itself is let go."""
    held.state = PupilImport.State.APPLIED
    held.result = held.result | {
        "created": len(plan.created),
        "updated": len(plan.updated),
        "unchanged": len(plan.unchanged),
        "archived": len(plan.archived),
        "later": len(plan.to_settle),
        "ticked": MisKeyed.objects.filter(seen_in=held).count(),
        "classes": [name for name, _ in plan.new_classes],
    }
    remember_layout(held)
    _let_go(held)
    held.save()


def locked_open(held: PupilImport) -> PupilImport:
    """The file, held until the transaction ends. Raises `Refused` when it is no longer open."""
    rows = PupilImport.objects.select_for_update(of=("self",)).select_related("job", "school")
    locked: PupilImport = rows.get(pk=held.pk)
    if not locked.is_open:
        raise Refused(f"This file is no longer open: {locked.get_state_display().lower()}.")
    return locked


def _let_go(held: PupilImport) -> None:
    """Delete the file once what was done with it is on disk."""
    if held.file.name:
        transaction.on_commit(partial(held.file.storage.delete, held.file.name))
        held.file = ""
