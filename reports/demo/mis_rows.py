"""The school's MIS in the demo: what it last said, what to key into it, and last night's file."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from common.exports import csv_bytes
from common.years import YearGroup
from pupils.drop.prepare import prepare
from pupils.imports.held import hold_file
from pupils.models import (
    ClassPlacement,
    Contact,
    DropNight,
    MisRecord,
    Need,
    Pupil,
    PupilImport,
    SenStatus,
)
from pupils.upn import check_letter
from reports.demo.days import Days, moment
from reports.demo.schools import SchoolPlan

AGO = timedelta(days=5)
"""How long ago the MIS's file before last night's was."""
SCHOOLS = 2
"""So many schools have an MIS that is read at night; the others load files by hand."""
NEEDS = 3
HEADINGS = [
    *("UPN", "Legal Surname", "Legal Forename", "DOB", "Year Group", "Reg Group", "SEN Status"),
    *("SEN Start Date", "SEN Need 1", "SEN Need 2", "SEN Need 3"),
]
JOINERS = (("Marlowe", "Ines"), ("Tansley", "Kit"))
NEW_NAMES = ("Ashdown", "Birchall")


@dataclass
class Line:
    """One child as the MIS has it."""

    pupil: Pupil
    surname: str
    room: str
    code: str
    since: str
    needs: list[str]

    def cells(self) -> list[str]:
        """The child as a row of the MIS's file."""
        pupil, needs = self.pupil, [*self.needs, *[""] * NEEDS][:NEEDS]
        year = YearGroup(pupil.year_group).code
        born = pupil.born_on.isoformat()
        names = (self.surname, pupil.forename)
        return [pupil.upn, *names, born, year, self.room, self.code, self.since, *needs]


def write_mis(plan: SchoolPlan, days: Days) -> None:
    """What the MIS last said of everyone; five things to key in; a file that waits."""
    if plan.place >= SCHOOLS:
        return
    lines = _lines(days)
    with_sen = [line for line in lines if line.code == "K" and line.needs]
    records = {line.pupil.pk: _said(line, days) for line in lines}
    _to_key_in(with_sen[:5], records)
    MisRecord.objects.bulk_create(records.values(), batch_size=500)
    _last_nights_file(plan, days, _changed(lines, with_sen[5:8]))


def _lines(days: Days) -> list[Line]:
    """Everyone on roll as it is here, by name."""
    statuses = {row.pupil_id: row for row in SenStatus.objects.still_open()}
    places = ClassPlacement.objects.on(days.on).select_related("class_group")
    rooms = {row.pupil_id: row.class_group.name for row in places}
    needs: dict[int, list[str]] = defaultdict(list)
    for need in Need.objects.still_open().order_by("rank"):
        needs[need.pupil_id].append(need.type_id)
    pupils = Pupil.objects.on_roll().order_by("surname", "forename", "born_on")
    return [
        _line(pupil, statuses.get(pupil.pk), needs[pupil.pk], rooms.get(pupil.pk, ""))
        for pupil in pupils
    ]


def _line(pupil: Pupil, status: SenStatus | None, needs: list[str], room: str) -> Line:
    code = status.code if status else "N"
    since = status.starts_on.isoformat() if status and code != "N" else ""
    return Line(pupil, pupil.surname, room, code, since, needs)


def _said(line: Line, days: Days) -> MisRecord:
    said_on = days.on - AGO
    record = MisRecord(
        pupil=line.pupil,
        said_on=said_on,
        forename=line.pupil.forename,
        surname=line.surname,
        class_name=line.room,
        year_group=line.pupil.year_group,
        sen_code=line.code,
        sen_since=line.since or None,
        sen_said_on=said_on,
        needs=list(line.needs),
        needs_said_on=said_on,
    )
    record.claim_for_school()
    return record


def _to_key_in(lines: Sequence[Line], records: dict[int, MisRecord]) -> None:
    """Five things of which the MIS does not know: two statuses, two needs, a contact's number."""
    for place, line in enumerate(lines):
        record = records[line.pupil.pk]
        if place < 2:
            record.sen_code, record.sen_since = "N", None
            line.code, line.since = "N", ""
        elif place < 4:
            line.needs = [_other(line.needs[0])]
            record.needs = list(line.needs)
        else:
            record.contacts = _with_old_number(line.pupil)
            record.contacts_said_on = record.said_on


def _with_old_number(pupil: Pupil) -> list[dict[str, Any]]:
    """A child's contacts as the MIS has them: the first with another telephone number."""
    rows = Contact.objects.filter(pupil=pupil, ended_on=None).order_by("rank", "pk")
    said = [{"forename": row.forename, "surname": row.surname} for row in rows]
    return [said[0] | {"phone": "01632 960188"}, *said[1:]]


def _other(code: str) -> str:
    return "SLCN" if code != "SLCN" else "MLD"


def _changed(lines: list[Line], to_settle: Sequence[Line]) -> list[Line]:
    """Last night's list: one child gone, two classes and two names changed, three needs."""
    for line in to_settle:
        line.needs = [_other(line.needs[0]), *line.needs[1:]]
    plain = [line for line in lines if line.code == "N" and line.pupil.upn and line.room][10:]
    for line in plain[:2]:
        line.room = _next_room(line, lines)
    for line, name in zip(plain[2:4], NEW_NAMES, strict=False):
        line.surname = name
    return [line for line in lines if line not in plain[4:5]]


def _next_room(line: Line, lines: Iterable[Line]) -> str:
    """The other class of the same year group; where there is none, any other."""
    beside = [other for other in lines if other.room and other.room != line.room]
    same = [other for other in beside if other.pupil.year_group == line.pupil.year_group]
    return (same or beside)[0].room


def _joiners(plan: SchoolPlan, lines: Sequence[Line]) -> Iterable[list[str]]:
    for place, (surname, forename) in enumerate(JOINERS):
        beside = next(line for line in lines if line.room)
        body = f"{plan.la_number}{plan.estab_number}{beside.pupil.born_on:%y}99{place}"
        pupil = Pupil(
            upn=check_letter(body) + body,
            forename=forename,
            born_on=beside.pupil.born_on,
            year_group=beside.pupil.year_group,
        )
        yield Line(pupil, surname, beside.room, "N", "", []).cells()


def _last_nights_file(plan: SchoolPlan, days: Days, lines: list[Line]) -> None:
    rows = [*(line.cells() for line in lines), *_joiners(plan, lines)]
    content = csv_bytes(HEADINGS, rows)
    held = hold_file(content=content, name="pupils.csv", by=None, day=days.on)
    _keep_as(held, f"demo/{plan.slug}.csv", content)
    held.uploaded_at = moment(days.on, -6 * 60)
    prepare(held)
    DropNight.objects.create(night=days.on, state=DropNight.State.PREPARED, held=held)


def _keep_as(held: PupilImport, name: str, content: bytes) -> None:
    """Keep the file under a name that is the same every time."""
    held.file.delete(save=False)
    default_storage.delete(name)
    held.file.name = default_storage.save(name, ContentFile(content))
