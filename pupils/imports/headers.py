"""The headings of exports from SIMS, Arbor, Bromcom and others, and what each column holds.

Case, spaces and punctuation do not count. A number within a heading (`Need 2`, `Contact 1 email`)
is kept apart, so one synonym serves every number.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from common.tabular import Unreadable, column_letter
from pupils.imports.incoming import squashed


class Column(StrEnum):
    """What a column can hold. The value is how we call it when the file has no heading for it."""

    UPN = "UPN"
    FORMER_UPN = "Former UPN"
    FULL_NAME = "Name"
    FORENAME = "Forename"
    MIDDLE_NAMES = "Middle names"
    SURNAME = "Surname"
    PREFERRED_FORENAME = "Preferred forename"
    PREFERRED_SURNAME = "Preferred surname"
    BORN_ON = "Date of birth"
    SEX = "Sex"
    YEAR = "Year group"
    CLASS = "Class"
    SEN_STATUS = "SEN status"
    SEN_STARTS = "SEN start date"
    NEED = "Need"
    NEED_RANK = "Need rank"
    NEED_STARTS = "Need start date"
    LANGUAGE = "Home language"
    EAL = "EAL"
    PUPIL_PREMIUM = "Pupil premium"
    FREE_MEALS = "Free school meals"
    LOOKED_AFTER = "Looked after"
    YOUNG_CARER = "Young carer"
    JOINED_ON = "Joined"
    LEFT_ON = "Left"
    CONTACT = "Contact"
    CONTACT_TITLE = "Contact title"
    CONTACT_FORENAME = "Contact forename"
    CONTACT_SURNAME = "Contact surname"
    CONTACT_RELATIONSHIP = "Contact relationship"
    CONTACT_RESPONSIBILITY = "Contact parental responsibility"
    CONTACT_EMAIL = "Contact e-mail"
    CONTACT_PHONE = "Contact phone"


class Key(NamedTuple):
    """A column and its number: the second need is `(NEED, 2)`; columns without a number have 0."""

    column: Column
    number: int = 0


@dataclass(frozen=True)
class Columns:
    """Where each known column is in a file, what its heading says, and which were of no use."""

    places: dict[Key, int]
    headings: tuple[str, ...]
    unused: tuple[str, ...]

    def heading(self, key: Key) -> str:
        """The heading as the file has it, or our own word where the file has no such column."""
        place = self.places.get(key)
        return key.column.value if place is None else self.headings[place]

    def numbers(self, *columns: Column) -> list[int]:
        """The numbers with which any of these columns occurs, in order."""
        return sorted({key.number for key in self.places if key.column in columns})


# In order: where a file has two of them, the first named here is read. `#` stands for a number.
SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.UPN: ("upn", "upnnumber", "uniquepupilnumber", "currentupn"),
    Column.FORMER_UPN: ("formerupn", "previousupn"),
    Column.FORENAME: ("legalforename", "legalfirstname", "forename", "firstname", "givenname"),
    Column.MIDDLE_NAMES: ("middlenames", "middlename", "legalmiddlenames", "legalmiddlename"),
    Column.SURNAME: ("legalsurname", "legallastname", "surname", "lastname", "familyname"),
    Column.PREFERRED_FORENAME: (
        *("preferredforename", "preferredfirstname", "chosenforename", "chosenname", "knownas"),
        "preferredname",
    ),
    Column.PREFERRED_SURNAME: ("preferredsurname", "preferredlastname", "chosensurname"),
    Column.FULL_NAME: ("legalname", "legalfullname", "name", "fullname", "pupil", "student"),
    Column.BORN_ON: ("dob", "dateofbirth", "birthdate", "birthday", "born", "bornon"),
    Column.SEX: ("sex", "legalsex", "gender", "legalgender"),
    Column.YEAR: (
        *("ncyearactual", "ncyear", "nationalcurriculumyear", "yeargroup", "year", "yr"),
        *("curriculumyear", "currentyear", "currentyeargroup", "actualncyear", "yeartaughtin"),
    ),
    Column.CLASS: (
        *("class", "classname", "reggroup", "registrationgroup", "registrationform", "form"),
        *("registration", "reg", "tutorgroup", "formgroup", "tutor", "currentregistrationform"),
    ),
    Column.SEN_STATUS: (
        *("senstatus", "senprovision", "sencode", "senstage", "currentsenstatus", "sen"),
        *("sendstatus", "sendcode", "sendprovision", "senprovisiontype", "sencategory"),
        *("currentsenprovision", "senstatuscode", "senprovisioncode"),
    ),
    Column.SEN_STARTS: (
        *("senstartdate", "senstatusstartdate", "senprovisionstartdate", "senstart", "sensince"),
        *("sendstartdate", "senstatusdate", "senstatusstart", "senfrom"),
    ),
    Column.NEED: (
        *(
            "senneed#",
            "senneedtype#",
            "sentype#",
            "need#",
            "need#type",
            "needtype#",
            "senneed#type",
        ),
        *("senneed#code", "sendneed#", "senneeds", "needs", "typeofneed", "senneeddescription"),
        *("primaryneed", "primarysenneed", "primarysentype", "primaryneedtype", "mainneed"),
        "areaofneed",
    ),
    Column.NEED_RANK: (
        *("senneed#rank", "need#rank", "senneedrank#", "needrank#", "sentyperank#", "sentype#rank"),
        *("senneedranking#", "sentyperanking#", "needranking#", "ranking#", "rank#"),
    ),
    Column.NEED_STARTS: (
        *("senneed#startdate", "need#startdate", "senneedstartdate#", "needstartdate#"),
        *("sentypestartdate#", "sentype#startdate", "need#start", "need#from", "need#since"),
    ),
    Column.LANGUAGE: (
        *("homelanguage", "firstlanguage", "language", "mothertongue", "nativelanguage"),
        "languagehome",
    ),
    Column.EAL: (
        *("eal", "ealstatus", "iseal", "englishasanadditionallanguage"),
        *("englishadditionallanguage", "englishasadditionallanguage"),
    ),
    Column.PUPIL_PREMIUM: (
        *("pupilpremium", "pp", "pupilpremiumindicator", "pupilpremiumrecipient", "ppi"),
        *("haspupilpremium", "pupilpremiumeligible", "pupilpremiumstatus"),
    ),
    Column.FREE_MEALS: (
        *("fsm", "freeschoolmeals", "fsmeligible", "fsmeligibility", "freemeals", "hasfreemeals"),
        *("eligibleforfreemeals", "eligibleforfreeschoolmeals", "currentfsm"),
    ),
    Column.LOOKED_AFTER: (
        *("lookedafter", "lac", "cla", "incare", "incarestatus", "lookedafterchild", "inleacare"),
        *("islookedafter", "childlookedafter", "lookedafterstatus", "inlacare"),
    ),
    Column.YOUNG_CARER: ("youngcarer", "youngcarerstatus", "youngcarerindicator"),
    Column.JOINED_ON: (
        *("admissiondate", "dateofadmission", "joined", "joinedon", "joiningdate", "entrydate"),
        *("dateofentry", "dateofjoining", "startdate", "dateadmitted"),
    ),
    Column.LEFT_ON: ("leavingdate", "dateofleaving", "left", "lefton", "leaver", "enddate"),
    Column.CONTACT: (
        *("contact#", "contact#name", "contact#fullname", "prioritycontact#", "parent#"),
        *("parentcarer#", "parent#name", "parentcarer#name", "prioritycontact#name"),
    ),
    Column.CONTACT_TITLE: ("contact#title", "parent#title"),
    Column.CONTACT_FORENAME: (
        *("contact#forename", "contact#firstname", "parent#forename", "parent#firstname"),
    ),
    Column.CONTACT_SURNAME: (
        *("contact#surname", "contact#lastname", "parent#surname", "parent#lastname"),
    ),
    Column.CONTACT_RELATIONSHIP: ("contact#relationship", "parent#relationship"),
    Column.CONTACT_RESPONSIBILITY: (
        *("contact#parentalresponsibility", "contact#pr", "contact#responsibility"),
        *("parent#parentalresponsibility", "parent#pr"),
    ),
    Column.CONTACT_EMAIL: (
        *("contact#email", "contact#emailaddress", "contact#primaryemail", "parent#email"),
    ),
    Column.CONTACT_PHONE: (
        *("contact#phone", "contact#telephone", "contact#mobile", "contact#phonenumber"),
        *("contact#telephonenumber", "contact#mobilephone", "contact#mobilenumber"),
        *("parent#phone", "parent#mobile", "parent#telephone"),
    ),
}
_SECOND = {"secondary": 2, "tertiary": 3}
_OF_THE_CHILD = ("pupils", "pupil", "students", "student", "childs", "child")
_NUMBERED = frozenset(column for column, names in SYNONYMS.items() if "#" in names[0])
_KNOWN = {
    name: (column, order) for column, names in SYNONYMS.items() for order, name in enumerate(names)
}
_NUMBER = re.compile(r"[0-9]{1,2}")


def recognise(heading: str) -> tuple[Key, int] | None:
    """What a heading means, and how strongly (0 is the surest synonym); None when unknown."""
    name, number = _without_number(squashed(heading))
    known = _KNOWN.get(name)
    for prefix in _OF_THE_CHILD:
        if known is None and name.startswith(prefix):
            known = _KNOWN.get(name.removeprefix(prefix))
    if known is None:
        return None
    column, order = known
    if column not in _NUMBERED:
        return None if "#" in name or number else (Key(column), order)
    return Key(column, number or 1), order


def _without_number(name: str) -> tuple[str, int]:
    """The heading with `#` where its number was: `need2rank` is `need#rank` and 2."""
    for word, number in _SECOND.items():
        if name.startswith(word):
            return "primary" + name.removeprefix(word), number
    found = _NUMBER.search(name)
    if found:
        return name[: found.start()] + "#" + name[found.end() :], int(found[0])
    return next((known for known in _with_sign(name) if known in _KNOWN), name), 0


def _with_sign(name: str) -> list[str]:
    """`name` as it would be with a number at its end or inside: a lone `SEN need` is need 1."""
    inside = [name.replace(word, word + "#", 1) for word in ("senneed", "sentype", "need")]
    return [name, name + "#", *inside]


def looks_like_headings(cells: Sequence[str], chosen: Mapping[str, str] | None = None) -> bool:
    """Whether a row is the headings: two columns we know, one of which says who the child is.

    `chosen` is what a person said some headings mean.
    """
    known = {found[0].column for cell in cells if (found := meaning(cell, chosen or {}))}
    who = {Column.UPN, Column.SURNAME, Column.FORENAME, Column.FULL_NAME, Column.PREFERRED_SURNAME}
    return len(known) > 1 and bool(known & who)


def meaning(heading: str, chosen: Mapping[str, str]) -> tuple[Key, int] | None:
    """What a heading means: what a person said, else what we know by ourselves."""
    said = chosen.get(squashed(heading))
    if said is None:
        return recognise(heading)
    return (key_of(said), -1) if said else None


def code_of(key: Key) -> str:
    """A column and its number as one word: `Need#2`."""
    return f"{key.column}#{key.number}" if key.number else str(key.column)


def key_of(code: str) -> Key:
    """The column that a word stands for. Raises `ValueError` for none of ours."""
    name, _, number = code.partition("#")
    return Key(Column(name), int(number or 0))


def map_columns(headings: Sequence[str], chosen: Mapping[str, str] | None = None) -> Columns:
    """Where each known column is. Raises `Unreadable` when two columns say the same thing."""
    places: dict[Key, int] = {}
    orders: dict[Key, int] = {}
    for place, heading in enumerate(headings):
        found = meaning(heading, chosen or {})
        if found is None:
            continue
        key, order = found
        if key in places and order == orders[key]:
            raise _twice(headings, places[key], place)
        if key not in places or order < orders[key]:
            places[key], orders[key] = place, order
    used = set(places.values())
    unused = [h.strip() for place, h in enumerate(headings) if place not in used and h.strip()]
    return Columns(places, tuple(heading.strip() for heading in headings), tuple(unused))


def _twice(headings: Sequence[str], first: int, second: int) -> Unreadable:
    return Unreadable(
        f"Columns {column_letter(first)} and {column_letter(second)} are both headed"
        f" “{headings[first].strip()}”: keep one of them."
    )
