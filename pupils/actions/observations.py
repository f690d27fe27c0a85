"""Asking colleagues what they see of a child, writing it, and giving up on an answer."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from common.dates import long_date, today
from common.errors import Refused
from jobs.actions import post
from pupils.models import Concern, Observation, Pupil
from pupils.readers import who_can_see

LOOK_CLOSER = "Please look closer, and write down what you see."
DECIDED, TAKEN_BACK = "The concern was decided about.", "The concern was taken back."


@transaction.atomic
def ask_colleagues(
    *, concern: Concern, members: Sequence[Membership], question: str, due_on: date, by: User
) -> list[Observation]:
    """Ask for a short answer by a day; each colleague gets one message that names no child.

    All or none. Raises `Refused` for nobody, no question, a day that is over, a concern that is
    concealed or decided about, and a colleague who may not see the child or is asked already.
    """
    held: Concern = Concern.objects.locked().select_related("pupil").get(pk=concern.pk)
    if not held.is_undecided or held.raised_at is None:
        raise Refused("This concern has been decided about already.")
    if held.openness == Concern.Openness.CONCEALED:
        raise Refused("This concern is concealed: colleagues cannot be asked without telling it.")
    if not members:
        raise Refused("Choose at least one colleague.")
    if not question.strip():
        raise Refused("Say what you ask.")
    _refuse_people(held, members, due_on)
    kind = Observation.Kind.WORDS.value
    return [_ask(held, member, kind, question.strip(), due_on, by) for member in members]


def plan_visit(*, concern: Concern, observer: Membership, due_on: date, by: User) -> Observation:
    """Ask for an observation, in place of one that was planned before and not written."""
    kind = Observation.Kind.VISIT.value
    before = Observation.objects.waiting().filter(concern=concern, kind=kind).locked()
    give_up(before, "Another observation was planned.", by)
    return _ask(concern, observer, kind, LOOK_CLOSER, due_on, by)


@transaction.atomic
def write_observation(
    *, observation: Observation, seen_on: date, seen: str, helps: str, by: Membership
) -> Observation:
    """Write what was asked for. Raises `Refused` for anyone else, when over, or without words."""
    held: Observation = Observation.objects.locked().select_related("pupil").get(pk=observation.pk)
    if held.member_id != by.pk:
        raise Refused("Somebody else was asked.")
    if not held.is_waiting:
        raise Refused("This is no longer asked for.")
    if not seen.strip():
        raise Refused("Say what you see.")
    if not held.pupil.born_on <= seen_on <= today():
        raise Refused(f"It cannot have been seen on {long_date(seen_on)}.")
    held.seen_on, held.seen, held.helps = seen_on, seen.strip(), helps.strip()
    held.answered_at = timezone.now()
    held.save()
    return held


@transaction.atomic
def close_observation(*, observation: Observation, because: str, by: User) -> None:
    """Give up on an answer. Raises `Refused` without a reason, or when there is one by now."""
    held: Observation = Observation.objects.locked().get(pk=observation.pk)
    if not held.is_waiting:
        raise Refused("It has been answered or given up already.")
    if not because.strip():
        raise Refused("Say why you do not wait for it.")
    give_up([held], because.strip(), by)


def close_all(*, concern: Concern, because: str, by: User) -> None:
    """Give up on whatever is still asked because of a concern."""
    give_up(Observation.objects.waiting().filter(concern=concern).locked(), because, by)


def give_up(rows: Iterable[Observation], because: str, by: User) -> None:
    """Close rows that are held."""
    for row in rows:
        row.closed_at, row.closed_by, row.closed_because = timezone.now(), by, because
        row._change_reason = because
        row.save()


def _refuse_people(concern: Concern, members: Sequence[Membership], due_on: date) -> None:
    if due_on < today():
        raise Refused(f"{long_date(due_on)} is over: choose a day to come.")
    kind = Observation.Kind.WORDS
    rows = Observation.objects.waiting().filter(concern=concern, kind=kind)
    asked, readers = set(rows.values_list("member_id", flat=True)), _readers(concern.pupil)
    for member in members:
        if member.pk not in readers:
            who = concern.pupil.shown_forename
            raise Refused(f"{member.user.name} may not see {who}'s record, so cannot be asked.")
        if member.pk in asked:
            raise Refused(f"{member.user.name} has been asked already.")


def _readers(pupil: Pupil) -> set[int]:
    return who_can_see(pupil, today())


def _ask(
    concern: Concern, member: Membership, kind: str, question: str, due_on: date, by: User
) -> Observation:
    row = Observation(
        pupil=concern.pupil,
        concern=concern,
        kind=kind,
        member=member,
        question=question,
        due_on=due_on,
        asked_by=by,
    )
    row.save()
    if member.user_id != by.pk:
        post(
            to=member.user.email,
            template="asked_about_child",
            context={"by": long_date(due_on)},
            reason_key=f"observation-{row.uid}",
        )
    return row
