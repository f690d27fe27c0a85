"""The columns of the register: what each says, sorts by, and asks for to be shown.

`?col=` names them, once for each (in short: `reports.column_letters`); without it the usual ones
are shown. A column that this person may not see, or that there is none of, is as if not asked for.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date
from pupils.models import Need
from reports.due.columns import due_text, due_words, overdue_text
from schools.records import RecordedQuerySet

if TYPE_CHECKING:
    from reports.register import RegisterRow

Said = Callable[["RegisterRow"], str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column beside the child's name.

    `fields` are what its query must select, `sorts` what its heading sorts by, `text` what a cell
    says, `place` where it stands on a phone (nowhere, if empty; `due` takes that of `below`),
    `dated` that it is not broken into lines, `adds` what must be annotated first, `heading` what
    an export calls it where the usual export lacks it, `writes` what the export writes where that
    is not the first of its fields.
    """

    key: str
    label: str
    text: Said
    fields: tuple[str, ...] = ()
    sorts: tuple[str, ...] = ()
    place: str = ""
    number: bool = False
    dated: bool = False
    usual: bool = False
    asks: Permission = Permission.VIEW_REGISTER
    adds: Callable[[date], dict[str, Any]] | None = None
    heading: str = ""
    writes: Callable[[Mapping[str, Any], date], str] | None = None

    def cell(self, values: Mapping[str, Any], day: date) -> Any:
        """What an export of a day writes, of the values a query gave."""
        if self.writes:
            return self.writes(values, day)
        value = values[self.fields[0]]
        return ("Yes" if value else "No") if isinstance(value, bool) else value


def _as_is(field: str) -> Said:
    return lambda row: row.more[field] or ""


def _day(field: str) -> Said:
    return lambda row: long_date(row.more[field]) if row.more[field] else ""


def _yes(field: str) -> Said:
    return lambda row: "Yes" if row.more[field] else ""


def _told(row: "RegisterRow") -> str:
    """When the parent was told of the last move; empty off the ladder."""
    if not row.stage_name:
        return ""
    return long_date(row.more["told_on"]) if row.more["told_on"] else "Not yet"


def _due(row: "RegisterRow") -> str:
    """The words of what the table draws."""
    return " ".join(due_words(row.more, row.day)[1:])


def _overdue(row: "RegisterRow") -> str:
    return overdue_text(row.more, row.day)


def _missing(row: "RegisterRow") -> str:
    return str(row.more["missing"] or "")


def _second_need(day: date) -> dict[str, Any]:
    needs = RecordedQuerySet(Need).on(day).filter(pupil=OuterRef("pk"), rank=2)
    return {"second_need": Subquery(needs.values("type__short_name")[:1])}


DETAILS, STAGE = Permission.VIEW_CONTACTS, Permission.VIEW_STAGE

