"""The job of one night: the newest whole file is held and its preview prepared for a person."""

import hashlib
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common.dates import long_date, today
from common.errors import Refused
from jobs.models import Job
from pupils.drop.folder import DONE, REFUSED, DropFolder, Entry, NotYet, drop_folder
from pupils.drop.nights import applies_harmless, is_late
from pupils.imports.apply import carry_out_plan
from pupils.imports.changes import Table, Write
from pupils.imports.choices import choices_of
from pupils.imports.held import close_as_applied, discard_import, hold_file, plan_of, read_held
from pupils.imports.known import gather
from pupils.imports.plan import Plan, PlannedPupil
from pupils.imports.planner import make_plan
from pupils.models import DropNight, PupilImport
from schools.models import School
from schools.tenancy import acting

State = DropNight.State
_NAMES = frozenset(
    {"forename", "middle_names", "surname", "preferred_forename", "preferred_surname"}
)
_OF_JOINERS = frozenset({Table.PUPIL, Table.PLACEMENT, Table.CONTACT})


def take_look(job: Job) -> dict[str, Any]:
    """The work of the job: look once, and say what came of it. Safe to run twice."""
    night = DropNight.objects.select_for_update(of=("self",)).get(pk=job.payload["night"])
    if night.state == State.WAITING:
        try:
            with drop_folder(settings.DROP_DIR, job.school.slug) as folder:
                _look(night, folder, job.school)
        except Refused as refusal:
            _end(night, State.REFUSED, str(refusal))
    return {"state": night.state}


def _look(night: DropNight, folder: DropFolder | None, school: School) -> None:
    now = timezone.now().timestamp()
    if folder:
        folder.sweep(now, settings.DROP_KEEP_DAYS)
    entries = folder.entries() if folder else []
    if folder is None or not entries:
        _end(night, State.NOTHING, "There was no file.")
        return
    newest, older = entries[0], entries[1:]
    try:
        content = folder.read(newest, now)
    except NotYet:
        if is_late(timezone.now()):
            _end(night, State.NOTHING, "The file was still being written at six in the morning.")
        return
    except Refused as refusal:
        _refuse(night, school, newest, str(refusal))
        return
    _take(night, school, newest, content)
    for entry in older:
        _put_away(school, entry, DONE, night.night)


def _take(night: DropNight, school: School, entry: Entry, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    before = PupilImport.objects.order_by("-uploaded_at", "-pk").first()
    if before is not None and before.file_digest == digest:
        day = long_date(timezone.localdate(before.uploaded_at))
        _end(night, State.NOTHING, f"It was the same file as that of {day}.")
        _put_away(school, entry, DONE, night.night)
        return
    try:
        with transaction.atomic():
            held = hold_file(content=content, name=entry.name, by=None, day=today())
            _replace_earlier(held)
            night.held = prepare(held)
    except Refused as refusal:
        _refuse(night, school, entry, str(refusal))
        return
    _end(night, State.PREPARED, "")
    _put_away(school, entry, DONE, night.night)


def _replace_earlier(held: PupilImport) -> None:
    """Last night's file gives way to this one; what was decided about it is kept."""
    rows = PupilImport.objects.filter(way=PupilImport.Way.DROP).exclude(pk=held.pk)
    for before in rows.exclude(file="").select_related("job").order_by("uploaded_at"):
        if before.is_open:
            kept = choices_of(before.choices)
            held.choices = replace(kept, accepted=frozenset()).as_data()
            discard_import(held=before)
    held.save()


def prepare(held: PupilImport) -> PupilImport:
    """Work out what the file would change, and carry out what may go by itself."""
    if held.columns is None:
        held.prepared = {"words": "its columns have to be matched"}
        held.save()
        return held
    if applies_harmless():
        held.result = held.result | {"by_itself": apply_harmless(held, today())}
    plan = plan_of(held, today())
    held.prepared = {
        "joiners": len(plan.created),
        "leavers": len(plan.leavers),
        "changes": len(plan.updated),
        "settle": len(plan.to_settle),
        "problems": len(plan.errors),
        "words": plan.oddities[0].words if plan.oddities else "nothing to change",
    }
    held.save()
    if not (plan.count or plan.leavers or plan.to_settle or plan.errors or plan.oddities):
        _note(held, plan)
    return held


def _note(held: PupilImport, plan: Plan) -> None:
    """A file that changes no record is noted at once: it shows what has been keyed in."""
    carry_out_plan(plan, gather(today(), to_change=True), held)
    close_as_applied(held, plan)


def apply_harmless(held: PupilImport, day: date) -> dict[str, int]:
    """Carry out joiners, class and name changes of a file with nothing odd about it.

    Never leavers, needs or SEN status: a joiner comes without them until a person confirms.
    """
    actor = acting()
    assert actor is not None  # a job has entered the school
    School.objects.select_for_update().get(pk=actor.school_id)
    known = gather(day, to_change=True)
    plan = make_plan(read_held(held, day), known, day, choices=choices_of(held.choices))
    if plan.errors or plan.oddities:
        return {"joiners": 0, "changes": 0}
    part = harmless(plan)
    carry_out_plan(part, known, None)
    return {"joiners": len(part.created), "changes": len(part.updated)}


def harmless(plan: Plan) -> Plan:
    """What of a plan may go by itself."""
    updated = [_named_only(planned) for planned in plan.updated]
    return replace(
        plan,
        created=tuple(_joiner_only(planned) for planned in plan.created),
        updated=tuple(planned for planned in updated if planned.writes),
        leavers=(),
        differences=(),
        settled=(),
        heard=(),
    )


def _joiner_only(planned: PlannedPupil) -> PlannedPupil:
    writes = tuple(write for write in planned.writes if write.table in _OF_JOINERS)
    return replace(planned, writes=writes, heard=())


def _named_only(planned: PlannedPupil) -> PlannedPupil:
    writes = []
    for write in planned.writes:
        if write.table is Table.PUPIL:
            named = tuple(pair for pair in write.values if pair[0] in _NAMES)
            writes += [Write(write.table, write.pk, named)] if named else []
        elif write.table is Table.PLACEMENT:
            writes.append(write)
    return replace(planned, writes=tuple(writes), heard=())


def _refuse(night: DropNight, school: School, entry: Entry, why: str) -> None:
    _end(night, State.REFUSED, why)
    _put_away(school, entry, REFUSED, night.night, why)


def _end(night: DropNight, state: str, words: str) -> None:
    night.state, night.words = state, words[:300]
    night.save()


def _put_away(school: School, entry: Entry, where: str, day: date, reason: str = "") -> None:
    """Move the file once what was done with it is on disk."""
    transaction.on_commit(partial(_move, school.slug, entry.name, where, day.isoformat(), reason))


def _move(slug: str, name: str, where: str, stamp: str, reason: str) -> None:
    with drop_folder(settings.DROP_DIR, slug) as folder:
        if folder:
            folder.put_away(name, where, stamp, reason)
