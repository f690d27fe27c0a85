"""The days a school sets for meetings of a kind: listed, and offered when one is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from accounts.models import Membership
from common.dates import long_date
from pupils.models import ClassPlacement, MeetingDay, Pupil
from schools.dates import AS_LISTED
from schools.models import ClassGroup

OFFERED_BACK, OFFERED_AHEAD = timedelta(days=21), timedelta(days=42)


@dataclass(frozen=True)
class DayLine:
    """A day set for meetings: what for, when, of which class; `query` fills in a form."""

    pk: int
    kind: str
    when: str
    of_class: str
    is_past: bool
    query: str


def day_lines(
    day: date, reader: Membership | None = None, *, since: date | None = None
) -> list[DayLine]:
    """The days from a little before a day on, in order; two queries with a reader, else one.

    A reader is offered those of the next weeks, of every class and of the classes whose records
    they may change.
    """
    rows = MeetingDay.objects.filter(on__gte=since or day - OFFERED_BACK)
    if reader is not None:
        rows = rows.filter(on__lte=day + OFFERED_AHEAD)
        rows = rows.filter(Q(class_group__isnull=True) | Q(class_group__in=classes_of(reader, day)))
    return [
        _line(row, day) for row in rows.select_related("class_group").order_by("on", "kind", "pk")
    ]


def _line(row: MeetingDay, day: date) -> DayLine:
    asked = {"kind": row.kind, "on": row.on.isoformat()}
    if row.class_group_id:
        asked["class_group"] = str(row.class_group_id)
    return DayLine(
        pk=row.pk,
        kind=row.kind_name,
        when=long_date(row.on),
        of_class=row.class_group.name if row.class_group else "every class",
        is_past=row.on < day,
        query=urlencode(asked),
    )


def classes_of(reader: Membership, day: date) -> QuerySet[ClassGroup]:
    """The classes with a child whose record a person may change, as schools list them."""
    pupils = Pupil.objects.changeable_by(reader).on_roll()
    placed = ClassPlacement.objects.on(day).filter(pupil__in=pupils).values("class_group")
    rows: QuerySet[ClassGroup] = ClassGroup.objects.filter(pk__in=placed)
    return rows.select_related("academic_year").order_by(*AS_LISTED)


def suggested(asked: Mapping[str, str]) -> dict[str, str]:
    """What an address asks a form to begin with: kind, day and class, as far as they are given."""
    return {name: asked[name] for name in ("kind", "on", "class_group") if asked.get(name)}
