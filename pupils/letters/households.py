"""Which adults share one letter: those at one address. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pupils.letters.receiving import receiving, wants_large_print
from pupils.models import Contact

BY_HAND = "To be handed over"


@dataclass(frozen=True)
class Household:
    """The adults at one address who may be sent a letter; without an address each is alone."""

    contacts: tuple[Contact, ...]

    @property
    def to_whom(self) -> str:
        """`Sam Madeup and Karl Madeup`."""
        return joined([contact.name for contact in self.contacts])

    @property
    def address(self) -> tuple[str, ...]:
        """The lines of the address; none when the letter is to be handed over."""
        lines = (line.strip() for line in self.contacts[0].address.splitlines())
        return tuple(line for line in lines if line)

    @property
    def large_print(self) -> bool:
        """Whether one of them needs large print; then the letter they share is in it."""
        return any(wants_large_print(contact) for contact in self.contacts)

    @property
    def language(self) -> str:
        """The languages they read other than English, as a hint to staff."""
        found = {contact.language.strip() for contact in self.contacts}
        return ", ".join(sorted(found - {"", "English"}))[:80]

    @property
    def where(self) -> str:
        """The address in one line, or that it is to be handed over."""
        return ", ".join(self.address) or BY_HAND


@dataclass(frozen=True)
class LeftOut:
    """An adult who is sent nothing, and why."""

    contact: Contact
    why: str


@dataclass(frozen=True)
class Recipients:
    """Who of a child's adults gets a letter, address by address, and who gets none."""

    households: tuple[Household, ...]
    left_out: tuple[LeftOut, ...]
    beware: tuple[str, ...] = ()

    @property
    def nobody_because(self) -> str:
        """Why nobody can be sent a letter; empty when somebody can."""
        if self.households:
            return ""
        if not self.left_out:
            return "No adult is recorded for this child."
        return " ".join(f"{row.contact.name}: {row.why}" for row in self.left_out)


def recipients(contacts: Sequence[Contact], on: date) -> Recipients:
    """Sort a child's adults (in their order) into those who get a letter and those who do not.

    Former contacts are not mentioned.
    """
    found: dict[str, list[Contact]] = {}
    left_out, beware = [], []
    for contact in contacts:
        if contact.ended_on is not None and contact.ended_on <= on:
            continue
        verdict = receiving(contact, on)
        if not verdict.may:
            left_out.append(LeftOut(contact, verdict.why))
            continue
        if verdict.beware:
            beware.append(f"{contact.name}: {verdict.beware}")
        found.setdefault(same_place(contact.address) or f"alone {contact.pk}", []).append(contact)
    homes = tuple(Household(tuple(group)) for group in found.values())
    return Recipients(homes, tuple(left_out), tuple(beware))


def same_place(address: str) -> str:
    """An address without case, punctuation and spaces, to tell whether two are the same."""
    return re.sub(r"[\W_]+", "", address.casefold())


def joined(names: Sequence[str]) -> str:
    """`a, b and c`."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
