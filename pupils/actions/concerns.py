"""Concerns: kept as drafts, raised, decided about, restricted, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Permission
from accounts.roles import Role, holding
from accounts.staff import working_on
from common.dates import long_date, today
from common.errors import Refused
from jobs.actions import post
from pupils.actions.observations import DECIDED, TAKEN_BACK, close_all, plan_visit
from pupils.models import Concern, Pupil
from pupils.readers import who_can_see
from schools.records import EditClash

Outcome, From, ParentsKnow = Concern.Outcome, Concern.From, Concern.ParentsKnow
LET_GO = "Draft let go"


@dataclass(frozen=True)
class Worry:
    """What a concern says, as a form gives it; `areas` are codes of `NeedArea`."""

    seen: str = ""
    areas: Sequence[str] = ()
    parents_know: str = ""
    why_not_told: str = ""
    tried: str = ""
    tried_since: date | None = None
    tried_more: Sequence[dict[str, str]] = ()
    checklist_name: str = ""
    checklist_kind: str = ""
    checklist_answers: Sequence[dict[str, str]] = ()
    whose: str = From.STAFF.value
    from_name: str = ""
    from_role: str = ""
    kind: str = ""
    kind_name: str = ""


@dataclass(frozen=True)
class Look:
    """Who looks, and by when."""

    by: Membership
    on: date


def draft_of(pupil: Pupil, writer: User) -> Concern | None:
    """What a person began about a child and has not raised; one query."""
    rows = Concern.objects.standing().filter(pupil=pupil, started_by=writer, raised_at__isnull=True)
    found: Concern | None = rows.first()
    return found


@transaction.atomic
def save_draft(*, pupil: Pupil, worry: Worry, by: User, expected: int) -> Concern:
    """Keep what was written so far; `expected` is 0 where nothing was kept yet.

    Raises `EditClash` with the draft as it is now when it was written elsewhere meanwhile, and
    `Refused` when it has been raised or let go, or the child has left.
    """
    held = _held_draft(pupil, by, expected)
    if held is not None and not _differs(held, worry):
        return held
    if held is not None and held.version != expected:
        raise EditClash(held)
    draft = held or Concern(pupil=pupil, started_by=by)
    _write(draft, worry)
    draft.save()
    return draft


@transaction.atomic
def raise_concern(*, pupil: Pupil, worry: Worry, by: User, expected: int) -> Concern:
    """Raise a concern: the draft with what was written last. Raises as `save_draft` does."""
    if not worry.seen.strip():
        raise Refused("Say what is seen.")
    if worry.parents_know == ParentsKnow.NO and not worry.why_not_told.strip():
        raise Refused("Say why the parents do not know yet.")
    days = [date.fromisoformat(row["since"]) for row in worry.tried_more if row["since"]]
    for day in [*([worry.tried_since] if worry.tried_since else []), *days]:
        if day > today():
            raise Refused(f"{long_date(day)} is in the future.")
    held = _held_draft(pupil, by, expected)
    if held is not None and held.version != expected and _differs(held, worry):
        raise EditClash(held)
    concern = held or Concern(pupil=pupil, started_by=by)
    _write(concern, worry)
    concern.raised_at, concern.raised_by = timezone.now(), by
    concern.save()
    _tell_senco(concern, by)
    return concern


def _tell_senco(concern: Concern, by: User) -> None:
    """One message to each SENCO but whoever raised it; it names nobody."""
    rows = working_on(today()).filter(holding(Role.SENCO), starts_on__lte=today())
    for to in rows.exclude(user=by).values_list("user__email", flat=True):
        post(to=to, template="new_concern", context={}, reason_key=f"concern-{concern.uid}")


@transaction.atomic
def let_go(*, draft: Concern, by: User) -> None:
    """Let a draft go; it stays in its writer's history and nowhere else."""
    held: Concern = Concern.objects.locked().get(pk=draft.pk)
    if held.raised_at or held.withdrawn_at:
        raise Refused("This is not a draft any more.")
    _withdraw(held, LET_GO, by)


