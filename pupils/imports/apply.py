"""Carrying a plan out: everything in it or nothing, each change with its version in history."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from common.errors import Refused
from pupils.actions import archive_pupil
from pupils.imports.changes import REASON, Table, Write
from pupils.imports.choices import Choices
from pupils.imports.incoming import Incoming, squashed
from pupils.imports.known import Known, gather
from pupils.imports.plan import Leaver, Plan, PlannedPupil
from pupils.imports.planner import make_plan
from pupils.imports.remembering import remember
from pupils.models import ClassPlacement, Contact, Need, Pupil, PupilImport, SenStatus
from schools.models import ClassGroup, School
from schools.tenancy import acting

MODELS: dict[Table, Any] = {
    Table.PLACEMENT: ClassPlacement,
    Table.STATUS: SenStatus,
    Table.NEED: Need,
    Table.CONTACT: Contact,
}
_TOGETHER: dict[Table, Any] = {
    Table.PUPIL: Pupil,
    Table.PLACEMENT: ClassPlacement,
    Table.CONTACT: Contact,
}


@transaction.atomic
def apply_incoming(
    incoming: Incoming,
    today: date,
    *,
    add_classes: bool = False,
    choices: Choices | None = None,
    digest: str | None = None,
    held: PupilImport | None = None,
) -> Plan:
    """Make the plan for a file again, holding what it changes, and carry it out.

    Two imports into one school wait for each other. Raises `Refused` when the file has problems or
    doubts nobody accepted, or when the plan is no longer the one with this `digest`: what was shown
    is what is done. `held` is named where the file shows that something was keyed into the MIS.
    """
    actor = acting()
    assert actor is not None  # the caller has entered the school
    School.objects.select_for_update().get(pk=actor.school_id)
    known = gather(today, to_change=True)
    plan = make_plan(incoming, known, today, add_classes=add_classes, choices=choices)
    if digest is not None and digest != plan.digest:
        raise Refused("Something changed here since the file was checked: check it again.")
    if plan.errors:
        raise Refused(refusal(plan))
    for doubt in plan.doubts:
        raise Refused(f"{doubt.words} Nothing was changed.")
    carry_out_plan(plan, known, held)
    return plan


def refusal(plan: Plan) -> str:
    """One sentence for a file with problems."""
    count = len(plan.errors)
    first = plan.errors[0]
    if count == 1:
        return (
            f"One problem, so nothing was changed: row {first.row}, {first.column}: {first.problem}"
        )
    return f"{count} problems, the first in row {first.row} ({first.column}): nothing was changed."


def carry_out_plan(plan: Plan, known: Known, held: PupilImport | None) -> None:
    """Write everything a plan says: changes, new rows, leavers, and what the MIS now says."""
    classes = _classes(plan, known)
    rows: dict[Table, list[Any]] = {table: [] for table in MODELS}
    made = _new_pupils(plan)
    for planned, pupil in zip(plan.created, made, strict=True):
        _collect(planned, pupil, classes, rows)
    _change(plan.updated, known)
    for planned in plan.updated:
        assert planned.pupil_id is not None
        _collect(planned, known.pupils[planned.pupil_id], classes, rows)
    for table, new in rows.items():
        MODELS[table].objects.recorded_bulk_create(new, reason=REASON)
    for leaver in plan.archived:
        _archive(leaver, known)
    new_heard = [(p.pk, planned.heard) for planned, p in zip(plan.created, made, strict=True)]
    remember(known, [*plan.heard, *new_heard], held)


def _archive(leaver: Leaver, known: Known) -> None:
    pupil = known.pupils[leaver.pupil_id]
    assert leaver.on is not None  # `Plan.archived`
    try:
        archive_pupil(pupil=pupil, on=leaver.on, went_to="", expected=pupil.version)
    except Refused as why:
        raise Refused(f"A leaver could not be archived, so nothing was changed. {why}") from why


def _classes(plan: Plan, known: Known) -> dict[str, ClassGroup]:
    """The school's classes of this year by key, the new ones made."""
    classes = dict(known.classes)
    for name, year_group in plan.new_classes:
        group = ClassGroup(academic_year=known.year, name=name, year_group=year_group)
        group.save()
        classes[squashed(name)] = group
    return classes


def _new_pupils(plan: Plan) -> list[Pupil]:
    new = [
        Pupil(**dict(write.values))
        for planned in plan.created
        for write in planned.writes
        if write.table is Table.PUPIL
    ]
    made: list[Pupil] = Pupil.objects.recorded_bulk_create(new, reason=REASON)
    return made


def _collect(
    planned: PlannedPupil,
    pupil: Pupil,
    classes: dict[str, ClassGroup],
    rows: dict[Table, list[Any]],
) -> None:
    """The new rows about one child, ready to be made together with everyone's."""
    for write in planned.writes:
        if write.pk is None and write.table is not Table.PUPIL:
            values = dict(write.values)
            if "class_key" in values:
                values["class_group"] = classes[values.pop("class_key")]
            rows[write.table].append(MODELS[write.table](pupil=pupil, **values))


def _change(updated: Sequence[PlannedPupil], known: Known) -> None:
    """Rows that are there get their new values, each as one version in history.

    Pupils, classes and contacts are written together. Needs and statuses go one by one in the
    plan's order, since two of one child may not share a rank or a day on the way.
    """
    together: dict[Table, dict[int, Any]] = {table: {} for table in _TOGETHER}
    fields: dict[Table, set[str]] = {table: set() for table in _TOGETHER}
    for planned in updated:
        for write in planned.writes:
            if write.pk is None:
                continue
            row = _held(write, planned, known)
            for name, value in write.values:
                setattr(row, name, value)
            if write.table in together:
                together[write.table][write.pk] = row
                fields[write.table] |= {name for name, _ in write.values}
            else:
                row._change_reason = REASON
                row.save()
    for table, rows in together.items():
        _TOGETHER[table].objects.recorded_bulk_update(
            rows.values(), sorted(fields[table]), reason=REASON
        )


def _held(write: Write, planned: PlannedPupil, known: Known) -> Any:
    """The row a write changes, as it was read for the plan."""
    pupil_id = planned.pupil_id
    assert pupil_id is not None
    if write.table is Table.PUPIL:
        return known.pupils[pupil_id]
    held: dict[Table, dict[int, list[Any]]] = {
        Table.PLACEMENT: known.placements,
        Table.STATUS: known.statuses,
        Table.NEED: known.needs,
        Table.CONTACT: known.contacts,
    }
    return next(row for row in held[write.table][pupil_id] if row.pk == write.pk)
