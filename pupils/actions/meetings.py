"""Meetings: planning and recording them, what was said of each child, what they gave to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from common.dates import long_date, today
from common.errors import Refused
from pupils.models import Meeting, MeetingAction, MeetingPupil, Pupil
from pupils.readers import who_can_see
from schools.models import ClassGroup
from schools.records import EditClash


@dataclass(frozen=True)
class MeetingFacts:
    """What a meeting is, when, where and with whom; `who` are keys of parties."""

    kind: str
    kind_name: str
    on: date
    is_held: bool
    at: time | None = None
    place: str = ""
    who: Sequence[str] = ()
    people: str = ""


@dataclass(frozen=True)
class Said:
    """What was said of a child, and what comes next."""

    note: str = ""
    next_step: str = ""
    was_discussed: bool = True


@dataclass(frozen=True)
class Agreed:
    """Something somebody has to do by a day; about one child, or none."""

    what: str
    owner: Membership
    due_on: date
    pupil: Pupil | None = None


@dataclass(frozen=True)
class Versions:
    """What a meeting and its child were opened on; 0 for a child with no row yet."""

    meeting: int
    said: int = 0


@transaction.atomic
def add_meeting(
    *, pupil: Pupil, facts: MeetingFacts, said: Said, agreed: Iterable[Agreed] = (), by: User
) -> Meeting:
    """Record or plan a meeting about one child, with what it gave to do. Raises `Refused`."""
    refuse_day(facts, [pupil])
    meeting = _meeting(facts, by)
    meeting.save()
    MeetingPupil(meeting=meeting, pupil=pupil, **vars(said)).save()
    for each in agreed:
        give_action(meeting=meeting, agreed=each)
    return meeting


@transaction.atomic
def plan_class_meeting(*, class_group: ClassGroup, facts: MeetingFacts, by: User) -> Meeting:
    """Plan a meeting about a class, to be written in and held. Raises `Refused`.

    A class has one meeting of a kind on a day: who plans the same again gets the one there is.
    """
    ClassGroup.objects.select_for_update().get(pk=class_group.pk)
    alike = Meeting.objects.standing().filter(class_group=class_group, kind=facts.kind, on=facts.on)
    there: Meeting | None = alike.first()
    if there is not None:
        return there
    meeting = _meeting(facts, by)
    meeting.class_group = class_group
    meeting.save()
    return meeting


@transaction.atomic
def edit_meeting(
    *, meeting: Meeting, facts: MeetingFacts, said: Said | None = None, opened_on: Versions
) -> Meeting:
    """Change a meeting; `said` of its one child. Raises `Refused`, or `EditClash` with the meeting.

    Somebody else's change to either is a clash of both: they are one form.
    """
    held = _locked(meeting)
    rows = list(MeetingPupil.objects.locked().filter(meeting=held).select_related("pupil"))
    refuse_day(facts, [row.pupil for row in rows])
    row = rows[0] if said and rows else None
    if held.version != opened_on.meeting or (row and row.version != opened_on.said):
        raise EditClash(held)
    _write(held, facts)
    held.save()
    if said and row:
        _say(row, said)
    return held


@transaction.atomic
def say_of(*, meeting: Meeting, pupil: Pupil, said: Said, expected: int) -> MeetingPupil:
    """Write what was said of one child in a meeting; `expected` is 0 where nothing was yet.

    Raises `EditClash` with the row as it is now when somebody else wrote first, `Refused` for a
    meeting that was withdrawn.
    """
    held = _locked(meeting)
    row = MeetingPupil.objects.locked().filter(meeting=held, pupil=pupil).first()
    if row is None:
        row = MeetingPupil(meeting=held, pupil=pupil, **vars(said))
        row.save()
        return row
    if _same(row, said):
        return row
    if row.version != expected:
        raise EditClash(row)
    return _say(row, said)


@transaction.atomic
def hold_meeting(
    *, meeting: Meeting, pupils: Iterable[Pupil], who: Sequence[str], people: str, expected: int
) -> Meeting:
    """Say that a class's meeting took place, with who was there: it counts for each child in it.

    `pupils` are the class's children of whom nothing was written; they were there to be discussed.
    Raises `Refused` for a day to come, `EditClash` when somebody else changed the meeting first.
    """
    held = _locked(meeting)
    if held.version != expected:
        raise EditClash(held)
    if held.on > today():
        raise Refused(
            f"{long_date(held.on)} is in the future: change the day of the meeting first."
        )
    there = set(MeetingPupil.objects.filter(meeting=held).values_list("pupil_id", flat=True))
    MeetingPupil.objects.all().recorded_bulk_create(
        MeetingPupil(meeting=held, pupil=pupil) for pupil in pupils if pupil.pk not in there
    )
    held.is_held, held.attended, held.people = True, list(who), people.strip()
    held.save()
    return held


@transaction.atomic
def withdraw_meeting(*, meeting: Meeting, because: str, by: User) -> Meeting:
    """Say that a meeting was recorded by mistake, or is called off. Raises `Refused`."""
    if not because.strip():
        raise Refused("Say why the meeting is withdrawn.")
    held = _locked(meeting)
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_because = timezone.now(), by, because
    held._change_reason = because
    held.save()
    return held


@transaction.atomic
def give_action(*, meeting: Meeting, agreed: Agreed) -> MeetingAction:
    """Give somebody something to do. Raises `Refused` for who may not see the child."""
    pupil, owner = agreed.pupil, agreed.owner
    if not agreed.what.strip():
        raise Refused("Say what is to be done.")
    if pupil and owner.pk not in who_can_see(pupil, today()):
        raise Refused(
            f"{owner.user.name} may not see {pupil.shown_forename}'s record, "
            "so cannot be given this."
        )
    if meeting.is_held and agreed.due_on < meeting.on:
        raise Refused(f"{long_date(agreed.due_on)} is before the meeting.")
    action = MeetingAction(
        meeting=meeting, pupil=pupil, what=agreed.what.strip(), owner=owner, due_on=agreed.due_on
    )
    action.save()
    return action


@transaction.atomic
def settle_action(*, action: MeetingAction, is_done: bool, by: User) -> MeetingAction:
    """Say that an action is done, or after all not; saying the same twice changes nothing."""
    held: MeetingAction = MeetingAction.objects.locked().get(pk=action.pk)
    if held.is_done == is_done:
        return held
    held.done_on, held.done_by = (today(), by) if is_done else (None, None)
    held.save()
    return held


def refuse_day(facts: MeetingFacts, pupils: Iterable[Pupil]) -> None:
    """Refuse a held meeting on a day to come, and one about a child before birth."""
    if facts.is_held and facts.on > today():
        raise Refused(
            f"{long_date(facts.on)} is in the future: a meeting is recorded as held on its day "
            "or later."
        )
    for pupil in pupils:
        if facts.on < pupil.born_on:
            raise Refused(f"{long_date(facts.on)} is before {pupil.shown_forename} was born.")


def _meeting(facts: MeetingFacts, by: User) -> Meeting:
    meeting = Meeting(recorded_by=by)
    _write(meeting, facts)
    return meeting


def _write(meeting: Meeting, facts: MeetingFacts) -> None:
    meeting.kind, meeting.kind_name = facts.kind, facts.kind_name
    meeting.on, meeting.at, meeting.place = facts.on, facts.at, facts.place.strip()
    meeting.is_held, meeting.people = facts.is_held, facts.people.strip()
    if facts.is_held:
        meeting.attended = list(facts.who)
    else:
        meeting.invited, meeting.attended = list(facts.who), []


def _locked(meeting: Meeting) -> Meeting:
    """The meeting, held until the transaction ends; refused when it was withdrawn."""
    held: Meeting = Meeting.objects.locked().get(pk=meeting.pk)
    if held.is_withdrawn:
        raise Refused(f"This meeting was withdrawn: {held.withdrawn_because}")
    return held


def _same(row: MeetingPupil, said: Said) -> bool:
    return all(getattr(row, name) == value for name, value in vars(said).items())


def _say(row: MeetingPupil, said: Said) -> MeetingPupil:
    if not _same(row, said):
        row.note, row.next_step, row.was_discussed = said.note, said.next_step, said.was_discussed
        row.save()
    return row
