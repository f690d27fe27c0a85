"""Gathers a class's sheet for one reader: five queries, however many children."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Q, TextField, Value, When

from accounts.models import ClassAssignment, Membership
from accounts.permissions import Permission
from provision.models import Plan, PlanSection, Strategy, Target
from provision.sections import Sort
from pupils.models import ClassPlacement, Meeting, Pupil, SenStatus
from reports.register import sorted_rows, visible_rows
from reports.sheets.lines import (
    NOT_RECORDED,
    Help,
    PlanOnSheet,
    SheetLine,
    once,
    sheet_version,
)
from schools.dates import AS_LISTED
from schools.models import ClassGroup

FIELDS = (
    "id",
    "forename",
    "preferred_forename",
    "last_name",
    "photo",
    "class_name",
    "need",
    "sen_code",
    "stage_name",
)
Adult = tuple[str, str]


@dataclass(frozen=True)
class Sheet:
    """A class on a day, as far as one reader sees it.

    `others` counts its children of whom nothing is recorded that a teacher would need to know.
    """

    pk: int
    name: str
    lines: Sequence[SheetLine]
    others: int
    today: Sequence[str]
    staff: Sequence[ClassAssignment]

    @property
    def version(self) -> str:
        """The version of what this reader is shown."""
        return sheet_version(self.lines)

    @property
    def versions(self) -> dict[int, str]:
        """The version of each child's line."""
        return {line.pk: line.version for line in self.lines}

    @property
    def children(self) -> list[int]:
        """The children it names."""
        return [line.pk for line in self.lines]

    @property
    def adults(self) -> list[Adult]:
        """Who works in the class: (what they are, their name)."""
        return [(str(row.get_kind_display()), row.membership.user.name) for row in self.staff]

    @property
    def unread(self) -> int:
        """How many lines are new or changed to the reader."""
        return sum(bool(line.state) for line in self.lines)


def classes_seen(reader: Membership, day: date) -> list[ClassGroup]:
    """The classes of which a person sees children today, each with how many; two queries."""
    seen = Pupil.objects.visible_to(reader, day=day).on_roll()
    placed = ClassPlacement.objects.on(day).filter(pupil__in=seen).order_by()
    counts = placed.values("class_group").annotate(children=Count("pk"))
    by_class = {row["class_group"]: row["children"] for row in counts}
    found = list(ClassGroup.objects.filter(pk__in=by_class).order_by(*AS_LISTED))
    for row in found:
        row.children = by_class[row.pk]
    return found


def own_classes(reader: Membership, day: date) -> list[ClassGroup]:
    """The classes of the children a person works with; one query."""
    own = Pupil.objects.own_of(reader, day=day)
    placed = ClassPlacement.objects.on(day).filter(pupil__in=own).values("class_group")
    return list(ClassGroup.objects.filter(pk__in=placed).order_by(*AS_LISTED))


def sheet_of(reader: Membership, class_pk: int, day: date) -> Sheet | None:
    """A class's sheet; `None` for a class of which the reader sees no child today."""
    seen = visible_rows(reader, day).on_roll().filter(class_pk=class_pk)
    rows = list(sorted_rows(seen, "").values(*FIELDS))
    if not rows:
        return None
    ids = [row["id"] for row in rows]
    plans = _plans(reader, ids, day)
    of_class, of_child = _meetings(reader, class_pk, set(ids), day)
    lines = [
        _line(row, plans.get(row["id"], []), of_child.get(row["id"], []))
        for row in rows
        if row["id"] in plans or _is_known(row)
    ]
    return Sheet(
        pk=class_pk,
        name=rows[0]["class_name"],
        lines=lines,
        others=len(rows) - len(lines),
        today=of_class,
        staff=_staff(class_pk, day),
    )


def _is_known(row: Mapping[str, Any]) -> bool:
    """Whether a need, a stage or a status says that there is something to know."""
    return bool(row["need"] or row["stage_name"] or row["sen_code"] != SenStatus.Code.NONE)


