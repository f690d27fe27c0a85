"""Who is kept from whom and who is linked to whom, across the school, for those who may see it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.models import Membership
from pupils.models import AccessBlock, Pupil, StaffLink
from pupils.records import since_until
from reports.register_filters import Address

SHOWN = {"": "Now and to come", "ended": "Ended"}
KINDS = dict(StaffLink.Kind.choices)
PUPIL = ("pupil__surname", "pupil__forename", "pk")


@dataclass(frozen=True)
class Line:
    """A member of staff and a child: how they are tied or why they are kept apart, since when."""

    pk: int
    person: str
    pupil_id: int
    pupil: str
    what: str
    when: str
    may_end: bool = False


def block_lines(reader: Membership, day: date, user_id: int | None) -> list[Line]:
    """Everyone who is kept from a child now, by their name; one query.

    A child whom the reader is kept from is not among them: to them it is not there.
    """
    rows = AccessBlock.objects.filter(_not_over(day), pupil__in=_pupils(reader, day))
    rows = rows.select_related("user", "pupil").order_by("user__name", *PUPIL)
    if user_id is not None:
        rows = rows.filter(user_id=user_id)
    return [
        Line(row.pk, row.user.name, row.pupil_id, row.pupil.name, row.why, _when(row, day), True)
        for row in rows
    ]


def links(reader: Membership, day: date, address: Address, user_id: int | None) -> Any:
    """The links the address asks for, by the name of the member of staff."""
    ended = address.chosen("show") == "ended"
    rows = StaffLink.objects.filter(
        Q(ends_on__lte=day) if ended else _not_over(day), pupil__in=_pupils(reader, day)
    )
    if user_id is not None:
        rows = rows.filter(membership__user_id=user_id)
    if address.chosen("as") in KINDS:
        rows = rows.filter(kind=address.chosen("as"))
    order = ("membership__user__name", *PUPIL)
    return rows.select_related("membership__user", "pupil").order_by(*order)


def link_line(row: StaffLink, day: date) -> Line:
    """A link in words; one that comes with a provision ends with it."""
    by_hand = row.kind != StaffLink.Kind.IN_PROVISION
    return Line(
        row.pk,
        row.membership.user.name,
        row.pupil_id,
        row.pupil.name,
        str(row.get_kind_display()),
        _when(row, day),
        by_hand and (row.ends_on is None or row.ends_on > day),
    )


def without_key_worker(reader: Membership, day: date) -> list[Line]:
    """Children on roll whose only key worker no longer works here; one query."""
    rows = _key_workers(day).filter(pupil__in=whose_key_worker_left(reader, day))
    rows = rows.select_related("membership__user", "pupil")
    return [link_line(row, day) for row in rows.order_by(*PUPIL)]


def whose_key_worker_left(reader: Membership, day: date) -> Any:
    """Those children."""
    key = _key_workers(day)
    still = key.filter(membership__in=Membership.objects.on(day).filter(school=reader.school))
    pupils = _pupils(reader, day).on_roll().filter(pk__in=key.values("pupil_id"))
    return pupils.exclude(pk__in=still.values("pupil_id"))


def _key_workers(day: date) -> Any:
    return StaffLink.objects.on(day).filter(kind=StaffLink.Kind.KEY_WORKER)


def _pupils(reader: Membership, day: date) -> Any:
    return Pupil.objects.visible_to(reader, day=day)


def _not_over(day: date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gt=day)


def _when(row: Any, day: date) -> str:
    return since_until(row, day)
