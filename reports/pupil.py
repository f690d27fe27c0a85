"""What a child's pages show, gathered once for the page and its print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Value
from django.urls import reverse

from accounts.models import ClassAssignment, Membership
from accounts.permissions import Permission
from common.dates import long_date, today, weeks_since
from provision.now import PlansNow, plans_now
from pupils.contexts import Action, NextDue, PupilHeader, pupil_header
from pupils.models import ClassPlacement, Need, Pupil, StaffLink
from reports.strip import Step, steps_on
from stages.contexts import (
    StageAnswer,
    StagePage,
    next_of_answer,
    next_of_standing,
    stage_answer,
    stage_page,
)
from stages.models import Stage, Standing


@dataclass(frozen=True)
class PupilPage:
    """The *Now* page: a child's header, stage, what the plans say, needs, and who is around."""

    head: PupilHeader
    stage: StagePage
    plans: PlansNow
    needs: Sequence[Need]
    people: Sequence[tuple[str, str]]
    may_write: bool
    may_note: bool


@dataclass(frozen=True)
class PupilStagePage:
    """The *Stage* page: a child's header and stage, and what the engine says of it."""

    head: PupilHeader
    stage: StagePage
    told: StageAnswer | None


def now_page(pupil: Pupil, membership: Membership, *, may_change: bool) -> PupilPage:
    """Everything the *Now* page shows of a child to one reader; `pupil` with its standing."""
    day = today()
    changes = may_change and not pupil.has_left
    plans = plans_now(pupil, membership)
    stage = stage_page(pupil, membership, day)
    needs = Need.objects.on(day).filter(pupil=pupil).select_related("type").order_by("rank")
    standing: Standing | None = getattr(pupil, "standing", None)
    following = next_of_standing(standing, day) if standing else None
    return PupilPage(
        head=_head(pupil, membership, "reports:pupil_now", stage, following, plans.avoid),
        stage=stage,
        plans=plans,
        may_write=changes and membership.can(Permission.WRITE_PLANS),
        may_note=changes and membership.can(Permission.NOTE_PROGRESS),
        needs=list(needs),
        people=_people(pupil, day),
    )


def pupil_stage_page(pupil: Pupil, membership: Membership, *, may_change: bool) -> PupilStagePage:
    """Everything the *Stage* page shows of a child to one reader."""
    day = today()
    stage = stage_page(pupil, membership, day)
    may_record = may_change and not pupil.has_left
    told = stage_answer(stage, pupil, membership, day, may_record=may_record)
    following = next_of_answer(told.answer) if told else None
    return PupilStagePage(
        head=_head(pupil, membership, "reports:pupil_stage", stage, following),
        stage=stage,
        told=told,
    )


def _head(
    pupil: Pupil,
    membership: Membership,
    route: str,
    page: StagePage,
    following: NextDue | None,
    avoid: str = "",
) -> PupilHeader:
    stage = page.record.stage if page.record else None
    steps = steps_on(page.ladder) if page.ladder else []
    return pupil_header(
        pupil,
        membership,
        route,
        actions=list(_actions(pupil, membership, may_move=page.may_move)),
        ladder=_ladder(stage, steps),
        stage=stage.title if stage else "Not on the ladder",
        stage_more=_since(page),
        next_due=following,
        avoid=avoid,
    )


def _actions(pupil: Pupil, membership: Membership, *, may_move: bool) -> Iterator[Action]:
    assert membership.school is not None  # nobody outside a school sees a pupil
    where = {"school": membership.school.slug, "pk": pupil.pk}
    if membership.can(Permission.RAISE_CONCERN) and not pupil.has_left:
        yield Action("Raise a concern", reverse("reports:concern_add", kwargs=where))
    if may_move:
        yield Action("Move", reverse("stages:move", kwargs=where))


def _ladder(stage: Stage | None, steps: Sequence[Step]) -> list[tuple[str, str]]:
    keys = [step.key for step in steps]
    here = keys.index(stage.key) if stage and stage.key in keys else -1
    words = [f"{step.label} {step.name}".strip() for step in steps]
    return [
        (word, "now" if place == here else "past" if place < here else "ahead")
        for place, word in enumerate(words)
    ]


def _since(page: StagePage) -> str:
    if page.record is None:
        return ""
    weeks = weeks_since(page.record.starts_on, today())
    words = f"since {long_date(page.record.starts_on)}, {weeks} week{'' if weeks == 1 else 's'}"
    if not page.timeframe:
        return words
    meant = "" if page.timeframe.startswith("ongoing") else "meant for "
    return f"{words}; {meant}{page.timeframe}"


def _people(pupil: Pupil, day: date) -> list[tuple[str, str]]:
    """Who works with the child today: (what they are to the child, their name); one query."""
    links = StaffLink.objects.on(day).filter(pupil=pupil).order_by()
    classes = ClassPlacement.objects.on(day).filter(pupil=pupil).values("class_group")
    teaching = ClassAssignment.objects.filter(class_group__in=classes, starts_on__lte=day)
    teaching = teaching.exclude(ends_on__lte=day).order_by()
    name = "membership__user__name"
    rows = links.annotate(room=Value("")).values_list("room", "kind", name)
    also = teaching.values_list("class_group__name", "kind", name)
    words = dict(StaffLink.Kind.choices), dict(ClassAssignment.Kind.choices)
    found = sorted(rows.union(also, all=True), key=lambda row: (bool(row[0]), row[0], row[2]))
    return [
        (f"{words[1][kind]}, {room}" if room else str(words[0][kind]), person)
        for room, kind, person in found
    ]
