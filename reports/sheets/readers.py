"""Who has read the sheet of a class as it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import DateTimeField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from common.dates import long_date
from provision.models import SheetReading
from pupils.models import AccessBlock, StaffLink
from reports.sheets.gathering import Sheet

NEVER = ""  # in the place of a version: of a child whom that person is kept from


@dataclass(frozen=True)
class ReaderLine:
    """One member of staff: what they are to the class, and whether they have read its sheet."""

    name: str
    kind: str
    chip: tuple[str, str]


@dataclass
class Person:
    """Somebody who works with the class, and the children of the sheet that are theirs."""

    name: str
    kind: str
    children: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Known:
    """Which versions these people have read, when: {who: {(child, version): moment}}."""

    read: Mapping[int, Mapping[tuple[int, str], datetime]]
    kept_from: frozenset[tuple[int, int]]

    def of(self, user_id: int) -> Mapping[tuple[int, str], datetime]:
        """What one of them has read."""
        return self.read.get(user_id, {})


def people_around(sheet: Sheet, day: date) -> dict[int, Person]:
    """The staff of the class, and those linked to its children; one query."""
    people: dict[int, Person] = {}
    for row, (kind, name) in zip(sheet.staff, sheet.adults, strict=True):
        people.setdefault(row.membership.user_id, Person(name, kind, set(sheet.children)))
    links = StaffLink.objects.on(day).filter(pupil__in=sheet.children)
    for link in links.select_related("membership__user").order_by("pk"):
        user = link.membership.user
        if link.membership.holds_on(day):
            person = people.setdefault(user.pk, Person(user.name, str(link.get_kind_display())))
            person.children.add(link.pupil_id)
    return people


def known_to(people: Iterable[int], sheet: Sheet, day: date) -> Known:
    """What these people have read of the children of a sheet, and whom they are kept from.

    One query for both, since the sheet has few to spend.
    """
    asked = {"user__in": list(people), "pupil__in": sheet.children}
    no_moment = Cast(Value(None), DateTimeField())
    blocks = AccessBlock.objects.on(day).filter(**asked).order_by()
    rows = SheetReading.objects.filter(**asked).values_list(
        "user_id", "pupil_id", "digest", "read_at"
    )
    found = rows.union(blocks.values_list("user_id", "pupil_id", Value(NEVER), no_moment))
    read: dict[int, dict[tuple[int, str], datetime]] = {}
    kept_from = set()
    for user, pupil, digest, at in found:
        if digest == NEVER:
            kept_from.add((user, pupil))
        else:
            read.setdefault(user, {})[pupil, digest] = at
    return Known(read, frozenset(kept_from))


def with_states(sheet: Sheet, read: Mapping[tuple[int, str], datetime]) -> Sheet:
    """The sheet with what is new or changed to a reader who has read these versions."""
    before = {pupil for pupil, _version in read}
    lines = [
        line
        if (line.pk, line.version) in read
        else replace(line, state="Changed" if line.pk in before else "New")
        for line in sheet.lines
    ]
    return replace(sheet, lines=lines)


def reader_lines(sheet: Sheet, people: Mapping[int, Person], known: Known) -> list[ReaderLine]:
    """Who has read it; each is asked about the children they may see, and no others."""
    lines = []
    for user_id, person in people.items():
        mine = {pk for pk in person.children if (user_id, pk) not in known.kept_from}
        if mine:
            chip = _chip(mine, sheet, known.of(user_id))
            lines.append(ReaderLine(person.name, person.kind, chip))
    return sorted(lines, key=lambda line: (line.chip[0] == "done", line.name))


def _chip(
    children: set[int], sheet: Sheet, read: Mapping[tuple[int, str], datetime]
) -> tuple[str, str]:
    """`Read, 23 November 2026`; `2 of 7 children to read`; `Not read yet`."""
    versions = sheet.versions
    moments = [read[pk, versions[pk]] for pk in children if (pk, versions[pk]) in read]
    if len(moments) == len(children):
        return ("done", f"Read, {long_date(timezone.localdate(max(moments)))}")
    if read:
        left = len(children) - len(moments)
        return ("due", f"{left} of {len(children)} children to read")
    return ("due", "Not read yet")