# The usual ones are said by the row itself; the rest by what more was asked for it.
COLUMNS = (
    Column("year", "Year", attrgetter("year"), sorts=("year_group",)),
    Column(
        "class",
        "Class",
        attrgetter("class_name"),
        sorts=("class_year", "class_name"),
        usual=True,
    ),
    Column(
        "stage",
        "Stage",
        attrgetter("stage_name"),
        sorts=("place_in_use", "stage_order"),
        place="side",
        usual=True,
    ),
    Column(
        "since", "Here for", attrgetter("weeks"), sorts=("stage_since",), number=True, usual=True
    ),
    Column(
        "status",
        "Status",
        attrgetter("status"),
        sorts=("sen_code",),
        place="below-side",
        usual=True,
    ),
    Column("need", "Main need", attrgetter("need"), sorts=("need",), place="below", usual=True),
    Column(
        "second",
        "Second need",
        _as_is("second_need"),
        fields=("second_need",),
        sorts=("second_need",),
        adds=_second_need,
        heading="Secondary need",
    ),
    Column(
        "due",
        "Next due",
        _due,
        fields=("due_on", "due_what", "late_from"),
        sorts=("due_on",),
        place="due",
        usual=True,
        asks=STAGE,
        heading="Next due",
        writes=due_text,
    ),
    Column(
        "overdue",
        "Overdue",
        _overdue,
        fields=("due_items", "late_from"),
        sorts=("late_from",),
        dated=True,
        asks=STAGE,
        heading="Overdue",
        writes=overdue_text,
    ),
    Column(
        "missing",
        "Missing",
        _missing,
        fields=("missing",),
        sorts=("missing",),
        number=True,
        asks=STAGE,
        heading="Missing",
    ),
    Column(
        "runs_out",
        "Runs out",
        _day("runs_out_on"),
        fields=("runs_out_on",),
        sorts=("runs_out_on",),
        dated=True,
        asks=STAGE,
        heading="Stage runs out on",
    ),
    Column("worker", "Key worker", _as_is("key_worker"), ("key_worker",), ("key_worker",)),
    Column(
        "stage_since",
        "At this stage since",
        _day("stage_since"),
        dated=True,
        fields=("stage_since",),
        sorts=("stage_since",),
    ),
    Column(
        "status_since",
        "Status since",
        _day("sen_since"),
        dated=True,
        fields=("sen_since",),
        sorts=("sen_since",),
    ),
    Column(
        "told",
        "Parent told",
        _told,
        dated=True,
        fields=("told_on",),
        sorts=("told_on",),
        heading="Parent told on",
    ),
    Column(
        "born",
        "Date of birth",
        _day("born_on"),
        ("born_on",),
        ("born_on",),
        dated=True,
        asks=DETAILS,
    ),
    Column("upn", "UPN", _as_is("upn"), ("upn",), ("upn",), asks=DETAILS),
    Column("sex", "Sex", _as_is("sex"), ("sex",), ("sex",), asks=DETAILS, heading="Sex"),
    Column(
        "joined",
        "Joined",
        _day("joined_on"),
        ("joined_on",),
        ("joined_on",),
        dated=True,
        asks=DETAILS,
        heading="Admission date",
    ),
    Column(
        "premium",
        "Pupil premium",
        _yes("has_pupil_premium"),
        ("has_pupil_premium",),
        ("has_pupil_premium",),
        asks=DETAILS,
        heading="Pupil premium",
    ),
    Column(
        "meals",
        "Free school meals",
        _yes("has_free_meals"),
        ("has_free_meals",),
        ("has_free_meals",),
        asks=DETAILS,
        heading="FSM",
    ),
    Column("eal", "EAL", _yes("is_eal"), ("is_eal",), ("is_eal",), asks=DETAILS, heading="EAL"),
    Column(
        "language",
        "Home language",
        _as_is("home_language"),
        ("home_language",),
        ("home_language",),
        asks=DETAILS,
        heading="Home language",
    ),
    Column(
        "looked_after",
        "Looked after",
        _yes("is_looked_after"),
        ("is_looked_after",),
        ("is_looked_after",),
        asks=DETAILS,
        heading="Looked after",
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}

# What the list sorts by; the child's name settles what is left equal.
SORTS: dict[str, tuple[str, ...]] = {"child": ()} | {c.key: c.sorts for c in COLUMNS}


def offered(membership: Membership) -> list[Column]:
    """The columns this person may choose from."""
    may = membership.permissions
    return [column for column in COLUMNS if column.asks in may]


def chosen_columns(keys: Collection[str], membership: Membership) -> tuple[Column, ...]:
    """The columns that are asked for, in the table's own order; the usual ones if none is."""
    shown = offered(membership)
    found = tuple(column for column in shown if column.key in keys)
    return found or tuple(column for column in shown if column.usual)


def fields_of(columns: Iterable[Column]) -> list[str]:
    """What a query must select for these columns, beside what every row has."""
    return [name for column in columns for name in column.fields]


def annotations_of(columns: Iterable[Column], sort: str, day: date) -> dict[str, Any]:
    """What a query must compute for these columns and for the one it sorts by."""
    asked = {*columns, *filter(None, [BY_KEY.get(sort.removeprefix("-"))])}
    return {
        name: made
        for column in COLUMNS
        if column in asked and column.adds
        for name, made in column.adds(day).items()
    }
