"""A pasted list of people to invite, read line by line: pure, no database, no clock.

A line is `name, e-mail, roles, class, job title`, with commas, semicolons or the tabs of a
spreadsheet between them; the last two may be missing. Several roles or classes are joined by `+`,
`/`, `&` or `and`. A first line of headings is passed over, and may name another order.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.roles import Role
from common.years import YearGroup

MOST_LINES = 200
NAME_LENGTH, TITLE_LENGTH = 120, 80
OLDEST = YearGroup.Y14
COLUMNS = ("name", "email", "roles", "classes", "title")
HEADINGS = {
    "name": {"name", "full name", "staff", "person", "staff name"},
    "email": {"email", "e-mail", "mail", "email address", "e-mail address", "work email"},
    "roles": {"role", "roles"},
    "classes": {"class", "classes", "class or year"},
    "title": {"title", "job title", "job", "post"},
}
ROLE_WORDS: dict[Role, set[str]] = {
    Role.SENCO: {"senco", "sendco", "inclusion lead", "inclusion manager"},
    Role.HEAD: {"head", "head teacher", "headteacher", "senior leader", "slt", "deputy head",
                "deputy", "assistant head", "principal"},
    Role.TEACHER: {"teacher", "class teacher", "classteacher"},
    Role.YEAR_LEADER: {"year leader", "year lead", "head of year", "phase leader"},
    Role.TA: {"ta", "teaching assistant", "hlta", "lsa", "learning support assistant"},
    Role.DSL: {"dsl", "ddsl", "safeguarding lead", "designated safeguarding lead"},
    Role.OFFICE: {"office", "admin", "school office", "data manager", "office or data manager",
                  "administrator"},
}  # fmt: skip
JOINED = re.compile(r"\s*(?:[+/&;,]|\band\b)\s*", re.IGNORECASE)
YEAR = re.compile(r"^(?:year|yr|y)\s*(\d{1,2})$", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A class (its key), or for a year leader a year group, and what it is called."""

    kind: str
    words: str
    class_id: int | None = None
    year_group: int | None = None


