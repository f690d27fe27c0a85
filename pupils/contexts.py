"""The header that stays on every page of a child, gathered once (architecture.md, contexts)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date, today
from common.years import YearGroup
from pupils.models import Pupil, SenStatus, StaffLink


class Tab(NamedTuple):
    """One page of a child: its label, its route, and what it takes to open it."""

    label: str
    route: str
    permission: Permission


# A child's pages in the order of their tabs; higher rooms' by route. Only pages that exist.
TABS = [
    Tab("Now", "reports:pupil_now", Permission.VIEW_PUPIL),
    Tab("Stage", "reports:pupil_stage", Permission.VIEW_STAGE),
    Tab("Plans", "provision:pupil_plans", Permission.VIEW_PLANS),
    Tab("Meetings", "reports:pupil_meetings", Permission.VIEW_MEETINGS),
    Tab("Concerns", "reports:pupil_concerns", Permission.READ_CONCERNS),
    Tab("Voices", "pupils:pupil_voices", Permission.VIEW_PUPIL),
    Tab("Documents and agencies", "reports:pupil_documents", Permission.READ_DOCUMENTS),
    Tab("Details", "pupils:pupil_detail", Permission.VIEW_CONTACTS),
    Tab("Letters", "reports:pupil_letters", Permission.VIEW_LETTERS),
    Tab("Chronology", "reports:pupil_chronology", Permission.VIEW_PUPIL),
    Tab("Changes", "pupils:pupil_history", Permission.VIEW_AUDIT),
    Tab("Who can see this", "pupils:pupil_readers", Permission.VIEW_AUDIT),
    Tab("Who opened this", "reports:pupil_viewers", Permission.VIEW_AUDIT),
]


def first_page_of(membership: Membership) -> str:
    """The route that a child's name leads this person to: the first tab they may open."""
    return next((tab.route for tab in TABS if membership.can(tab.permission)), TABS[0].route)


class Action(NamedTuple):
    """A button of the header; the last of them is the page's main one."""

    label: str
    url: str


class NextDue(NamedTuple):
    """What is due next of a child: its words, and the colour and words of its chip."""

    what: str
    chip: tuple[str, str]


@dataclass(frozen=True)
class PupilHeader:
    """What `components/pupil_header.html` shows of a child.

    `facts` are (label, value), `tabs` (label, url, current). The ladder bar is the stages room's
    to fill: `ladder` holds (words, "past", "now" or "ahead") a stage, `stage` names where the
    child is, `stage_more` says since when, `next_due` what comes next; without a `ladder` no bar
    is drawn.
    """

    name: str
    facts: list[tuple[str, str]]
    tabs: list[tuple[str, str, bool]]
    actions: Sequence[Action] = ()
    ladder: Sequence[tuple[str, str]] = ()
    stage: str = ""
    stage_more: str = ""
    next_due: NextDue | None = None
    avoid: str = ""


def pupil_header(
    pupil: Pupil,
    membership: Membership,
    current_tab: str,
    *,
    actions: Sequence[Action] = (),
    ladder: Sequence[tuple[str, str]] = (),
    stage: str = "",
    stage_more: str = "",
    next_due: NextDue | None = None,
    avoid: str = "",
) -> PupilHeader:
    """A child's header for one reader, in one query. `current_tab` is the route of its page."""
    return PupilHeader(
        name=pupil.name,
        facts=_facts(pupil, today()),
        tabs=pupil_tabs(pupil, membership, current_tab),
        actions=actions,
        ladder=ladder,
        stage=stage,
        stage_more=stage_more,
        next_due=next_due,
        avoid=avoid,
    )


def pupil_tabs(
    pupil: Pupil, membership: Membership, current_tab: str
) -> list[tuple[str, str, bool]]:
    """The pages of a child this person may open, as (label, url, whether it is this one)."""
    assert membership.school is not None  # nobody outside a school sees a pupil
    where = {"school": membership.school.slug, "pk": pupil.pk}
    return [
        (tab.label, reverse(tab.route, kwargs=where), tab.route == current_tab)
        for tab in TABS
        if membership.can(tab.permission)
    ]


def age_on(born_on: date, day: date) -> int:
    """Whole years lived on a day; 0 before birth."""
    return max(0, day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day)))


def year_words(year_group: int) -> str:
    """A year group as a value beside the label "Year": `4`, `Reception`, `Nursery 2`."""
    year = YearGroup(year_group)
    return year.code if year.code.isdigit() else str(year.label)


def status_words(code: str, since: date | None = None) -> str:
    """A SEN status in words: `SEN support (K) since 12 January 2026`."""
    words = f"{SenStatus.Code(code).label} ({code})"
    return f"{words} since {long_date(since)}" if since else words


def _facts(pupil: Pupil, day: date) -> list[tuple[str, str]]:
    rows = list(_around(pupil, day))
    first = rows[0] if rows else {}
    year, class_name = year_words(pupil.year_group), first.get("class_name")
    workers = sorted({row["worker_name"] for row in rows if row["worker_name"]})
    facts = [
        ("Year", f"{year}, class {class_name}" if class_name else year),
        ("Born", f"{long_date(pupil.born_on)}, age {age_on(pupil.born_on, day)}"),
        ("Status", status_words(first.get("code") or SenStatus.Code.NONE, first.get("since"))),
        ("Main need", first.get("need_name") or ""),
        ("Key worker", ", ".join(workers)),
    ]
    if pupil.left_on:
        facts.append(("Left", long_date(pupil.left_on)))
    return [(label, value) for label, value in facts if value]


def _around(pupil: Pupil, day: date) -> Any:
    """Class, status, needs and key workers of a day in one query: the first row holds the main."""
    rows = Pupil.objects.filter(pk=pupil.pk).annotate(
        placed=FilteredRelation("class_placements", condition=_holds("class_placements", day)),
        status=FilteredRelation("sen_statuses", condition=_holds("sen_statuses", day)),
        need=FilteredRelation("needs", condition=_holds("needs", day)),
        worker=FilteredRelation(
            "staff_links",
            condition=_holds("staff_links", day) & Q(staff_links__kind=StaffLink.Kind.KEY_WORKER),
        ),
    )
    return rows.order_by("-placed__starts_on", "need__rank").values(
        class_name=F("placed__class_group__name"),
        code=F("status__code"),
        since=F("status__starts_on"),
        need_name=F("need__type__name"),
        worker_name=F("worker__membership__user__name"),
    )


def _holds(relation: str, day: date) -> Q:
    until = Q(**{f"{relation}__ends_on__isnull": True}) | Q(**{f"{relation}__ends_on__gt": day})
    return Q(**{f"{relation}__starts_on__lte": day}) & until
