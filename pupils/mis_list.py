"""The list of what is to be keyed into the MIS, child by child, and what was ticked off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.clash import who_words
from accounts.models import Membership
from common.dates import long_date, today
from common.years import YearGroup
from pupils.imports.differences import NEEDS, STATUS
from pupils.imports.keying import CONTACT, Item, items_of
from pupils.imports.known import Known, name_file_contacts
from pupils.models import ClassPlacement, Contact, MisKeyed, MisRecord, Need, Pupil, SenStatus

DONE_SHOWN = 30


@dataclass(frozen=True)
class Line:
    """One thing to key in, with who changed it here and since when; `note` tells of a tick."""

    item: Item
    since: str
    by: str
    note: str


@dataclass(frozen=True)
class Child:
    """A child with something to key in."""

    pupil: Pupil
    place: str
    lines: list[Line]


def to_key_in(membership: Membership) -> list[Child]:
    """Everything to key in of the children a person may see, by surname."""
    known, open_items = _open_items(membership)
    told = _Changes(list(open_items))
    notes = _contradicted(list(open_items))
    rows = [known.pupils[pk] for pk in open_items]
    rows.sort(key=lambda pupil: (pupil.shown_surname.casefold(), pupil.shown_forename.casefold()))
    places = _places(list(open_items))
    return [
        Child(
            pupil,
            places.get(pupil.pk) or str(YearGroup(pupil.year_group).label),
            [
                Line(item, *told.of(item), notes.get((pupil.pk, item.part, item.value), ""))
                for item in open_items[pupil.pk]
            ],
        )
        for pupil in rows
    ]


def count_to_key_in(membership: Membership) -> int:
    """How many things there are to key in; at most seven queries, for any number of children."""
    _known, open_items = _open_items(membership)
    return sum(map(len, open_items.values()))


def _open_items(membership: Membership) -> tuple[Known, dict[int, list[Item]]]:
    records = MisRecord.objects.filter(_said_something())
    seen = Pupil.objects.visible_to(membership).on_roll()
    said = {record.pupil_id: record for record in records.filter(pupil__in=seen)}
    known = _known(said)
    ticked = _ticks(said)
    found: dict[int, list[Item]] = {}
    for pupil_id, record in said.items():
        items = [i for i in items_of(known, pupil_id, record) if not _is_ticked(i, ticked)]
        if items:
            found[pupil_id] = items
    known.pupils = {pupil.pk: pupil for pupil in Pupil.objects.filter(pk__in=found)}
    return known, found


def _said_something() -> Q:
    return (
        Q(sen_said_on__isnull=False)
        | Q(needs_said_on__isnull=False)
        | Q(contacts_said_on__isnull=False)
    )


def _known(said: dict[int, MisRecord]) -> Known:
    known = Known(said=said)
    if not said:
        return known
    for model, into in (
        (SenStatus, known.statuses),
        (Need, known.needs),
        (Contact, known.contacts),
    ):
        rows: Any = model.objects.all()
        if model is not Contact:
            rows = rows.still_open()
        for row in rows.order_by("pk"):
            if row.pupil_id in said:
                into[row.pupil_id].append(row)
    name_file_contacts(known)
    return known


Ticks = dict[tuple[int, str, str], date]


def _ticks(pupils: Iterable[int]) -> Ticks:
    """The day each thing was last ticked, of those whose tick stands."""
    rows = MisKeyed.objects.filter(pupil__in=list(pupils), undone_at__isnull=True)
    return {
        (row.pupil_id, row.part, row.value): timezone.localdate(row.keyed_at)
        for row in rows.order_by("keyed_at", "pk")
    }


def _is_ticked(item: Item, ticked: Ticks) -> bool:
    """Whether this very thing was keyed in, and no later file has said otherwise."""
    day = ticked.get((item.pupil_id, item.part, item.value))
    return day is not None and day >= item.said_on


def _contradicted(pupils: Sequence[int]) -> dict[tuple[int, str, str], str]:
    """For what was ticked once and is open again: when and by whom."""
    rows = MisKeyed.objects.filter(pupil__in=pupils, undone_at__isnull=True, keyed_by__isnull=False)
    return {
        (row.pupil_id, row.part, row.value): (
            f"Keyed in on {long_date(timezone.localdate(row.keyed_at))} by"
            f" {who_words(row.keyed_by)}, but a later file of the MIS does not have it."
        )
        for row in rows.select_related("keyed_by").order_by("keyed_at", "pk")
    }


def _places(pupils: Sequence[int]) -> dict[int, str]:
    rows = ClassPlacement.objects.on(today()).filter(pupil__in=pupils)
    return dict(rows.values_list("pupil_id", "class_group__name"))


class _Changes:
    """Who last changed what is to be keyed in, and since when, from history. Three queries."""

    def __init__(self, pupils: list[int]) -> None:
        self.last: dict[tuple[str, int], Any] = {}
        for part, model in ((STATUS, SenStatus), (NEEDS, Need), (CONTACT, Contact)):
            rows = model.history.filter(pupil_id__in=pupils).select_related("history_user")
            for row in rows.order_by("history_id"):
                about = row.id if part == CONTACT else row.pupil_id
                self.last[part, about] = row

    def of(self, item: Item) -> tuple[str, str]:
        """Since when it is so here, and who recorded it."""
        if item.part.startswith(CONTACT):
            row = self.last.get((CONTACT, int(item.part.removeprefix(CONTACT))))
        else:
            row = self.last.get((item.part, item.pupil_id))
        if row is None:
            return "", ""
        return long_date(timezone.localdate(row.history_date)), who_words(row.history_user)


@dataclass(frozen=True)
class Done:
    """Something ticked off: by a person, or by itself when a file showed it."""

    pk: int
    pupil: Pupil
    name: str
    value: str
    how: str
    by_person: bool


def ticked_off(membership: Membership) -> list[Done]:
    """The last things ticked off, of the children a person may see."""
    rows = MisKeyed.objects.filter(
        pupil__in=Pupil.objects.visible_to(membership), undone_at__isnull=True
    )
    newest = rows.select_related("pupil", "keyed_by", "seen_in").order_by("-keyed_at", "-pk")
    return [_done(row) for row in newest[:DONE_SHOWN]]


def _done(row: MisKeyed) -> Done:
    day = long_date(timezone.localdate(row.keyed_at))
    how = f"seen in the MIS's file on {day}"
    if row.keyed_by:
        how = f"keyed in by {who_words(row.keyed_by)} on {day}"
    name = {STATUS: "SEN status", NEEDS: "Needs"}.get(row.part, "Contact")
    return Done(row.pk, row.pupil, name, row.value, how, row.keyed_by is not None)


def item_now(membership: Membership, pupil: Pupil, part: str) -> Item | None:
    """The thing to key in about one part of a child, as it is now; None when there is none."""
    _known_now, found = _open_items(membership)
    return next((item for item in found.get(pupil.pk, ()) if item.part == part), None)


EXPORT_HEADINGS = [
    *("Surname", "Forename", "UPN", "Class", "What", "The MIS has", "Key in", "Since"),
    "Changed by",
]


def export_rows(children: Sequence[Child]) -> list[list[str]]:
    """The list as rows of a file."""
    return [
        [
            *(child.pupil.surname, child.pupil.forename, child.pupil.upn, child.place),
            *(line.item.name, line.item.theirs, line.item.ours, line.since, line.by),
        ]
        for child in children
        for line in child.lines
    ]
