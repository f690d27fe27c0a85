"""Who opened a child's record: by person and day, with the lists that held the child, in words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max
from django.db.models.functions import TruncDate
from django.http import QueryDict
from django.utils import timezone

from common.dates import long_date
from pupils.models import AccessEntry, Pupil
from pupils.page_names import page_name
from reports.due.columns import DUES
from reports.register_filters import GAPS, LISTS, STATUSES, YEARS, need_names
from schools.models import ClassGroup

GROUPED = ("user_id", "user__name", "day", "what", "asked", "tablet")
IN_LISTS = {
    "reports:home": "on the home page",
    "reports:register": "in the register list",
    "reports:register_export": "taken out with the register",
    "reports:pupil_find": "among the children a search found",
    "reports:chosen_staff": "among children ticked to link a colleague to",
    "reports:chosen_class": "among children ticked to change class",
    "reports:chosen_letters": "among children ticked to make letters for",
    "reports:chosen_told": "among children ticked to record that parents were told",
}
TIMES = {1: "", 2: "twice"}


@dataclass
class DayOfReading:
    """What one person opened about a child on one day."""

    user_id: int
    name: str
    day: date
    last: datetime
    pages: Counter[str] = field(default_factory=Counter)
    lists: Counter[str] = field(default_factory=Counter)
    tablets: set[str] = field(default_factory=set)

    @property
    def when(self) -> str:
        """The day, and the time of the last opening."""
        return f"{long_date(self.day)}, last at {timezone.localtime(self.last):%H:%M}"

    @property
    def where(self) -> str:
        """The shared tablets they used, if any: `on the tablet “Hall”`."""
        return ", ".join(f"on the tablet “{name}”" for name in sorted(self.tablets))

    @property
    def lines(self) -> list[str]:
        """What was opened, the most often first: `Opened Details 3 times`."""
        opened = [_line(f"Opened {page}", n) for page, n in self.pages.most_common()]
        return opened + [_line(f"Saw the name {where}", n) for where, n in self.lists.most_common()]


def _line(words: str, times: int) -> str:
    return f"{words} {TIMES.get(times, f'{times} times')}".strip()


def openings_of(
    pupil: Pupil, begins: datetime | None, user_id: int | None = None
) -> list[DayOfReading]:
    """Everyone's days with a child's record since a moment, the newest first; three queries."""
    entries = AccessEntry.objects.between(begins)
    if user_id is not None:
        entries = entries.filter(user_id=user_id)
    found: dict[tuple[date, int], DayOfReading] = {}
    for row in _grouped(entries.filter(pupil=pupil)):
        _day(found, row).pages[page_name(row["what"])] += row["times"]
    lists = list(_grouped(entries.listing(pupil.pk)))
    classes = _class_names(lists)
    for row in lists:
        _day(found, row).lists[list_words(row["what"], row["asked"], classes)] += row["times"]
    return sorted(found.values(), key=lambda day: (day.day, day.last, day.name), reverse=True)


def _grouped(entries: Any) -> Iterable[dict[str, Any]]:
    rows = entries.order_by().annotate(day=TruncDate("at")).values(*GROUPED)
    counted: Iterable[dict[str, Any]] = rows.annotate(times=Count("pk"), last=Max("at"))
    return counted


def _day(found: dict[tuple[date, int], DayOfReading], row: dict[str, Any]) -> DayOfReading:
    key = (row["day"], row["user_id"])
    if key not in found:
        found[key] = DayOfReading(row["user_id"], row["user__name"], row["day"], row["last"])
    found[key].last = max(found[key].last, row["last"])
    found[key].tablets |= {row["tablet"]} - {""}
    return found[key]


def _class_names(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The names of the classes that lists were filtered by; no query when none was."""
    asked = {QueryDict(row["asked"]).get("group", "") for row in rows}
    wanted = [pk for pk in asked if pk.isascii() and pk.isdigit() and len(pk) < 19]
    if not wanted:
        return {}
    names = ClassGroup.objects.filter(pk__in=wanted).values_list("pk", "name")
    return {str(pk): name for pk, name in names}


def list_words(route: str, asked: str, classes: dict[str, str]) -> str:
    """Where a child was listed: `in the register list, filtered by Year 4`.

    What was typed into a search is not told: it may be another child's name.
    """
    where = IN_LISTS.get(route, f"in the list of {page_name(route)}")
    parts = _filters(QueryDict(asked), classes) if route in REGISTER else []
    return f"{where}, filtered by {', '.join(parts)}" if parts else where


DUE_WORDS = {key: f"due: {words.lower()}" for key, words in DUES.items()}
GAP_WORDS = {key: words for key, (words, _) in GAPS.items()}
REGISTER = frozenset({"reports:register", "reports:register_export"})


def _filters(asked: QueryDict, classes: dict[str, str]) -> list[str]:
    """The filters of the register that were chosen, in words; one that is not known is left out."""
    words = [
        LISTS.get(asked.get("show", "")) if asked.get("show") else None,
        YEARS.get(asked.get("year", "")),
        _named("class", classes.get(asked.get("group", ""))),
        "a stage" if asked.get("stage") else None,
        need_names().get(asked.get("need", "")) if asked.get("need") else None,
        STATUSES.get(asked.get("status", "")),
        GAP_WORDS.get(asked.get("gap", "")),
        DUE_WORDS.get(asked.get("due", "")),
        "a thing that is asked" if asked.get("asked") else None,
        "a key worker" if asked.get("worker") else None,
        "a search" if asked.get("q") else None,
    ]
    return [word for word in words if word]


def _named(what: str, name: str | None) -> str | None:
    return f"{what} {name}" if name else None
