"""Who may be sent a letter about a child's SEN, and why not. Pure: one rule for all that sends."""

from datetime import date
from typing import NamedTuple

from common.dates import long_date
from pupils.models import Contact

Kin = Contact.Relationship
May = Contact.SenInformation

# Who is a parent by birth or law, and who can have the care of a child (Education Act 1996 s576;
# statutory.md 5.6). Anybody else is sent nothing, unless they have parental responsibility.
PARENTS = frozenset({Kin.MOTHER, Kin.FATHER})
CARERS = frozenset(
    {
        Kin.STEP_MOTHER,
        Kin.STEP_FATHER,
        Kin.FOSTER_MOTHER,
        Kin.FOSTER_FATHER,
        Kin.CARER,
        Kin.RELATIVE,
        Kin.FAMILY,
    }
)


class Receiving(NamedTuple):
    """Whether an adult may be sent letters about SEN, and why or why not, in words.

    `beware` says what to know before sending, where there is something.
    """

    may: bool
    why: str
    beware: str = ""


def receiving(contact: Contact, on: date) -> Receiving:
    """Whether an adult may be sent a letter about SEN on a day.

    A parent or carer; not kept from it by the school or a court; who can be reached.
    """
    refusal = barred(contact, on) or _away(contact)
    if refusal:
        return Receiving(False, refusal)
    return Receiving(True, f"{_standing(contact)}.", _beware(contact))


def barred(contact: Contact, on: date) -> str:
    """Why an adult may not be told on a day, reached or not; empty when they may."""
    return _ended(contact, on) or _no_parent(contact) or _kept_from(contact, on)


def wants_large_print(contact: Contact) -> bool:
    """Whether this adult's format needs ask for large print."""
    return "large print" in contact.format_needs.lower()


def _ended(contact: Contact, on: date) -> str:
    if contact.ended_on is None or contact.ended_on > on:
        return ""
    return f"No longer a contact since {long_date(contact.ended_on)}."


def _no_parent(contact: Contact) -> str:
    if _standing(contact):
        return ""
    return "Neither a parent nor a carer: no parental responsibility is recorded."


def _standing(contact: Contact) -> str:
    """What makes this adult a parent in education law; empty when nothing does."""
    if contact.has_parental_responsibility:
        return "Has parental responsibility"
    if contact.relationship in PARENTS:
        return "Parent; no parental responsibility recorded"
    if contact.relationship in CARERS and contact.lives_with_pupil:
        return "Cares for the child"
    return ""


def _kept_from(contact: Contact, on: date) -> str:
    if contact.sen_information == May.NO:
        return "Not to be sent SEN information."
    if contact.sen_information != May.ORDER:
        return ""
    if contact.order_until and contact.order_until < on:
        ended = long_date(contact.order_until)
        return f"The court order ran until {ended}: look at it, then say yes or no."
    if not contact.order_allows_letters:
        return "A court order applies, and does not allow letters about SEN."
    return ""


def _away(contact: Contact) -> str:
    if contact.address.strip() or contact.email:
        return ""
    return "No address and no e-mail is recorded."


def _beware(contact: Contact) -> str:
    if contact.sen_information == May.ORDER:
        return f"Court order: {contact.court_order_note}"
    return "" if contact.has_parental_responsibility else "No parental responsibility recorded."
