"""Which pupils may be a member of staff's own: asked of the SENCO and head until it is answered.

Nothing of it is stored before the answer, so whatever way a child, a contact or a colleague came
in (a file, the MIS, a form), the question is there at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Lower

from accounts.models import Membership
from accounts.permissions import Permission
from accounts.staff import roles_in_words, working_on
from pupils.models import AccessBlock, Contact, OwnChildAnswer, Pupil, StaffHome
from pupils.own_child import AdultFacts, StaffFacts, alike, email_of

CONTACT = ("pupil_id", "forename", "surname", "email", "phone", "address", "relationship")


@dataclass(frozen=True)
class Question:
    """A member of staff who may be a parent of a pupil, and what makes us ask."""

    pupil_id: int
    pupil: str
    user_id: int
    name: str
    roles: str
    adult: str
    alike: list[str]

    @property
    def words(self) -> str:
        """`Is Dana Okoro (Class teacher) a parent of this child?`"""
        return f"Is {self.name} ({self.roles}) a parent of this child?"

    @property
    def because(self) -> str:
        """What makes us ask: `The child's mother has the same name.`"""
        return f"The child's {self.adult} has {' and '.join(self.alike)}."


def questions_for(reader: Membership, day: date, *, pupil: Pupil | None = None) -> list[Question]:
    """What is still to be answered by a reader, by the child's name; at most three queries.

    Nobody is asked about themselves, nor about a child they are kept from.
    """
    if not reader.can(Permission.MANAGE_ACCESS):
        return []
    staff = {row.user_id: (row, facts) for row, facts in _staff(reader, day)}
    contacts = _contacts(reader, day, [facts for _, facts in staff.values()], pupil)
    found = [
        (contact, user_id, shared)
        for contact in contacts
        for user_id, (_, facts) in staff.items()
        if (shared := alike(facts, _adult(contact)))
    ]
    settled = _settled({contact["pupil_id"] for contact, _, _ in found}) if found else set()
    asked: dict[tuple[int, int], Question] = {}
    for contact, user_id, shared in found:
        key = (contact["pupil_id"], user_id)
        if key not in settled:
            asked.setdefault(key, _question(contact, staff[user_id][0], shared))
    return sorted(asked.values(), key=lambda question: (question.pupil, question.name))


def _staff(reader: Membership, day: date) -> Iterable[tuple[Membership, StaffFacts]]:
    """Everyone who works here or will, but the reader. One query."""
    homes = StaffHome.objects.filter(user=OuterRef("user_id"))
    known = {
        f"home_{name}": Coalesce(
            Subquery(homes.values(name)[:1]), Value(""), output_field=TextField()
        )
        for name in ("email", "phone", "address")
    }
    for row in working_on(day).exclude(user_id=reader.user_id).annotate(**known):
        home: Any = row
        emails = (row.user.email, home.home_email)
        yield row, StaffFacts(row.user.name, emails, home.home_phone, home.home_address)


def _contacts(
    reader: Membership, day: date, staff: list[StaffFacts], pupil: Pupil | None
) -> list[dict[str, Any]]:
    """The adults of children the reader sees who could be one of the staff. One query."""
    emails = {email_of(text) for facts in staff for text in facts.emails} - {""}
    surnames = {name for facts in staff for name in _surnames(facts.name)}
    could_be = Q(mail__in=emails) | Q(last__in=surnames)
    if any(facts.phone for facts in staff):
        could_be |= ~Q(phone="")
    pupils = Pupil.objects.visible_to(reader, day=day).on_roll()
    rows = Contact.objects.filter(ended_on=None, pupil__in=pupils)
    if pupil is not None:
        rows = rows.filter(pupil=pupil)
    rows = rows.annotate(mail=Lower("email"), last=Lower("surname")).filter(could_be)
    names = ("pupil__forename", "pupil__surname", "pupil__preferred_forename")
    return list(rows.values(*CONTACT, *names, "pupil__preferred_surname").order_by("rank", "pk"))


def _surnames(name: str) -> Iterable[str]:
    """What could be the surname in a full name: each of its ends, in lower case."""
    words = name.lower().split()
    return (" ".join(words[place:]) for place in range(len(words)))


def _adult(contact: dict[str, Any]) -> AdultFacts:
    return AdultFacts(
        contact["forename"],
        contact["surname"],
        contact["email"],
        contact["phone"],
        contact["address"],
    )


def _settled(pupils: set[int]) -> set[tuple[int, int]]:
    """The pairs that were answered, or once kept apart. One query."""
    answers = OwnChildAnswer.objects.filter(pupil__in=pupils).order_by()
    blocks = AccessBlock.objects.filter(pupil__in=pupils).order_by()
    pair = ("pupil_id", "user_id")
    return set(answers.values_list(*pair).union(blocks.values_list(*pair)))


def _question(contact: dict[str, Any], member: Membership, shared: list[str]) -> Question:
    forename = contact["pupil__preferred_forename"] or contact["pupil__forename"]
    surname = contact["pupil__preferred_surname"] or contact["pupil__surname"]
    return Question(
        pupil_id=contact["pupil_id"],
        pupil=f"{forename} {surname}",
        user_id=member.user_id,
        name=member.user.name,
        roles=roles_in_words(member.roles) or "no role",
        adult=str(Contact.Relationship(contact["relationship"]).label).lower(),
        alike=shared,
    )
