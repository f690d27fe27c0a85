"""The names that sentences of the trail need, each kind in one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import Membership, User
from accounts.staff import memberships
from common.years import YearGroup
from pupils.models import Need, NeedType, Pupil
from reports.trail.events import Event, Version
from schools.models import ClassGroup
from stages.models import Stage


@dataclass(frozen=True)
class Names:
    """Who and what the rows of a page point to, by id."""

    users: dict[int, str] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    children: dict[int, str] = field(default_factory=dict)
    classes: dict[int, str] = field(default_factory=dict)
    stages: dict[int, str] = field(default_factory=dict)
    needs: dict[str, str] = field(default_factory=dict)

    def user(self, pk: int | None) -> str:
        """A person's name; whatever nobody did was done by the system."""
        return "The system" if pk is None else self.users.get(pk, "Somebody who has left")

    def member(self, pk: int | None) -> str:
        """The name behind a membership."""
        return self.members.get(pk or 0, "a member of staff")

    def duty(self, class_id: int | None, year: int | None) -> str:
        """A class or a year group: `4B`, `Year 5`."""
        if class_id is not None:
            return self.classes.get(class_id, "a class")
        return str(YearGroup(year).label) if year is not None else "a class"


def names_of(page: Iterable[Event], reader: Membership) -> Names:
    """The names for a page of events; six queries at most."""
    rows = [version.row for event in page for version in event.versions]
    staff = list(memberships())
    users = {row.user_id: row.user.name for row in staff}
    acted = {event.key.user_id for event in page if event.key.user_id is not None}
    strangers = acted - set(users)
    users |= dict(User.objects.filter(pk__in=strangers).values_list("pk", "name"))
    children = _ids(rows, "pupil_id") | {
        version.row.id
        for event in page
        for version in event.versions
        if version.subject.model is Pupil
    }
    needs = {version.row.type_id for event in page for version in _needs_in(event)}
    seen = Pupil.objects.visible_to(reader).filter(pk__in=children)
    return Names(
        users=users,
        members={row.pk: row.user.name for row in staff},
        children={pupil.pk: pupil.name for pupil in seen},
        classes=dict(
            ClassGroup.objects.filter(pk__in=_ids(rows, "class_group_id")).values_list("pk", "name")
        ),
        stages={row.pk: row.title for row in Stage.objects.filter(pk__in=_ids(rows, "stage_id"))},
        needs=dict(NeedType.objects.filter(pk__in=needs).values_list("pk", "name")),
    )


def _needs_in(event: Event) -> list[Version]:
    return [version for version in event.versions if version.subject.model is Need]


def _ids(rows: Iterable[object], column: str) -> set[int]:
    found = {getattr(row, column, None) for row in rows}
    return {pk for pk in found if pk is not None}