@dataclass(frozen=True)
class Invitee:
    """Whom to invite, and as what."""

    email: str
    name: str
    roles: frozenset[Role]
    job_title: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the school knows: who is here, what may be given, and its open classes.

    A class is found by its name in small letters: its key, and the name as the school writes it.
    """

    may_give: frozenset[Role]
    classes: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    own: str = ""
    here: frozenset[str] = frozenset()
    invited: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """One line of the list: whom it asks, or what is wrong with it, in sentences."""

    number: int
    text: str
    name: str
    email: str
    invitee: Invitee | None
    problems: tuple[str, ...]

    @property
    def roles(self) -> str:
        """The roles in the order they are listed."""
        held = self.invitee.roles if self.invitee else frozenset()
        return ", ".join(role.label for role in Role if role in held)

    @property
    def classes(self) -> str:
        """The classes and year groups, as they were written."""
        return ", ".join(place.words for place in self.invitee.places) if self.invitee else ""


def read_lines(text: str, known: Known) -> list[Line]:
    """Every line that says anything, in order; a line with a problem invites nobody."""
    columns: tuple[str, ...] = COLUMNS
    found: list[Line] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(text.splitlines(), 1):
        cells = cells_of(raw)
        if not any(cells):
            continue
        headings = _headings(cells)
        if headings and not found:
            columns = headings
            continue
        line = _line(number, raw, dict(zip(columns, cells, strict=False)), known, seen)
        if line.email:
            seen.setdefault(line.email, number)
        found.append(line)
    return found


def cells_of(raw: str) -> list[str]:
    """The cells of a line, by tabs if it has any, else semicolons outside quotes, else commas."""
    raw = raw.replace("\0", "").strip("\r\n")
    if "\t" in raw:
        return [cell.strip().strip('"').strip() for cell in raw.split("\t")]
    for mark in (",", ";"):
        cells = next(csv.reader([raw], delimiter=mark, skipinitialspace=True), [])
        if len(cells) > 1:
            break
    return [" ".join(cell.split()) for cell in cells]


def _headings(cells: list[str]) -> tuple[str, ...]:
    """The columns a line of headings names, in its order; nothing when it is no such line."""
    named = [
        next((key for key, words in HEADINGS.items() if cell.casefold() in words), "")
        for cell in cells
    ]
    return tuple(named) if {"name", "email"} <= set(named) else ()


def _line(
    number: int, raw: str, cells: dict[str, str], known: Known, seen: Mapping[str, int]
) -> Line:
    name, email = cells.get("name", ""), cells.get("email", "").casefold()
    title = cells.get("title", "")
    roles, role_faults = _roles(cells.get("roles", ""), known)
    places, place_faults = _places(cells.get("classes", ""), roles, known)
    faults = [
        *_name_faults(name, title),
        *_email_faults(email, known, seen),
        *role_faults,
        *(place_faults if not role_faults else ()),
    ]
    invitee = None if faults else Invitee(email, name, roles, title, places)
    return Line(number, raw.strip(), name, email, invitee, tuple(faults))


def _name_faults(name: str, title: str) -> Iterator[str]:
    if not name:
        yield "The name is missing."
    elif "@" in name:
        yield "The name comes first, then the e-mail."
    if len(name) > NAME_LENGTH:
        yield f"The name is longer than {NAME_LENGTH} letters."
    if len(title) > TITLE_LENGTH:
        yield f"The job title is longer than {TITLE_LENGTH} letters."


def _email_faults(email: str, known: Known, seen: Mapping[str, int]) -> Iterator[str]:
    try:
        validate_email(email)
    except ValidationError:
        yield f"“{email}” is no e-mail address." if email else "The e-mail is missing."
        return
    if email == known.own:
        yield "That is you: nobody invites themselves."
    elif email in known.here:
        yield "Works here already."
    elif email in known.invited:
        yield "Is invited already: see the list of invitations."
    elif email in seen:
        yield f"Is listed twice: see line {seen[email]}."


def _roles(text: str, known: Known) -> tuple[frozenset[Role], list[str]]:
    named, unknown = roles_named(text)
    offered = ", ".join(one.label for one in Role if one in known.may_give)
    faults = [f"“{word}” is no role. The roles are: {offered}." for word in unknown]
    faults += [
        f"You cannot give this role: {role.label}. Ask the SENCO or the head."
        for role in Role
        if role in named - known.may_give
    ]
    if not named and not faults:
        faults.append("The role is missing.")
    return named & known.may_give, faults


def roles_named(text: str) -> tuple[frozenset[Role], list[str]]:
    """The roles of a school that words name, with `+`, commas and the like between; other words."""
    found = {word: _role(word) for word in _words(text)}
    roles = frozenset(role for role in found.values() if role is not None)
    return roles, [word for word, role in found.items() if role is None]


def _role(word: str) -> Role | None:
    """What people call by a word, however it is cased; `year_leader` as `year leader`."""
    said = word.casefold().replace("_", " ")
    for role, words in ROLE_WORDS.items():
        if said in words or said == role.label.casefold():
            return role
    return None


def _places(text: str, roles: Iterable[Role], known: Known) -> tuple[tuple[Place, ...], list[str]]:
    held, places, faults = set(roles), [], []
    for word in _words(text):
        found = known.classes.get(word.casefold())
        year = year_named(word)
        if found:
            kind = kind_of(held)
            if kind:
                places.append(Place(kind, found[1], class_id=found[0]))
            else:
                faults.append(f"{word} is for a class teacher or a teaching assistant.")
        elif year is not None:
            if Role.YEAR_LEADER in held:
                places.append(Place("year_leader", str(year.label), year_group=year.value))
            else:
                faults.append(f"A whole year group ({word}) is for a year leader.")
        else:
            faults.append(f"There is no class “{word}”.")
    return tuple(dict.fromkeys(places)), faults


def year_named(word: str) -> YearGroup | None:
    """The year group people call `Year 5`, `Y5` or `Reception`; mixed years lead nowhere."""
    short = YEAR.match(word)
    said = f"year {int(short[1])}" if short else word.casefold()
    years = (year for year in YearGroup if year.value <= OLDEST)
    return next((year for year in years if str(year.label).casefold() == said), None)


def kind_of(roles: Iterable[Role]) -> str:
    """As what a class becomes theirs; nothing for roles that have no class of their own."""
    held = set(roles)
    if Role.TEACHER in held:
        return "teacher"
    return "ta" if Role.TA in held else ""


def _words(text: str) -> list[str]:
    return [word for word in JOINED.split(" ".join(text.split())) if word]
