"""The register as rows of text: one query for a page of children, whatever their number.

Rows come by `.values()` and leave as plain text, because rendering is where the time goes
(performance.md). Every filter lives in the address.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import (
    Count,
    F,
    FilteredRelation,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Coalesce, NullIf
from django.utils.safestring import SafeString

from accounts.models import Membership
from common.dates import weeks_since
from common.exports import Cell
from common.tags import stage_dot
from common.years import YearGroup
from pupils.models import Pupil, StaffLink
from pupils.models.pupil import PupilQuerySet
from reports.columns import SORTS, Column
from reports.strip import Step, places_in_use
from schools.records import RecordedQuerySet

PAGE = 50
NO_DOT = SafeString()
MOST_FOUND = 8
YEAR_WORDS = {year.value: year.code for year in YearGroup}

FIELDS = (
    "id",
    "forename",
    "preferred_forename",
    "last_name",
    "year_group",
    "class_name",
    "stage_label",
    "stage_name",
    "stage_key",
    "stage_since",
    "sen_code",
    "sen_since",
    "need",
    "left_on",
)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One child on the register, as text to show; `more` holds what further columns need."""

    pk: int
    name: str
    year: str
    class_name: str
    stage_name: str
    dot: SafeString
    weeks: str
    status: str
    need: str
    has_left: bool
    day: date
    more: Mapping[str, Any]


def _holds(relation: str, day: date) -> Q:
    until = Q(**{f"{relation}__ends_on__isnull": True}) | Q(**{f"{relation}__ends_on__gt": day})
    return Q(**{f"{relation}__starts_on__lte": day}) & until


def visible_rows(membership: Membership, day: date) -> Any:
    """The pupils a person sees as register rows. One query when read.

    Filters and sorts must use the names annotated below: one that goes through a relation again
    joins its table a second time.
    """
    return _rows_of(membership, day).visible_to(membership, day=day)


def own_rows(membership: Membership, day: date) -> Any:
    """Of those, the pupils in this person's own classes and years or linked to them."""
    return _rows_of(membership, day).own_of(membership, day=day)


def _rows_of(membership: Membership, day: date) -> PupilQuerySet:
    return _annotated(day).filter(school_id=membership.school_id)


@lru_cache(maxsize=2)
def _annotated(day: date) -> PupilQuerySet:
    """Pupils with class, stage, status, main need, key worker and what is due, of no school yet.

    Kept for the day: putting this query together anew took an eighth of the page's time.
    """
    workers = RecordedQuerySet(StaffLink).on(day).filter(pupil=OuterRef("pk"), kind="key_worker")
    named = workers.order_by().values("pupil").annotate(first=Min("membership__user__name"))
    return PupilQuerySet(Pupil).annotate(
        placement=FilteredRelation("class_placements", condition=_holds("class_placements", day)),
        record=FilteredRelation(
            "stage_records",
            condition=_holds("stage_records", day)
            & Q(stage_records__withdrawn_at__isnull=True, stage_records__beside=False),
        ),
        status=FilteredRelation("sen_statuses", condition=_holds("sen_statuses", day)),
        main_need=FilteredRelation("needs", condition=_holds("needs", day) & Q(needs__rank=1)),
        last_name=Coalesce(NullIf("preferred_surname", Value("")), "surname"),
        class_pk=F("placement__class_group"),
        class_name=F("placement__class_group__name"),
        class_year=F("placement__class_group__year_group"),
        told_how=F("record__parent_told_how"),
        told_on=F("record__parent_told_on"),
        taken_over=F("record__taken_over_on"),
        stage_label=F("record__stage__label"),
        stage_name=F("record__stage__name"),
        stage_key=F("record__stage__key"),
        stage_order=F("record__stage__order"),
        stage_since=F("record__starts_on"),
        sen_code=Coalesce("status__code", Value("N")),
        sen_since=F("status__starts_on"),
        sen_source=F("status__source"),
        need_code=F("main_need__type"),
        need=F("main_need__type__short_name"),
        key_worker=Subquery(named.values("first")[:1]),
        due_on=F("standing__due_on"),
        due_what=F("standing__what"),
        late_from=F("standing__late_from"),
        runs_out_on=F("standing__runs_out_on"),
        missing=NullIf(F("standing__missing"), 0),
        due_items=F("standing__items"),
    )


