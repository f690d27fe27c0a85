"""One `Pupil` of a Common Transfer File, read into the same form as a row of a spreadsheet.

Element names: statutory.md 2.5. A file from another school cannot be put right here, so what is
only out of date (a status of before 2014) is left out with a warning; what is wrong is a problem.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar
from xml.etree.ElementTree import Element

from pupils.imports.codes import (
    HISTORIC,
    NEED_NAMES,
    read_needs,
    read_relationship,
    read_status_code,
)
from pupils.imports.contacts import read_email, read_phone
from pupils.imports.headers import Column
from pupils.imports.incoming import (
    BadValue,
    IncomingContact,
    IncomingNeed,
    IncomingPupil,
    IncomingStatus,
    Problem,
)
from pupils.imports.values import (
    clean,
    fitting,
    read_date,
    read_flag,
    read_name,
    read_sex,
    read_year_group,
)
from pupils.upn import tidy_upn

Value = TypeVar("Value")

LABELS = {
    Column.UPN: "UPN",
    Column.FORMER_UPN: "BasicDetails/FormerUPN",
    Column.SURNAME: "Surname",
    Column.FORENAME: "Forename",
    Column.BORN_ON: "DOB",
    Column.SEX: "Sex",
    Column.YEAR: "BasicDetails/NCyearActual",
    Column.SEN_STATUS: "SENhistory/SEN/SENprovision",
    Column.SEN_STARTS: "SENhistory/SEN/StartDate",
    Column.NEED: "SENhistory/SENneeds/SENneed/SENtype",
    Column.NEED_RANK: "SENhistory/SENneeds/SENneed/SENtypeRank",
    Column.NEED_STARTS: "SENhistory/SENneeds/SENneed/NeedStartDate",
    Column.LOOKED_AFTER: "LookedAfter/InCare",
    Column.CONTACT_EMAIL: "Contacts/Contact/Email",
}
_READERS: tuple[tuple[str, str, Callable[[str], Any]], ...] = (
    ("upn", "UPN", tidy_upn),
    ("former_upn", "BasicDetails/FormerUPN", lambda text: fitting(tidy_upn(text), 13)),
    ("surname", "Surname", read_name),
    ("forename", "Forename", read_name),
    ("middle_names", "BasicDetails/MiddleNames", lambda text: fitting(text, 80)),
    ("preferred_surname", "BasicDetails/PreferredSurname", read_name),
    ("preferred_forename", "BasicDetails/PreferredForename", read_name),
    ("born_on", "DOB", read_date),
    ("sex", "Sex|Gender", read_sex),
    ("year_group", "BasicDetails/NCyearActual", read_year_group),
    ("is_looked_after", "LookedAfter/InCare", read_flag),
)
_PHONES = ("Phones/Phone/PhoneNo", "Phones/Phone/TelephoneNumber", "Phones/Phone", "Phone")


class CtfPupil:
    """Reads one `Pupil` element; `problems` holds what was wrong with it."""

    def __init__(self, number: int, element: Element) -> None:
        self.number = number
        self.element = element
        self.problems: list[Problem] = []

    def read(self) -> IncomingPupil:
        """The child as the file has it."""
        found = {name: self.get(self.element, path, read) for name, path, read in _READERS}
        fields: dict[str, Any] = {name: value for name, value in found.items() if value is not None}
        self._refuse_unnamed(fields)
        return IncomingPupil(
            row=self.number,
            statuses=tuple(self._statuses()),
            needs=tuple(self._needs()),
            contacts=tuple(self._contacts()),
            has_free_meals=self._has_free_meals(),
            **fields,
        )

    def get(
        self, element: Element, path: str, reader: Callable[[str], Value], label: str = ""
    ) -> Value | None:
        """The first text at `path` as `reader` reads it; None where there is none or it is bad."""
        for found in at(element, path):
            try:
                text = clean(found.text or "")
                if text:
                    return reader(text)
            except BadValue as problem:
                self.note(label or path.partition("|")[0], str(problem), problem.warning)
                return None
        return None

    def note(self, label: str, sentence: str, warning: bool = False) -> None:
        """Keep a problem, by the element it is about."""
        self.problems.append(Problem(self.number, label, sentence, warning))

    def _refuse_unnamed(self, fields: dict[str, Any]) -> None:
        wrong = {problem.column for problem in self.problems}
        for name, label in (("surname", "Surname"), ("forename", "Forename"), ("born_on", "DOB")):
            if name not in fields and label not in wrong:
                self.note(label, "This is missing: a pupil needs both names and a date of birth.")

    def _statuses(self) -> Iterator[IncomingStatus]:
        """The SEN history in order of time, each status once."""
        dated = [
            status for entry in at(self.element, "SENhistory/SEN") for status in self._sen(entry)
        ]
        if len(dated) > 1 and any(status.starts_on is None for status in dated):
            self.note(LABELS[Column.SEN_STARTS], "One of several SEN statuses has no start date.")
            return
        dated.sort(key=lambda status: status.starts_on or date.min)
        yield from dated[:1]
        yield from (after for before, after in pairwise(dated) if after.code != before.code)

    def _sen(self, entry: Element) -> Iterator[IncomingStatus]:
        label = LABELS[Column.SEN_STATUS]
        code = self.get(entry, "SENprovision", read_status_code, label)
        starts_on = self.get(entry, "StartDate", read_date, LABELS[Column.SEN_STARTS])
        if code in HISTORIC:
            sentence = f"{code} ({HISTORIC[code]}) is no longer in use: it is left out."
            self.note(label, sentence, warning=True)
        elif code == "S":
            self.note(label, "S (statement) is no longer in use: it is read as E.", warning=True)
            yield IncomingStatus("E", starts_on)
        elif code:
            yield IncomingStatus(code, starts_on)

    def _needs(self) -> Iterator[IncomingNeed]:
        entries = list(at(self.element, "SENhistory/SENneeds/SENneed"))
        for place, entry in enumerate(entries, 1):
            found = self.get(entry, "SENtype", self._need_code, LABELS[Column.NEED])
            if found:
                rank = self.get(entry, "SENtypeRank", _rank, LABELS[Column.NEED_RANK])
                label = LABELS[Column.NEED_STARTS]
                starts_on = self.get(entry, "NeedStartDate", read_date, label)
                ends_on = self.get(
                    entry, "NeedEndDate", read_date, label.replace("StartDate", "EndDate")
                )
                yield IncomingNeed(found, rank or place, starts_on, ends_on)

    def _need_code(self, text: str) -> str:
        codes = read_needs(text)
        if len(codes) != 1:
            raise BadValue(f"“{text[:40]}” is not one type of need.")
        code, former = codes[0]
        if former:
            sentence = f"{former} is no longer in use: it is read as {NEED_NAMES[code]}."
            self.note(LABELS[Column.NEED], sentence, warning=True)
        return code

    def _has_free_meals(self) -> bool | None:
        """Whether free meals run now: an instance without an end. None where the file has none."""
        spells = list(at(self.element, "FSMhistory/FSMinstance"))
        open_ = [s for s in spells if not any((e.text or "").strip() for e in at(s, "FSMendDate"))]
        return bool(open_) if spells else None

    def _contacts(self) -> Iterator[IncomingContact]:
        for place, entry in enumerate(at(self.element, "Contacts/Contact"), 1):
            surname = self.get(entry, "Surname", read_name, "Contacts/Contact/Surname")
            if surname:
                yield self._contact(entry, surname, place)

    def _contact(self, entry: Element, surname: str, place: int) -> IncomingContact:
        within = "Contacts/Contact/"
        phones = (self.get(entry, path, read_phone, within + "Phones") for path in _PHONES)
        return IncomingContact(
            rank=self.get(entry, "Order", _rank, within + "Order") or place,
            surname=surname,
            forename=self.get(entry, "Forename", read_name, within + "Forename") or "",
            title=self.get(entry, "Title", lambda text: fitting(text, 20), within + "Title") or "",
            relationship=self.get(entry, "Relationship", read_relationship) or "",
            has_parental_responsibility=self.get(
                entry, "Responsibility", read_flag, within + "Responsibility"
            ),
            email=self.get(entry, "Email", read_email, within + "Email") or "",
            phone=next((phone for phone in phones if phone), ""),
        )


def _rank(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 99:
        raise BadValue("The rank is a number from 1 to 99.")
    return int(text)


def at(element: Element, path: str) -> Iterator[Element]:
    """The elements at a path of names, `A/B` or `A|B`, whatever their case and namespace."""
    names, _, rest = path.partition("/")
    wanted = {name.casefold() for name in names.split("|")}
    for child in element:
        if str(child.tag).rpartition("}")[2].casefold() in wanted:
            if rest:
                yield from at(child, rest)
            else:
                yield child
