"""What a file's contacts would change, and where ours are newer than the MIS's."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pupils.imports.changes import Draft, Table
from pupils.imports.incoming import IncomingContact, IncomingPupil, squashed
from pupils.models import Contact, MisRecord

CONTACT_FIELDS = {
    "title": "title",
    "relationship": "relationship",
    "has_parental_responsibility": "parental responsibility",
    "email": "e-mail",
    "phone": "phone",
}
"""What a file may say of a contact it names, and how a page calls it."""

_SEN_INFORMED = frozenset(
    {
        Contact.Relationship.MOTHER,
        Contact.Relationship.FATHER,
        Contact.Relationship.FOSTER_MOTHER,
        Contact.Relationship.FOSTER_FATHER,
        Contact.Relationship.CARER,
    }
)

ContactName = tuple[str, str]
Said = Mapping[str, Any]


def contact_name(contact: Any) -> ContactName:
    """Forename and surname for comparing: case and spaces do not count."""
    return squashed(contact.forename), squashed(contact.surname)


def said_contacts(last: MisRecord | None) -> dict[ContactName, Said]:
    """What the MIS last said of each contact, by name."""
    rows = last.contacts if last and last.contacts_said_on else []
    return {(squashed(row["forename"]), squashed(row["surname"])): row for row in rows}


def as_said(contact: IncomingContact, says: frozenset[str]) -> dict[str, Any]:
    """A contact of a file as it is kept until the next one; None for what it has no column for."""
    said: dict[str, Any] = {"forename": contact.forename, "surname": contact.surname}
    for name in CONTACT_FIELDS:
        value = getattr(contact, name)
        said[name] = value if value or f"contacts:{name}" in says else None
    return said


def plan_contacts(
    draft: Draft, row: IncomingPupil, held: Sequence[Contact], last: MisRecord | None
) -> None:
    """Contacts by name: new ones are added, known ones get what the file says, none is removed.

    What the file merely repeats is not taken again over what was changed here since.
    """
    known: dict[ContactName, list[Contact]] = defaultdict(list)
    for here in held:
        known[contact_name(here)].append(here)
    said = said_contacts(last)
    for contact in row.contacts:
        namesakes = known[contact_name(contact)]
        if not namesakes:
            _new_contact(draft, contact)
        elif (here := namesakes.pop(0)).ended_on is None:
            _same_contact(draft, contact, here, said.get(contact_name(contact), {}))


def _new_contact(draft: Draft, contact: IncomingContact) -> None:
    """A new contact. Only those who bring the child up are sent SEN information without a word."""
    relationship = contact.relationship or Contact.Relationship.OTHER.value
    responsible = bool(contact.has_parental_responsibility)
    informed = responsible or relationship in _SEN_INFORMED
    yes_or_no = Contact.SenInformation.YES if informed else Contact.SenInformation.NO
    draft.make(
        Table.CONTACT,
        rank=contact.rank,
        title=contact.title,
        forename=contact.forename,
        surname=contact.surname,
        relationship=relationship,
        has_parental_responsibility=responsible,
        sen_information=yes_or_no.value,
        email=contact.email,
        phone=contact.phone,
    )
    draft.tell("Contact", "", f"{contact.forename} {contact.surname}".strip())


def _same_contact(draft: Draft, contact: IncomingContact, here: Contact, said: Said) -> None:
    new = {}
    for name, what in CONTACT_FIELDS.items():
        value, before = getattr(contact, name), getattr(here, name)
        if value is None or value in ("", before) or said.get(name) == value:
            continue
        new[name] = value
        draft.tell(f"{here.forename} {here.surname}: {what}", before, value)
    if new:
        draft.change(Table.CONTACT, here.pk, **new)
