"""The rules of who sees which child, each said once (permissions.md, Scope).

A rule is a pair of windows: the days on which a row of the member of staff counts, and the days on
which a row of the child counts. `PupilQuerySet.visible_to` asks the rules for the pupils of one
person; the page "Who can see this" asks the same rules for the people of one pupil, in words
(`pupils/readers.py`). A test holds both answers equal on every day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import F, Q
from django.db.models.lookups import In

from accounts.models import ClassAssignment, Membership
from pupils.models.classes import ClassPlacement
from pupils.models.people import StaffLink
from pupils.models.year_groups import year_group_on

Row = Mapping[str, Any]


class Span(NamedTuple):
    """Days from `begins` until the day before `ends`."""

    begins: date
    ends: date

    def __bool__(self) -> bool:
        return self.begins < self.ends

    def meet(self, other: "Span") -> "Span":
        """The days in both."""
        return Span(max(self.begins, other.begins), min(self.ends, other.ends))

    def holds(self, day: date) -> bool:
        """Whether a day is among them."""
        return self.begins <= day < self.ends


ALWAYS, NEVER = Span(date.min, date.max), Span(date.max, date.min)


@dataclass(frozen=True)
class Window:
    """The days on which a dated row counts, by the names of two of its dates.

    Without `begins` it counts from ever. A row that lacks the date it begins on counts never; one
    that lacks the date it ends on counts for good when `may_last`, else never.
    """

    begins: str = "starts_on"
    ends: str = "ends_on"
    may_last: bool = True

    def on(self, day: date) -> Q:
        """The rows that count on a day."""
        lasting = Q(**{f"{self.ends}__gt": day})
        if self.may_last:
            lasting |= Q(**{f"{self.ends}__isnull": True})
        return Q(**{f"{self.begins}__lte": day}) & lasting if self.begins else lasting

    def of(self, row: Row, prefix: str = "") -> Span:
        """The days on which one row counts; its dates are found under `prefix`."""
        begins = row[prefix + self.begins] if self.begins else date.min
        ends = row[prefix + self.ends]
        if begins is None or (ends is None and not self.may_last):
            return NEVER
        return Span(begins, date.max if ends is None else ends)


@dataclass(frozen=True)
class ClassRule:
    """Whoever has a class sees the children placed in it.

    `assigned` says when the member's assignment counts, `placed` when the child's placement does.
    A class is there for its academic year, whatever its rows say; with `afterwards` the rule is
    about the time after that year, and a placement that lasted to its end. A placement that was
    taken back before it began counts never.
    """

    key: str
    assigned: Window
    placed: Window | None
    reads_only: bool = False
    afterwards: bool = False

    def pupils(self, membership: Membership, day: date) -> Q:
        """The pupils a person sees by this rule on a day."""
        assignments = ClassAssignment.objects.filter(
            self.assigned.on(day), membership=membership, class_group__isnull=False
        )
        if self.afterwards:
            assignments = assignments.filter(class_group__academic_year__ends_on__lt=day)
        else:
            assignments = assignments.filter(class_group__academic_year__ends_on__gte=day)
        placements = ClassPlacement.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
            class_group__in=assignments.values("class_group"),
        )
        if self.placed:
            placements = placements.filter(self.placed.on(day))
        if self.afterwards:
            year_ends = F("class_group__academic_year__ends_on")
            placements = placements.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=year_ends))
        return Q(pk__in=placements.values("pupil_id"))

    def span(self, tie: Row) -> Span:
        """When a person sees a child by this rule: `tie` is an assignment with a placement."""
        begins, ends = tie["placed_from"], tie["placed_until"]
        if begins is None or (ends is not None and ends <= begins):
            return NEVER
        over = tie["year_ends"] + timedelta(days=1)
        if self.afterwards and ends is not None and ends < tie["year_ends"]:
            return NEVER
        placement = {"starts_on": begins, "ends_on": ends}
        placed = self.placed.of(placement) if self.placed else ALWAYS
        year = Span(over, date.max) if self.afterwards else Span(date.min, over)
        return self.assigned.of(tie).meet(placed).meet(year)


@dataclass(frozen=True)
class YearRule:
    """Whoever leads a year group sees the children who are in it that day."""

    key: str
    assigned: Window
    reads_only: bool = False

    def pupils(self, membership: Membership, day: date) -> Q:
        """The pupils a person sees by this rule on a day."""
        led = ClassAssignment.objects.filter(
            self.assigned.on(day), membership=membership, year_group__isnull=False
        )
        return Q(In(year_group_on(day), led.values("year_group").query))

    def span(self, tie: Row) -> Span:
        """When a person sees a child by this rule: `tie` says when the child is in the year."""
        return NEVER if tie["year_group"] is None else self.assigned.of(tie).meet(tie["in_year"])


@dataclass(frozen=True)
class LinkRule:
    """Whoever is linked to a child by name sees that child."""

    key: str
    linked: Window
    reads_only: bool = False

    def pupils(self, membership: Membership, day: date) -> Q:
        """The pupils a person sees by this rule on a day."""
        links = StaffLink.objects.filter(self.linked.on(day), membership=membership)
        return Q(pk__in=links.values("pupil_id"))

    def span(self, link: Row) -> Span:
        """When a person sees the child of a link."""
        return self.linked.of(link)


HOLDS = Window()
LINKED = LinkRule("link", HOLDS)
IN_CLASS = ClassRule("class", assigned=HOLDS, placed=HOLDS)
IN_YEAR = YearRule("year", HOLDS)
# Next year's class may be read from its preview day, and last year's until its tail is over.
PREVIEW = ClassRule(
    "preview",
    assigned=Window("may_see_from", "starts_on", may_last=False),
    placed=Window("", "starts_on", may_last=False),
    reads_only=True,
)
TAIL = ClassRule(
    "tail",
    assigned=Window("ends_on", "may_see_until", may_last=False),
    placed=None,
    reads_only=True,
    afterwards=True,
)

Rule = ClassRule | YearRule | LinkRule
CLASS_RULES: tuple[ClassRule | YearRule, ...] = (IN_CLASS, IN_YEAR, PREVIEW, TAIL)
# In the order they are told. Whoever sees the whole school needs none of them.
RULES: tuple[Rule, ...] = (LINKED, *CLASS_RULES)


def within_reach(membership: Membership, day: date, *, reading: bool) -> Q:
    """The pupils a person sees by any of the rules; without `reading`, those they may change."""
    reach = Q()
    for rule in RULES:
        if reading or not rule.reads_only:
            reach |= rule.pupils(membership, day)
    return reach
