"""What a home page answers, by role: what to look at first, the ladder, my children.

Answers, not links: each says how many of what, and leads to exactly those children.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from accounts.asks import Answer, Group
from accounts.models import Membership
from accounts.roles import Role
from common.dates import short_date
from common.years import YearGroup
from pupils.models import Pupil
from reports.register import FIELDS, RegisterRow, own_rows, shown, sorted_rows, visible_rows
from reports.register_filters import GAPS, on_the_ladder
from reports.strip import Step
from stages.models import StageRecord

# Which gaps each role is told of: what that role can do something about.
GAPS_OF = {
    Role.SENCO: ("stage", "untold", "need"),
    Role.HEAD: ("stage", "untold"),
    Role.OFFICE: ("upn", "class", "need"),
    Role.TEACHER: ("untold",),
    Role.YEAR_LEADER: ("untold",),
}
OWN_CHILDREN = frozenset({Role.TEACHER, Role.YEAR_LEADER, Role.TA})
MOVES_SHOWN = 8
WHOLE_PICTURE = frozenset({Role.SENCO, Role.HEAD, Role.DSL})


@dataclass(frozen=True)
class Move:
    """A move on the ladder, as a line: who, where to, when."""

    pk: int
    name: str
    to: str
    when: str


@dataclass(frozen=True)
class YearLine:
    """One year group's children by status, for the head's table."""

    year: str
    pupils: int
    support: int
    plan: int

    @property
    def share(self) -> str:
        """The part of the year group with K or E, as a whole percentage."""
        return f"{round(100 * (self.support + self.plan) / self.pupils)}%" if self.pupils else ""


def gaps_and_years(
    reader: Membership, day: date, register_url: str
) -> tuple[list[Answer], list[YearLine]]:
    """What is missing among a reader's children, as far as they can mend it, and the year groups.

    The years with K and E are for those who see the whole school. One query, if any.
    """
    keys = [key for key in GAPS if any(key in GAPS_OF.get(role, ()) for role in reader.roles)]
    whole = bool(WHOLE_PICTURE & reader.roles)
    if not keys and not whole:
        return [], []
    gaps = {f"in_{key}": Count("pk", filter=GAPS[key][1]) for key in keys}
    rows = visible_rows(reader, day).on_roll().order_by("year_group").values("year_group")
    years = list(
        rows.annotate(
            pupils=Count("pk"),
            support=Count("pk", filter=Q(sen_code="K")),
            plan=Count("pk", filter=Q(sen_code="E")),
            **gaps,
        )
    )
    totals = {key: sum(row[f"in_{key}"] for row in years) for key in keys}
    answers = [
        Answer(totals[key], GAPS[key][0], f"{register_url}?gap={key}", "due", Group.MEND)
        for key in keys
    ]
    return answers, [_year(row) for row in years] if whole else []


def _year(row: dict[str, Any]) -> YearLine:
    label = str(YearGroup(row["year_group"]).label)
    return YearLine(label, row["pupils"], row["support"], row["plan"])


def own_children(membership: Membership, day: date, steps: Sequence[Step]) -> list[RegisterRow]:
    """The children on the ladder a class teacher, year leader or TA works with, by class."""
    if not OWN_CHILDREN & membership.roles:
        return []
    rows = on_the_ladder(own_rows(membership, day))
    return list(shown(sorted_rows(rows, "class").values(*FIELDS), day, steps))


def recent_moves(membership: Membership, day: date) -> list[Move]:
    """The last moves among the children of those who see the whole school. One query."""
    if not WHOLE_PICTURE & membership.roles:
        return []
    pupils = Pupil.objects.visible_to(membership, day=day)
    rows = StageRecord.objects.main_line().filter(pupil__in=pupils, starts_on__lte=day)
    newest = rows.select_related("pupil", "stage").order_by("-starts_on", "-pk")[:MOVES_SHOWN]
    return [
        Move(
            row.pupil_id,
            row.pupil.name,
            row.stage.title if row.stage else "Off the ladder",
            short_date(row.starts_on),
        )
        for row in newest
    ]
