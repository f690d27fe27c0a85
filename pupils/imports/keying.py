"""What is to be keyed into the MIS: where ours differs from what its last file said.

Computed each time from our dated rows and the MIS's record. A part that was never said, and one
that a person has still to settle, is not on the list.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from common.dates import long_date
from pupils.imports.contacts_plan import CONTACT_FIELDS, Said, contact_name, said_contacts
from pupils.imports.differences import (
    CODE,
    NAMES,
    NEEDS,
    STATUS,
    Status,
    needs_words,
    our_needs,
    our_status,
)
from pupils.imports.known import Known
from pupils.models import Contact, MisRecord

CONTACT = "contact:"


@dataclass(frozen=True)
class Item:
    """One thing to key in: of which child and part, what the MIS has and what it is here.

    `value` stands for ours: a tick is for exactly that. `said_on` is the day of the MIS's file.
    """

    pupil_id: int
    part: str
    name: str
    theirs: str
    ours: str
    said_on: date

    @property
    def value(self) -> str:
        """What a tick remembers."""
        return self.ours


def items_of(known: Known, pupil_id: int, said: MisRecord) -> list[Item]:
    """Everything about one child that the MIS should be told."""
    found = (
        *_status(known, pupil_id, said),
        *_needs(known, pupil_id, said),
        *_contacts(known, pupil_id, said),
    )
    return [item for item in found if item.part not in said.undecided]


def still_differs(known: Known, pupil_id: int, said: MisRecord, part: str) -> bool:
    """Whether this part is to be keyed in or settled when the MIS says this."""
    found = (
        *_status(known, pupil_id, said),
        *_needs(known, pupil_id, said),
        *_contacts(known, pupil_id, said),
    )
    return any(item.part == part for item in found)


def _status(known: Known, pupil_id: int, said: MisRecord) -> Iterator[Item]:
    if said.sen_said_on is None:
        return
    ours = our_status(known.statuses.get(pupil_id, ()))
    theirs = Status(said.sen_code, said.sen_since)
    if not Status(said.sen_code or CODE.NONE.value, said.sen_since).agrees_with(ours):
        yield Item(pupil_id, STATUS, NAMES[STATUS], str(theirs), str(ours), said.sen_said_on)


def _needs(known: Known, pupil_id: int, said: MisRecord) -> Iterator[Item]:
    if said.needs_said_on is None:
        return
    ours, theirs = our_needs(known.needs.get(pupil_id, ())), tuple(said.needs)
    if ours != theirs:
        words = (needs_words(theirs), needs_words(ours))
        yield Item(pupil_id, NEEDS, NAMES[NEEDS], *words, said.needs_said_on)


def _contacts(known: Known, pupil_id: int, said: MisRecord) -> Iterator[Item]:
    if said.contacts_said_on is None:
        return
    theirs = said_contacts(said)
    for contact in known.contacts.get(pupil_id, ()):
        before, after = _contact_words(contact, theirs.get(contact_name(contact)), known)
        if before != after:
            name, part = f"Contact: {contact.name}", f"{CONTACT}{contact.pk}"
            yield Item(pupil_id, part, name, before, after, said.contacts_said_on)


def _contact_words(contact: Contact, said: Said | None, known: Known) -> tuple[str, str]:
    """What the MIS has and what we have, in those things that differ."""
    if said is None:
        ours_alone = contact.ended_on is None and contact.pk not in known.from_files
        return ("nothing", _whole(contact)) if ours_alone else ("", "")
    if contact.ended_on is not None:
        return "a contact", f"no longer a contact from {long_date(contact.ended_on)}"
    differing = [
        name
        for name in CONTACT_FIELDS
        if name != "title" and said.get(name) is not None and said[name] != getattr(contact, name)
    ]
    before = [f"{CONTACT_FIELDS[name]} {_words(name, said[name])}" for name in differing]
    after = [f"{CONTACT_FIELDS[name]} {_words(name, getattr(contact, name))}" for name in differing]
    return "; ".join(before), "; ".join(after)


def _whole(contact: Contact) -> str:
    parts: Sequence[str] = (contact.get_relationship_display(), contact.email, contact.phone)
    return "; ".join(part for part in parts if part)


def _words(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "relationship":
        return str(dict(Contact.Relationship.choices).get(str(value), value)).lower() or "nothing"
    return str(value) or "nothing"
