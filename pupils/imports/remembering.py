"""Keeping what the MIS last said, and ticking off what its file shows to be keyed in."""

from collections.abc import Iterable

from pupils.imports.keying import items_of, still_differs
from pupils.imports.known import Known
from pupils.imports.plan import Heard
from pupils.models import MisKeyed, MisRecord, PupilImport

FIELDS = [
    *("said_on", "forename", "surname", "class_name", "year_group", "sen_code", "sen_since"),
    *("sen_said_on", "needs", "needs_said_on", "contacts", "contacts_said_on", "undecided"),
]


def remember(known: Known, heard: Iterable[tuple[int, Heard]], held: PupilImport | None) -> None:
    """Make the MIS's records say what the file says; one query a batch, for any number."""
    rows: list[MisRecord] = []
    seen: list[MisKeyed] = []
    for pupil_id, said in heard:
        if not said:
            continue
        record = known.said.get(pupil_id)
        if record is not None:
            seen += _seen(known, pupil_id, record, said, held)
        row = _copy(pupil_id, record)
        _give(row, said)
        row.claim_for_school()
        rows.append(row)
    MisRecord.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["pupil"],
        update_fields=FIELDS,
    )
    MisKeyed.objects.recorded_bulk_create(seen, reason="Seen in a file of the MIS")


def _copy(pupil_id: int, record: MisRecord | None) -> MisRecord:
    """The record as it was, or an empty one; written over the row there is, in one statement."""
    values = {name: getattr(record, name) for name in FIELDS} if record else {}
    return MisRecord(pupil_id=pupil_id, **values)


def _give(record: MisRecord, said: Heard) -> None:
    for name, value in said:
        setattr(record, name, value)


def _seen(
    known: Known, pupil_id: int, record: MisRecord, said: Heard, held: PupilImport | None
) -> Iterable[MisKeyed]:
    """What was to be keyed in until now, and the file shows to be there."""
    if held is None:
        return
    before = items_of(known, pupil_id, record)
    if not before:
        return
    after = _copy(pupil_id, record)
    _give(after, said)
    for item in before:
        if not still_differs(known, pupil_id, after, item.part):
            yield MisKeyed(pupil_id=pupil_id, part=item.part, value=item.value, seen_in=held)
