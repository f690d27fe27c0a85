"""The children whose contacts a SENCO should look at before a letter is sent."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Membership
from pupils.letters.checks import contact_problems
from pupils.models import ClassPlacement, Contact, Pupil, SenStatus


@dataclass(frozen=True)
class ContactsToCheck:
    """One child with SEN support or a plan, and what is to be looked at, a sentence each."""

    pupil: int
    name: str
    class_name: str
    problems: tuple[str, ...]


def contacts_to_check(membership: Membership, on: date) -> list[ContactsToCheck]:
    """Children on the SEN register this person may see whose contacts need a look, by class.

    Three queries, whatever their number.
    """
    registered = SenStatus.objects.on(on).on_register().values("pupil")
    pupils = Pupil.objects.visible_to(membership).on_roll().filter(pk__in=registered)
    of_pupil: dict[int, list[Contact]] = {}
    for contact in Contact.objects.filter(pupil__in=pupils).order_by("rank", "pk"):
        of_pupil.setdefault(contact.pupil_id, []).append(contact)
    classes = dict(
        ClassPlacement.objects.on(on)
        .filter(pupil__in=pupils)
        .values_list("pupil", "class_group__name")
    )
    found = [
        ContactsToCheck(
            pupil.pk,
            pupil.name,
            classes.get(pupil.pk, ""),
            tuple(contact_problems(of_pupil.get(pupil.pk, []), on)),
        )
        for pupil in pupils.order_by("surname", "forename", "pk")
    ]
    return sorted((row for row in found if row.problems), key=lambda row: row.class_name)
