"""The adults of brothers and sisters, offered when a contact is added. Never linked by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Membership
from pupils.letters.households import same_place
from pupils.models import Contact, Pupil

MOST = 6


@dataclass(frozen=True)
class Offer:
    """An adult of another child who may be this child's too, and what speaks for it."""

    contact: Contact
    child: str
    kin: str
    why: str


def offers_for(pupil: Pupil, membership: Membership) -> list[Offer]:
    """Adults of children this person may see who live where this child's adults live, or can be
    reached as they are; where the child has none yet, of children of the same surname.

    Whoever is a contact of the child already, or was, is left out. Two queries.
    """
    own = list(Contact.objects.filter(pupil=pupil))
    known = {_who(contact) for contact in own}
    found: dict[tuple[str, str], Offer] = {}
    for contact in _of_others(pupil, own, membership):
        why = _why(contact, own, pupil)
        if why and _who(contact) not in known:
            offer = Offer(
                contact, contact.pupil.name, str(contact.get_relationship_display()).lower(), why
            )
            found.setdefault(_who(contact), offer)
    return list(found.values())[:MOST]


def chosen_offer(offers: list[Offer], asked: str) -> Offer | None:
    """The offer whose number stands in the address; nothing for any other number."""
    return next((offer for offer in offers if str(offer.contact.pk) == asked), None)


def _of_others(pupil: Pupil, own: list[Contact], membership: Membership) -> Iterator[Contact]:
    """The contacts of other children that could be the same: a rough cut, made by the database."""
    others = Pupil.objects.visible_to(membership).on_roll().exclude(pk=pupil.pk)
    rows = Contact.objects.filter(_rough(own, pupil), pupil__in=others, ended_on__isnull=True)
    yield from rows.select_related("pupil").order_by("pupil__surname", "pupil", "rank")


def _rough(own: list[Contact], pupil: Pupil) -> Q:
    if not own:
        return Q(pupil__surname__iexact=pupil.surname)
    found = Q(email__in=[row.email for row in own if row.email])
    found |= Q(phone__in=[row.phone for row in own if row.phone])
    for row in own:
        if row.address.strip():
            found |= Q(address__icontains=_end_of(row.address))
    return found


def _end_of(address: str) -> str:
    """The second half of the postcode, written alike by everybody; else the last line."""
    halves = re.findall(r"\d[A-Za-z]{2}\b", address)
    return str(halves[-1]) if halves else address.strip().splitlines()[-1].strip()


def _who(contact: Contact) -> tuple[str, str]:
    return contact.forename.casefold(), contact.surname.casefold()


def _why(contact: Contact, own: list[Contact], pupil: Pupil) -> str:
    place = same_place(contact.address)
    if place and any(same_place(row.address) == place for row in own):
        return "at the same address"
    if contact.email and any(row.email == contact.email for row in own):
        return "with the same e-mail"
    if contact.phone and any(row.phone == contact.phone for row in own):
        return "with the same phone"
    if not own and contact.pupil.surname.casefold() == pupil.surname.casefold():
        return "a child of the same surname"
    return ""
