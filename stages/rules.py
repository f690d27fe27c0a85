"""What a move must satisfy. Each refusal is one plain sentence; nothing is changed.

The same rules serve the action and the page that shows what a move will do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date
from common.errors import Refused
from pupils.models import Pupil, SenStatus
from stages.models import Stage, StageRecord

PLAN = SenStatus.Code.PLAN.value


class NotAllowed(Refused):
    """A move that this person's roles do not let them make (permissions.md)."""


@dataclass(frozen=True)
class Standpoint:
    """Where a pupil stands before a move: on which record, with which SEN codes.

    `stage_now` is the stage of the record as the ladder in use has it, where it still has it.
    """

    pupil: Pupil
    head: StageRecord | None
    code_now: str
    today: date
    stage_now: Stage | None = None

    @property
    def who(self) -> str:
        return self.pupil.shown_forename

    @property
    def stage(self) -> Stage | None:
        """The stage the pupil is at, as it was when placed; `None` off the ladder."""
        return self.head.stage if self.head else None

    @property
    def ruling_stage(self) -> Stage | None:
        """The stage whose rules hold for the pupil: as it is now, or as it was if retired."""
        return self.stage_now or self.stage

    def is_at(self, stage: Stage) -> bool:
        """Whether the pupil is at a stage already: the same, on the same side of the register.

        A stage that a new version put on the register, or took off it, can be moved to again:
        that is how a child's status follows, by a decision and never by itself.
        """
        here = self.stage
        return bool(here and here.key == stage.key and here.sen_code == stage.sen_code)

    def code_after(self, stage: Stage | None) -> str:
        """N, K or E once the pupil is at a stage (`None`: off the ladder)."""
        if self.code_now == PLAN:
            return PLAN
        return stage.sen_code if stage else "N"


def refuse_day(point: Standpoint, on: date) -> None:
    """Refuse a day on which nothing can have happened to this child here."""
    pupil, who = point.pupil, point.who
    if on > point.today:
        raise Refused(
            f"{long_date(on)} is in the future: record a move on the day it happens or later."
        )
    if on < pupil.born_on:
        raise Refused(f"{long_date(on)} is before {who} was born.")
    if pupil.joined_on and on < pupil.joined_on:
        raise Refused(
            f"{long_date(on)} is before {who} joined the school on {long_date(pupil.joined_on)}."
        )


def refuse_before_last(point: Standpoint, on: date) -> None:
    """Refuse a move dated before the last one: correcting the record is the way."""
    head = point.head
    stayed_on: date | None = getattr(head, "stayed_on", None)
    if stayed_on and on < stayed_on:
        raise Refused(
            f"It was decided on {long_date(stayed_on)} that {point.who} stays: a move cannot be "
            "dated before that. Take that decision back first."
        )
    if head is None or on >= head.starts_on:
        return
    where = f"has been at {head.stage.title}" if head.stage else "has been off the ladder"
    raise Refused(
        f"{point.who} {where} since {long_date(head.starts_on)}, so a move cannot be dated before "
        "that: correct the earlier record instead."
    )


def refuse_stage(point: Standpoint, stage: Stage | None, on: date) -> None:
    """Refuse a stage this child cannot be at. One query."""
    refuse_where(point, stage)
    refuse_code(point, stage, on)


def refuse_where(point: Standpoint, stage: Stage | None) -> None:
    """Refuse to move a child to where it is."""
    if stage is None:
        if point.stage is None:
            raise Refused(f"{point.who} is not on the ladder.")
    elif point.is_at(stage):
        raise Refused(f"{point.who} is already at {stage.title}.")


def refuse_code(point: Standpoint, stage: Stage | None, on: date) -> None:
    """E is never given by a move, and never taken by one (model.md). One query."""
    refuse_codes(point, stage, on, SenStatus.objects.code_of(point.pupil.pk, on))


def refuse_codes(point: Standpoint, stage: Stage | None, on: date, code_then: str) -> None:
    """The same, where the SEN code of that day is known already."""
    if stage and stage.needs_ehc_plan and code_then != PLAN:
        raise Refused(
            f"{stage.title} is for a child with an EHC plan in force, and none is recorded for "
            f"{point.who} on {long_date(on)}."
        )
    if PLAN in (code_then, point.code_now) and not (stage and stage.on_register):
        raise Refused(
            f"{point.who} has an EHC plan in force and stays on the register until it ceases."
        )


def refuse_leaver(point: Standpoint) -> None:
    """Refuse to move a child who has left."""
    if point.pupil.left_on:
        raise Refused(
            f"{point.who} left on {long_date(point.pupil.left_on)}, so the record is closed."
        )


def may_place(membership: Membership, point: Standpoint, stage: Stage | None) -> bool:
    """Whether this person may make this move (permissions.md).

    The SENCO places anywhere; a teacher or year leader only between stages the ladder lets them
    use, below the register, and never so that the SEN status changes.
    """
    if membership.can(Permission.PLACE_ANYWHERE):
        return True
    if not membership.can(Permission.PLACE_BELOW_REGISTER):
        return False
    if point.code_now != "N" or (stage and stage.on_register):
        return False
    return all(_lets(each, membership.roles) for each in (point.ruling_stage, stage) if each)


def _lets(stage: Stage, roles: Iterable[str]) -> bool:
    return stage.universal or bool(set(stage.may_place) & {str(role) for role in roles})
