"""Keeping what the MIS last said, and ticking off what its file shows to be keyed in."""

from collections.abc import Iterable
from typing import Any

from pupils.imports.keying import items_of, still_differs
from pupils.imports.known import Known
from pupils.imports.plan import Heard
from pupils.models import MisKeyed, MisRecord, PupilImport

FIELDS = [
    *("said_on", "forename", "surname", "class_name", "year_group", "sen_code", "sen_since"),
    *("sen_said_on", "needs", "needs_said_on", "contacts", "contacts_said_on", "undecided"),
]


def remember(known: Known, heard: Iterable[tuple[int, Heard]], held: PupilImport | None) -> None:
    """Make the MIS's records say what the file says; two queries a batch, for any number."""
    new: list[MisRecord] = []
    there: list[MisRecord] = []
    seen: list[MisKeyed] = []
    for pupil_id, said in heard:
        if not said:
            continue
        record = known.said.get(pupil_id)
        if record is None:
            record = MisRecord(pupil_id=pupil_id)
            new.append(record)
        else:
            seen += _seen(known, pupil_id, record, said, held)
            there.append(record)
        _give(record, said)
    for record in new:
        record.claim_for_school()
    MisRecord.objects.bulk_create(new, batch_size=500)
    if there:
        MisRecord.objects.bulk_update(there, FIELDS, batch_size=250)
    MisKeyed.objects.recorded_bulk_create(seen, reason="Seen in a file of the MIS")


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
    after: Any = MisRecord(**{name: getattr(record, name) for name in FIELDS})
    _give(after, said)
    for item in before:
        if not still_differs(known, pupil_id, after, item.part):
            yield MisKeyed(pupil_id=pupil_id, part=item.part, value=item.value, seen_in=held)
