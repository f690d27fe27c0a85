"""Whether a member of staff may be a parent of a pupil, from what a list of contacts shows.

Pure: no database. It decides nothing: what it finds is asked of the SENCO or head, once.
"""

import re
from dataclasses import dataclass

POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
SHORTEST_PHONE, PHONE_COMPARED = 10, 9


@dataclass(frozen=True)
class StaffFacts:
    """What is known of a member of staff."""

    name: str
    emails: tuple[str, ...] = ()
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class AdultFacts:
    """What is known of an adult of a pupil's."""

    forename: str
    surname: str
    email: str = ""
    phone: str = ""
    address: str = ""


def alike(staff: StaffFacts, adult: AdultFacts) -> list[str]:
    """What the two have in common, in words; empty where there is nothing to ask."""
    mail = email_of(adult.email)
    place, phone = place_of(staff.address), phone_of(staff.phone)
    same_address = any(place) and place == place_of(adult.address)
    same_phone = bool(phone) and phone == phone_of(adult.phone)
    found = [
        ("the same name", _same_name(staff.name, adult)),
        ("the same e-mail address", bool(mail) and mail in map(email_of, staff.emails)),
        ("the same phone number", same_phone),
        ("the same surname and address", same_address and _same_surname(staff.name, adult)),
    ]
    return [words for words, same in found if same]


def email_of(text: str) -> str:
    """An address as it is compared; empty for none."""
    return text.strip().casefold()


def phone_of(text: str) -> str:
    """The end of a number, so that `+44 7700 900123` is `07700 900123`; empty when too short."""
    digits = re.sub(r"\D", "", text)
    return digits[-PHONE_COMPARED:] if len(digits) >= SHORTEST_PHONE else ""


def place_of(address: str) -> tuple[str, str]:
    """House number and postcode; without a postcode the whole text, its signs and case left out."""
    found = POSTCODE.search(address)
    plain = re.sub(r"[^a-z0-9]", "", address.casefold())
    if not found:
        return (plain, "") if len(plain) > SHORTEST_PHONE else ("", "")
    number = re.search(r"\d+\s*[a-z]?\b", address[: found.start()].casefold())
    house = re.sub(r"\s", "", number.group()) if number else plain
    return house, f"{found.group(1)}{found.group(2)}".upper()


def _same_name(name: str, adult: AdultFacts) -> bool:
    return bool(adult.forename) and _words(name) == _words(f"{adult.forename} {adult.surname}")


def _same_surname(name: str, adult: AdultFacts) -> bool:
    surname, words = _words(adult.surname), _words(name)
    return bool(surname) and words[-len(surname) :] == surname


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())