def _line(
    row: Mapping[str, Any], plans: Sequence[PlanOnSheet], meetings: Sequence[str]
) -> SheetLine:
    due = [f"{plan.name}: review due" for plan in plans if plan.review_due]
    return SheetLine(
        pk=row["id"],
        forename=row["preferred_forename"] or row["forename"],
        surname=row["last_name"],
        need=row["need"] or NOT_RECORDED,
        plans=[plan.name for plan in plans],
        helps=once(words for plan in plans for words in plan.helps_shown),
        avoid=once(words for plan in plans for words in plan.avoid),
        today=[*meetings, *due],
        has_photo=bool(row["photo"]),
    )


def _plans(reader: Membership, ids: Sequence[int], day: date) -> dict[int, list[PlanOnSheet]]:
    """The plans in use of each child, the profile first, then the newest; two queries."""
    plans = Plan.objects.visible_to(reader).current().filter(pupil__in=ids, starts_on__lte=day)
    by_pk: dict[int, PlanOnSheet] = {}
    of_child: dict[int, list[PlanOnSheet]] = {}
    for row in _sections(plans):
        if row["plan_id"] not in by_pk:
            plan = PlanOnSheet(row["plan__name"], review_due=row["plan__review_by"] == day)
            by_pk[row["plan_id"]] = plan
            of_child.setdefault(row["plan__pupil_id"], []).append(plan)
        plan, sort = by_pk[row["plan_id"]], Sort(row["sort"])
        plan.sorts.add(sort)
        if row["on_class_copy"] and row["on_ta_copy"]:
            plan.shown.add(sort)
            plan.avoid = plan.avoid or row["avoided"].splitlines()
    for helps in _helps(by_pk):
        by_pk[helps.plan_id].helps.append(Help(helps.words, helps.target_id is not None))
    return {pk: sorted(found, key=lambda plan: not plan.avoid) for pk, found in of_child.items()}


def _sections(plans: Any) -> Any:
    """The sections of plans, the newest plan first: what each is, and what is to be avoided."""
    avoided = Case(
        When(sort=Sort.AVOID.value, then=F("text")), default=Value(""), output_field=TextField()
    )
    rows = PlanSection.objects.filter(plan__in=plans).annotate(avoided=avoided)
    return rows.order_by("-plan__starts_on", "-plan_id", "place").values(
        "plan_id",
        "plan__pupil_id",
        "plan__name",
        "plan__review_by",
        "sort",
        "on_class_copy",
        "on_ta_copy",
        "avoided",
    )


def _helps(plans: Iterable[int]) -> Any:
    """What helps, for whole plans and for targets that go on."""
    over = (Target.Outcome.MET, Target.Outcome.STOPPED)
    going_on = Q(target__withdrawn_at__isnull=True) & ~Q(target__outcome__in=over)
    rows = Strategy.objects.standing().filter(plan__in=list(plans))
    return rows.filter(Q(target__isnull=True) | going_on).order_by("target__place", "place", "pk")


def _meetings(
    reader: Membership, class_pk: int, ids: set[int], day: date
) -> tuple[list[str], dict[int, list[str]]]:
    """Today's meetings: of the class, and by child; one query, none for who reads no meetings."""
    if not reader.can(Permission.VIEW_MEETINGS):
        return [], {}
    rows = Meeting.objects.standing().filter(
        Q(class_group=class_pk) | Q(pupils__pupil__in=ids), on=day
    )
    of_class: dict[int, str] = {}
    of_child: dict[int, list[str]] = {}
    told = rows.order_by("at", "pk").values_list(
        "pk", "kind_name", "at", "class_group", "pupils__pupil"
    )
    for pk, kind, at, group, pupil in told:
        words = f"{at:%H:%M} {kind}" if at else kind
        if group == class_pk:
            of_class[pk] = words
        elif pupil in ids:
            of_child.setdefault(pupil, []).append(words)
    return list(of_class.values()), of_child


def _staff(class_pk: int, day: date) -> list[ClassAssignment]:
    """Who works in a class today, teachers first; one query."""
    rows = ClassAssignment.objects.on(day).filter(class_group=class_pk)
    rows = rows.select_related("membership__user").order_by("-kind", "membership__user__name")
    return [row for row in rows if row.membership.holds_on(day)]
