"""What a member of staff holds, so that it can be handed over before they go."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import ClassAssignment, Invitation, Membership
from accounts.permissions import Permission
from accounts.roles import Role
from accounts.staff import assignments, memberships, what_of, working_on
from pupils.models import Handover, Pupil, PupilImport, StaffLink

INVITATIONS = "invitations"


@dataclass(frozen=True)
class Held:
    """Everything that is one person's from a day on, as far as its reader may see and give it."""

    classes: list[ClassAssignment]
    links: list[StaffLink]
    invitations: list[Invitation]
    open_imports: int
    only_ones: list[Role]

    @property
    def pupil_ids(self) -> list[int]:
        """The children this names."""
        return [link.pupil_id for link in self.links]


def held_by(person: Membership, on: date, reader: Membership) -> Held:
    """What a person holds on a day or later; five queries.

    Links to children are for those who may manage them, and only to children they see.
    """
    return Held(
        classes=classes_held(person, on),
        links=_links_shown(person, on, reader),
        invitations=invitations_of(person),
        open_imports=PupilImport.objects.filter(
            uploaded_by=person.user, state=PupilImport.State.CHECKED
        ).count(),
        only_ones=only_ones(person, on),
    )


def classes_held(person: Membership, on: date) -> list[ClassAssignment]:
    """Their classes and year groups that hold on a day or later, the first to begin first."""
    rows: Any = assignments(membership=person).exclude(ends_on__lte=on)
    return [
        row
        for row in rows.order_by("starts_on", "pk")
        if row.ends_on is None or row.ends_on > row.starts_on
    ]


def links_held(person: Membership, on: date) -> list[StaffLink]:
    """Their links to children that hold on a day or later, by the child's name."""
    rows = StaffLink.objects.filter(membership=person).exclude(ends_on__lte=on)
    rows = rows.select_related("pupil").order_by("pupil__surname", "pupil__forename", "pk")
    return [row for row in rows if row.ends_on is None or row.ends_on > row.starts_on]


def _links_shown(person: Membership, on: date, reader: Membership) -> list[StaffLink]:
    if not reader.can(Permission.MANAGE_ACCESS):
        return []
    seen = set(Pupil.objects.visible_to(reader).values_list("pk", flat=True))
    return [link for link in links_held(person, on) if link.pupil_id in seen]


def invitations_of(person: Membership) -> list[Invitation]:
    """The invitations they answer for and nobody has accepted yet."""
    rows = Invitation.objects.pending(timezone.now())
    return list(rows.filter(invited_by__user_id=person.user_id).order_by("name", "pk"))


def only_ones(person: Membership, on: date) -> list[Role]:
    """The roles nobody else has from that day on."""
    others = memberships().on(on).exclude(user_id=person.user_id)  # type: ignore[attr-defined]
    held: set[Role] = set().union(*(row.roles for row in others.filter(ends_on__isnull=True)))
    return [role for role in Role if role in person.roles - held]


def takers(person: Membership, on: date) -> list[Membership]:
    """Those who could take something over: here from that day, and not about to go."""
    rows = working_on(on).filter(starts_on__lte=on, ends_on__isnull=True, user__is_active=True)
    return list(rows.exclude(user_id=person.user_id))


@dataclass(frozen=True)
class Passed:
    """One line of what was handed over: what, to whom, from when."""

    what: str
    kind: str
    to: str
    pupil_id: int | None
    starts_on: date


def passed_on(person: Membership, reader: Membership) -> list[Passed]:
    """What was handed over when they left or are about to; two queries."""
    rows = Handover.objects.filter(leaver=person, undone_at__isnull=True).select_related(
        "taker__user", "assignment__class_group__academic_year", "link__pupil"
    )
    seen = set(Pupil.objects.visible_to(reader).values_list("pk", flat=True))
    return [
        Passed(
            what=what_of(row.assignment) if row.assignment else row.link.pupil.name,
            kind=str((row.assignment or row.link).get_kind_display()),
            to=row.taker.user.name if row.taker else "",
            pupil_id=row.link.pupil_id if row.link else None,
            starts_on=row.starts_on,
        )
        for row in rows.order_by("-assignment", "link__pupil__surname", "pk")
        if row.link is None or row.link.pupil_id in seen
    ]
