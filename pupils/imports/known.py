"""What the school already knows: gathered in a handful of queries, and who a row is about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from common.dates import long_date
from common.errors import Refused
from pupils.imports.changes import REASON
from pupils.imports.contacts_plan import contact_name, said_contacts
from pupils.imports.incoming import IncomingPupil, squashed
from pupils.models import ClassPlacement, Contact, MisRecord, Need, Pupil, SenStatus
from pupils.upn import check
from schools.models import AcademicYear, ClassGroup

Person = tuple[tuple[str, str], date]


class Unmatched(Refused):
    """A row that could be about more than one child, or about a child it does not fit."""


@dataclass
class Known:
    """The school's pupils and their dated rows, by the ways a file asks for them.

    `said` is what the MIS last said of each, `from_files` the contacts that came from a file.
    """

    year: AcademicYear | None = None
    pupils: dict[int, Pupil] = field(default_factory=dict)
    by_upn: dict[str, Pupil] = field(default_factory=dict)
    by_person: dict[Person, list[Pupil]] = field(default_factory=lambda: defaultdict(list))
    classes: dict[str, ClassGroup] = field(default_factory=dict)
    placements: dict[int, list[ClassPlacement]] = field(default_factory=lambda: defaultdict(list))
    statuses: dict[int, list[SenStatus]] = field(default_factory=lambda: defaultdict(list))
    needs: dict[int, list[Need]] = field(default_factory=lambda: defaultdict(list))
    contacts: dict[int, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    said: dict[int, MisRecord] = field(default_factory=dict)
    from_files: set[int] = field(default_factory=set)

    @property
    def on_roll(self) -> list[Pupil]:
        """Those who have not left."""
        return [pupil for pupil in self.pupils.values() if pupil.left_on is None]

    def class_now(self, pupil_id: int, day: date) -> ClassPlacement | None:
        """The class a pupil is in on a day."""
        held = self.placements.get(pupil_id, ())
        return next((placement for placement in held if placement.holds_on(day)), None)

    def add(self, pupil: Pupil) -> None:
        """Know a pupil by UPN, and by every name with the date of birth."""
        self.pupils[pupil.pk] = pupil
        if pupil.upn:
            self.by_upn[pupil.upn] = pupil
        for name in names_of(pupil):
            self.by_person[name, pupil.born_on].append(pupil)

    def match(self, row: IncomingPupil) -> Pupil | None:
        """The pupil a row is about: by UPN, then by name and date of birth; None for a new one.

        Raises `Unmatched` where nobody could be sure.
        """
        for upn in (row.upn, row.former_upn):
            if upn and upn in self.by_upn:
                return _fitting(row, self.by_upn[upn])
        return self._by_person(row)

    def _by_person(self, row: IncomingPupil) -> Pupil | None:
        if row.born_on is None:
            return None
        found = self.by_person.get((row.name_key, row.born_on), [])
        if len(found) > 1:
            raise Unmatched("Two pupils here have this name and date of birth: give the UPN.")
        if not found:
            return None
        here = found[0]
        if here.upn and row.upn and here.upn != row.upn and not check(here.upn).temporary:
            raise Unmatched("A pupil of this name and date of birth is here with another UPN.")
        return here


def _fitting(row: IncomingPupil, here: Pupil) -> Pupil:
    """The pupil with the row's UPN, unless both name and date of birth are another child's."""
    other_name = row.surname and row.forename and row.name_key not in names_of(here)
    if other_name and row.born_on and row.born_on != here.born_on:
        raise Unmatched(
            "The pupil here with this UPN has another name, and was born on"
            f" {long_date(here.born_on)}."
        )
    return here


def names_of(pupil: Pupil) -> set[tuple[str, str]]:
    """The ways a pupil may be called in a file: legal and preferred names, mixed too."""
    forenames = {squashed(name) for name in (pupil.forename, pupil.preferred_forename) if name}
    surnames = {squashed(name) for name in (pupil.surname, pupil.preferred_surname) if name}
    return {(forename, surname) for forename in forenames for surname in surnames}


def gather(today: date, *, to_change: bool = False) -> Known:
    """What the school one is acting in knows on a day; with `to_change`, its pupils held for it."""
    known = Known(
        year=AcademicYear.objects.filter(starts_on__lte=today, ends_on__gte=today).first()
    )
    pupils = Pupil.objects.order_by("pk")
    for pupil in pupils.locked() if to_change else pupils:
        known.add(pupil)
    for group in ClassGroup.objects.filter(academic_year=known.year) if known.year else ():
        known.classes[squashed(group.name)] = group
    _by_pupil(known.placements, ClassPlacement.objects.exclude(ends_on__lte=today))
    _by_pupil(known.statuses, SenStatus.objects.all())
    _by_pupil(known.needs, Need.objects.all())
    _by_pupil(known.contacts, Contact.objects.all())
    known.said = {record.pupil_id: record for record in MisRecord.objects.all()}
    name_file_contacts(known)
    return known


def name_file_contacts(known: Known) -> None:
    """Tell contacts made by a file from those made here, where the MIS does not name them now.

    One query, and none where the MIS names every contact.
    """
    unnamed = [
        contact.pk
        for pupil_id, said in known.said.items()
        if said.contacts_said_on
        for contact in known.contacts.get(pupil_id, ())
        if contact_name(contact) not in said_contacts(said)
    ]
    if unnamed:
        rows = Contact.history.filter(id__in=unnamed, history_type="+")
        made = rows.filter(history_change_reason=REASON).values_list("id", flat=True)
        known.from_files = set(made)


def _by_pupil(into: dict[int, list[Any]], rows: Any) -> None:
    ordered: Iterable[Any] = rows.order_by("pk")
    for row in ordered:
        into[row.pupil_id].append(row)
