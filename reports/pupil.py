"""What a child's pages show, gathered once for the page and its print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import ClassAssignment, Membership
from accounts.permissions import Permission
from common.dates import long_date, today, weeks_since
from pupils.contexts import Action, PupilHeader, pupil_header
from pupils.models import ClassPlacement, Need, Pupil, StaffLink
from reports.strip import Step, ladder_steps
from stages.models import Requirement, Stage, StageRecord


@dataclass(frozen=True)
class Standing:
    """Where a child is: the record on the ladder, and what sits beside it."""

    record: StageRecord | None
    beside: Sequence[StageRecord]

    @property
    def stage(self) -> Stage | None:
        """The stage the child is at; `None` where every child is without a record."""
        return self.record.stage if self.record else None


@dataclass(frozen=True)
class NowPage:
    """The *Now* page: the stage's support, the needs, the people around the child."""

    head: PupilHeader
    standing: Standing
    support: Sequence[tuple[str, Sequence[str]]]
    asked: Sequence[Requirement]
    needs: Sequence[Need]
    people: Sequence[tuple[str, str]]


def standing_of(pupil: Pupil) -> Standing:
    """A child's open records: one query."""
    open_now = StageRecord.objects.standing().still_open().filter(pupil=pupil, stage__isnull=False)
    records = list(open_now.select_related("stage").order_by("starts_on"))
    main = [record for record in records if not record.beside]
    return Standing(main[0] if main else None, [record for record in records if record.beside])


def head_of(
    pupil: Pupil, membership: Membership, route: str, standing: Standing, steps: Sequence[Step]
) -> PupilHeader:
    """The header with the ladder drawn, for a page of this child."""
    stage = standing.stage
    return pupil_header(
        pupil,
        membership,
        route,
        actions=_actions(pupil, membership),
        ladder=_ladder(stage, steps),
        stage=stage.title if stage else "Not on the ladder",
        stage_more=_since(standing.record, today()),
    )


def now_page(pupil: Pupil, membership: Membership) -> NowPage:
    """Everything *Now* shows of a child."""
    day, standing, steps = today(), standing_of(pupil), ladder_steps()
    return NowPage(
        head=head_of(pupil, membership, "reports:pupil_now", standing, steps),
        standing=standing,
        support=_support(standing.stage),
        asked=_asked(standing.stage),
        needs=list(
            Need.objects.on(day).filter(pupil=pupil).select_related("type__area").order_by("rank")
        ),
        people=_people(pupil, day),
    )


def _actions(pupil: Pupil, membership: Membership) -> list[Action]:
    assert membership.school is not None  # nobody outside a school sees a pupil
    where = {"school": membership.school.slug, "pk": pupil.pk}
    may_place = {Permission.PLACE_ANYWHERE, Permission.PLACE_BELOW_REGISTER}
    if pupil.has_left or not may_place & membership.permissions:
        return []
    return [Action("Move", reverse("stages:move", kwargs=where))]


def _ladder(stage: Stage | None, steps: Sequence[Step]) -> list[tuple[str, str]]:
    keys = [step.key for step in steps]
    here = keys.index(stage.key) if stage and stage.key in keys else -1
    words = [f"{step.label} {step.name}".strip() for step in steps]
    return [
        (word, "now" if place == here else "past" if place < here else "ahead")
        for place, word in enumerate(words)
    ]


def _since(record: StageRecord | None, day: date) -> str:
    if record is None or record.stage is None:
        return ""
    weeks = weeks_since(record.starts_on, day)
    words = f"since {long_date(record.starts_on)}, {weeks} week{'' if weeks == 1 else 's'}"
    frame = record.stage.timeframe
    return f"{words}; the stage is for {frame}" if frame and frame != "ongoing" else words


def _support(stage: Stage | None) -> list[tuple[str, Sequence[str]]]:
    """The support of this stage and, before it, of those it builds on, each under its title."""
    if stage is None:
        return []
    below = Stage.objects.filter(ladder_version=stage.ladder_version_id, key__in=stage.builds_on)
    found = [*below.order_by("order"), stage]
    return [
        (row.title, [*row.support, *row.actions]) for row in found if row.support or row.actions
    ]


def _asked(stage: Stage | None) -> list[Requirement]:
    if stage is None:
        return []
    rows = Requirement.objects.filter(ladder_version=stage.ladder_version_id).order_by("order")
    return [row for row in rows if row.stage_id == stage.pk or _is_for(row, stage)]


def _is_for(row: Requirement, stage: Stage) -> bool:
    return row.stage_id is None and (not row.stages or stage.key in row.stages)


def _people(pupil: Pupil, day: date) -> list[tuple[str, str]]:
    """Who works with the child today: (what they are to the child, their name)."""
    links = StaffLink.objects.on(day).filter(pupil=pupil).select_related("membership__user")
    found: list[tuple[str, Any]] = [
        (str(link.get_kind_display()), link.membership.user.name) for link in links
    ]
    classes = ClassPlacement.objects.on(day).filter(pupil=pupil).values("class_group")
    teaching = ClassAssignment.objects.filter(class_group__in=classes, starts_on__lte=day)
    teaching = teaching.exclude(ends_on__lte=day).select_related("membership__user", "class_group")
    found += [
        (f"{row.get_kind_display()}, {row.class_group}", row.membership.user.name)
        for row in teaching
    ]
    return found
