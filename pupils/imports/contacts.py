"""The adults of a child's from a spreadsheet: `Contact 1 name`, `Contact 1 email` and so on."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from pupils.imports.codes import read_relationship
from pupils.imports.headers import Column, Key
from pupils.imports.incoming import BadValue, IncomingContact
from pupils.imports.values import fitting, read_flag, read_name

if TYPE_CHECKING:
    from pupils.imports.rows import Cells

_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir", "lady"}
)
_PHONE = re.compile(r"[+0-9()./ x-]{5,30}", re.IGNORECASE)


def contacts_of(cells: "Cells") -> tuple[IncomingContact, ...]:
    """Every contact of the row that has a surname; the number in the heading is the order."""
    return tuple(_contacts(cells))


def _contacts(cells: "Cells") -> Iterator[IncomingContact]:
    for number in cells.mapping.numbers(Column.CONTACT, Column.CONTACT_SURNAME):
        title, forename, surname = cells.get(Key(Column.CONTACT, number), split_name) or (
            "",
            "",
            "",
        )
        surname = cells.get(Key(Column.CONTACT_SURNAME, number), read_name) or surname
        if not surname:
            continue
        responsible = cells.get(Key(Column.CONTACT_RESPONSIBILITY, number), read_flag)
        yield IncomingContact(
            rank=number,
            surname=surname,
            forename=cells.get(Key(Column.CONTACT_FORENAME, number), read_name) or forename,
            title=cells.get(Key(Column.CONTACT_TITLE, number), _title) or title,
            relationship=cells.get(Key(Column.CONTACT_RELATIONSHIP, number), read_relationship)
            or "",
            has_parental_responsibility=responsible,
            email=cells.get(Key(Column.CONTACT_EMAIL, number), read_email) or "",
            phone=cells.get(Key(Column.CONTACT_PHONE, number), read_phone) or "",
        )


def split_name(text: str) -> tuple[str, str, str]:
    """Title, forename and surname from `Ms Sam Example` or `Example, Sam`."""
    surname, comma, rest = (part.strip() for part in text.partition(","))
    words = rest.split() if comma else text.split()
    title = words.pop(0).rstrip(".") if words and words[0].rstrip(".").casefold() in _TITLES else ""
    if not comma:
        surname = words.pop() if words else ""
    return title, read_name(" ".join(words)) if words else "", read_name(surname)


def read_email(text: str) -> str:
    """An e-mail address; one that cannot be right is left out with a warning."""
    try:
        validate_email(text)
    except ValidationError:
        sentence = f"“{text[:40]}” is not an e-mail address, so it is left out."
        raise BadValue(sentence, warning=True) from None
    return fitting(text, 254)


def read_phone(text: str) -> str:
    """A telephone number; anything else is left out with a warning."""
    if not _PHONE.fullmatch(text):
        sentence = f"“{text[:40]}” is not a telephone number, so it is left out."
        raise BadValue(sentence, warning=True)
    return text


def _title(text: str) -> str:
    return fitting(text, 20)