@transaction.atomic
def withdraw_concern(*, concern: Concern, because: str, by: Membership) -> Concern:
    """Say that a concern was raised by mistake. Raises `Refused`.

    Whoever raised it may while nothing is decided; who decides about concerns always.
    """
    held = _standing(concern)
    if not may_withdraw(held, by):
        raise Refused("It has been decided about: only the SENCO can take it back.")
    if not because.strip():
        raise Refused("Say why it is taken back.")
    close_all(concern=held, because=TAKEN_BACK, by=by.user)
    return _withdraw(held, because.strip(), by.user)


def may_withdraw(concern: Concern, by: Membership) -> bool:
    """Whether a person may say that this concern was raised by mistake."""
    own = concern.raised_by_id == by.user_id and not concern.outcome
    return concern.withdrawn_at is None and (own or by.can(Permission.PLACE_ANYWHERE))


@transaction.atomic
def decide(
    *,
    concern: Concern,
    outcome: str,
    reason: str,
    by: User,
    expected: int,
    words: str = "",
    observation: Look | None = None,
) -> Concern:
    """Record what was decided about a concern. A stage is placed by who calls this.

    Raises `Refused` without a reason or for one that is decided about, `EditClash` when somebody
    changed it meanwhile.
    """
    held = _standing(concern)
    if held.version != expected:
        raise EditClash(held)
    if not held.is_undecided or held.raised_at is None:
        raise Refused("This concern has been decided about already.")
    if not reason.strip():
        raise Refused("Say why.")
    if outcome == Outcome.OBSERVE:
        _refuse_observation(held.pupil, observation)
    held.outcome, held.outcome_words, held.reason = outcome, words, reason.strip()
    held.observer = observation.by if observation else None
    held.observe_on = observation.on if observation else None
    held.triaged_at, held.triaged_by = timezone.now(), by
    held._change_reason = held.reason
    held.save()
    if observation:
        plan_visit(concern=held, observer=observation.by, due_on=observation.on, by=by)
    else:
        close_all(concern=held, because=DECIDED, by=by)
    return held


@transaction.atomic
def say_who_reads(*, concern: Concern, openness: str, expected: int) -> Concern:
    """Open, restrict or conceal a concern. Raises `EditClash`, and `Refused` when withdrawn."""
    held = _standing(concern)
    if held.version != expected:
        raise EditClash(held)
    if held.openness != openness:
        held.openness = openness
        held.save()
    return held


def _refuse_observation(pupil: Pupil, observation: Look | None) -> None:
    if observation is None:
        raise Refused("Say who observes, and by when.")
    if observation.on < today():
        raise Refused(f"{long_date(observation.on)} is over: choose a day to come.")
    if observation.by.pk not in who_can_see(pupil, today()):
        raise Refused(
            f"{observation.by.user.name} may not see {pupil.shown_forename}'s record, "
            "so cannot be asked to observe."
        )


def _held_draft(pupil: Pupil, by: User, expected: int) -> Concern | None:
    """The draft, held until the transaction ends; one writer's pages wait for each other."""
    child: Pupil = Pupil.objects.locked().get(pk=pupil.pk)
    if child.has_left:
        raise Refused(f"{child.shown_forename} has left the school.")
    draft = draft_of(pupil, by)
    if draft is None and expected:
        raise Refused("This was raised or let go already. Open your concerns to see it.")
    return draft


def _standing(concern: Concern) -> Concern:
    held: Concern = Concern.objects.locked().get(pk=concern.pk)
    if held.withdrawn_at:
        raise Refused(f"This concern was taken back: {held.withdrawn_because}")
    return held


def _differs(concern: Concern, worry: Worry) -> bool:
    return any(getattr(concern, name) != value for name, value in _said(worry).items())


def _said(worry: Worry) -> dict[str, Any]:
    """What is said, field by field."""
    return vars(worry) | {
        "areas": list(worry.areas),
        "tried_more": list(worry.tried_more),
        "checklist_answers": list(worry.checklist_answers),
    }


def _write(concern: Concern, worry: Worry) -> None:
    for name, value in _said(worry).items():
        setattr(concern, name, value)


def _withdraw(held: Concern, because: str, by: User) -> Concern:
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_because = timezone.now(), by, because
    held._change_reason = because
    held.save()
    return held