def sorted_rows(rows: QuerySet[Any], sort: str) -> QuerySet[Any]:
    """Rows in the order of a column; `-stage` turns it round. An unknown one sorts by name.

    Empty cells come last either way.
    """
    column = sort.removeprefix("-")
    down = sort.startswith("-")
    first = [
        F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True)
        for name in SORTS.get(column, ())
    ]
    if column == "stage":
        rows = rows.annotate(place_in_use=places_in_use(OuterRef("stage_key")))
    by_name = ["last_name", "forename", "pk"]
    if column == "child" and down:
        by_name = ["-last_name", "-forename", "-pk"]
    return rows.order_by(*first, *by_name)


def page_of(
    rows: QuerySet[Any], number: int, more: Sequence[str] = ()
) -> tuple[list[dict[str, Any]], int]:
    """One page of rows as dicts, and how many there are in all: one query while the page exists.

    `more` names what further columns select.
    """
    start = (number - 1) * PAGE
    counted = rows.annotate(total=Window(Count("*"))).values(*FIELDS, *more, "total")
    found = list(counted[start : start + PAGE])
    return found, found[0]["total"] if found else (rows.count() if number > 1 else 0)


def shown(
    rows: Iterable[dict[str, Any]], day: date, steps: Sequence[Step]
) -> Iterator[RegisterRow]:
    """Rows as the table shows them, with the dot of each stage."""
    dots = {step.key: stage_dot(step.dot, step.tone) for step in steps}
    names = {step.key: step.name for step in steps}
    for row in rows:
        since = row["stage_since"] if row["stage_name"] else None
        weeks = weeks_since(since, day) if since else None
        yield RegisterRow(
            pk=row["id"],
            name=_name(row),
            year=YEAR_WORDS[row["year_group"]],
            class_name=row["class_name"] or "",
            stage_name=_stage_name(row, names),
            dot=dots.get(row["stage_key"], NO_DOT),
            weeks=_weeks(weeks),
            status=row["sen_code"],
            need=row["need"] or "",
            has_left=row["left_on"] is not None,
            day=day,
            more=row,
        )


def _stage_name(row: dict[str, Any], names: dict[str, str]) -> str:
    """The stage's name on the ladder in use, whatever it was called when the child was placed."""
    if not row["stage_name"]:
        return ""
    return names.get(row["stage_key"]) or f"{row['stage_name']} (retired)"


@dataclass(frozen=True, slots=True)
class FoundChild:
    """One child that "Find a child" offers."""

    pk: int
    name: str
    place: str


def found_children(rows: QuerySet[Any]) -> list[FoundChild]:
    """The first eight of these rows by name, with year and class: one query, few joins."""
    found = sorted_rows(rows, "").values(
        "id", "forename", "preferred_forename", "last_name", "year_group", "class_name"
    )
    return [
        FoundChild(
            row["id"], _name(row), row["class_name"] or f"Year {YEAR_WORDS[row['year_group']]}"
        )
        for row in found[:MOST_FOUND]
    ]


def _name(row: dict[str, Any]) -> str:
    return f"{row['last_name']}, {row['preferred_forename'] or row['forename']}"


def _weeks(weeks: int | None) -> str:
    if weeks is None:
        return ""
    return f"{weeks} wk" if weeks < 104 else f"{weeks // 52} yr"


# What the register takes out: headings an import knows again, and the fields under them.
EXPORT = {
    "UPN": "upn",
    "Surname": "surname",
    "Forename": "forename",
    "Preferred surname": "preferred_surname",
    "Preferred forename": "preferred_forename",
    "Date of birth": "born_on",
    "Year group": "year_group",
    "Class": "class_name",
    "SEN status": "sen_code",
    "SEN start date": "sen_since",
    "Primary need": "need_code",
    "Stage": "stage_label",
    "Stage name": "stage_name",
    "At this stage since": "stage_since",
    "Key worker": "key_worker",
}
EXPORT_HEADINGS = list(EXPORT)
EXPORT_FIELDS = ("id", *EXPORT.values())


def export_cells(row: dict[str, Any], columns: Sequence[Column], day: date) -> list[Cell]:
    """One child's cells, in the order of the headings, then those of further columns."""
    cells = [row[field] for field in EXPORT.values()]
    cells[EXPORT_HEADINGS.index("Year group")] = YEAR_WORDS[row["year_group"]]
    return cells + [column.cell(row, day) for column in columns]
