"""Giving a letter about a move, or talking instead: how the parent was told, as one truth.

The stage record keeps how and when the parent was first told. Where it says "not yet told", what
is given fills that in; withdrawing it says so again. What a person recorded of a meeting or a call
is never overwritten.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from accounts.models import Membership
from accounts.permissions import Permission
from common.errors import Refused
from pupils.actions import for_all, give, record_talk
from pupils.actions import withdraw_given as withdraw
from pupils.models import Contact, Given, Letter, Pupil
from stages.actions.letters import record_of
from stages.actions.line import decision_of, locked_standpoint, refuse_decision
from stages.models import Notice, StageRecord
from stages.rules import NotAllowed, refuse_leaver

Told = StageRecord.Told
TOLD: dict[str, str] = {
    Given.How.IN_PERSON: Told.IN_PERSON.value,
    Given.How.PHONE: Told.PHONE.value,
}


@transaction.atomic
def give_letter(
    *,
    letter: Letter,
    contacts: Sequence[Contact],
    how: str,
    on: date,
    by: Membership,
    note: str = "",
) -> list[Given]:
    """Record that a letter was given; the stage record says that the parent was told.

    Raises `Refused` and `NotAllowed`.
    """
    _refuse_recording(by)
    record = record_of(letter)
    found = give(letter=letter, contacts=contacts, how=how, on=on, note=note, by=by.user)
    _tell(record, Told.LETTER.value, on, "A letter was given")
    return found


@transaction.atomic
def give_letters(*, letters: Sequence[Letter], how: str, on: date, by: Membership) -> int:
    """Record that letters were given to all they are addressed to; gives how many letters.

    All or none: raises `Refused`, with the child's name, at the first that cannot be given.
    """
    for letter in sorted(letters, key=lambda row: (row.pupil_id, row.pk)):
        there = Given.objects.standing().filter(letter=letter).values("contact")
        waiting = Contact.objects.filter(pk__in=letter.contact_ids).exclude(pk__in=there)
        try:
            give_letter(letter=letter, contacts=list(waiting), how=how, on=on, by=by)
        except Refused as refusal:
            raise Refused(f"{letter.pupil.name}: {refusal}") from refusal
    return len(letters)


@transaction.atomic
def talk_instead(
    *,
    record: StageRecord,
    contact: Contact | None,
    to_whom: str,
    how: str,
    on: date,
    note: str,
    by: Membership,
) -> Given:
    """Record a conversation about a move in place of a letter. Raises `Refused`, `NotAllowed`."""
    _refuse_recording(by)
    point = locked_standpoint(record.pupil, None)
    refuse_leaver(point)
    fresh: StageRecord = StageRecord.objects.get(pk=record.pk)
    if fresh.is_withdrawn:
        raise Refused("The move was withdrawn or corrected, so there is nothing to tell.")
    given = record_talk(
        pupil=point.pupil, contact=contact, to_whom=to_whom, how=how, on=on, note=note, by=by.user
    )
    Notice.objects.create(record=fresh, given=given)
    _tell(fresh, TOLD[how], on, "A conversation was recorded")
    return given


@transaction.atomic
def talk_instead_to_all(
    *, talks: Mapping[StageRecord, Contact], how: str, on: date, note: str, by: Membership
) -> None:
    """Record a conversation about the move of each of several children, with this adult of each.

    All or none: raises `RefusedForSome`, and `NotAllowed`. Children are held in one order.
    """
    _refuse_recording(by)
    record_of_child = {record.pupil: record for record in talks}

    def talk(pupil: Pupil) -> None:
        record = record_of_child[pupil]
        contact = talks[record]
        talk_instead(record=record, contact=contact, to_whom="", how=how, on=on, note=note, by=by)

    for_all(sorted(record_of_child, key=lambda pupil: pupil.pk), talk)


@transaction.atomic
def withdraw_given(*, given: Given, because: str, by: Membership) -> Given:
    """Say that something was not given after all; the stage record follows.

    Raises `Refused`, `NotAllowed`, and `EditClash` when it was withdrawn already.
    """
    _refuse_recording(by)
    locked_standpoint(given.pupil, None)
    done = withdraw(given=given, because=because, by=by.user)
    tie = {"letter_id": given.letter_id} if given.letter_id else {"given": given}
    notice = Notice.objects.filter(**tie).select_related("record").first()
    if notice:
        _untell(notice.record, done)
    return done


def _refuse_recording(by: Membership) -> None:
    if not by.can(Permission.PRINT_LETTERS):
        raise NotAllowed("Only the SENCO and the office record what was given.")


def _tell(record: StageRecord, how: str, on: date, why: str) -> None:
    """Fill in how and when the parent was told, where nobody had said so yet."""
    if record.parent_told_how != Told.NOT_YET:
        return
    told = {"parent_told_how": how, "parent_told_on": on}
    refuse_decision(decision_of(record) | told)  # type: ignore[arg-type]  # it has a reason
    record.parent_told_how, record.parent_told_on = how, on
    record.save_as_version(record.version, reason=why)


def _untell(record: StageRecord, withdrawn: Given) -> None:
    """Take back what a withdrawn giving had filled in; another that stands takes its place."""
    how = TOLD.get(withdrawn.how, Told.LETTER.value)
    ours = (record.parent_told_how, record.parent_told_on) == (how, withdrawn.on)
    if not ours or record.is_withdrawn:
        return
    letters = Given.objects.standing().filter(letter__notice__record=record)
    talks = Given.objects.standing().filter(notice__record=record)
    other = (letters | talks).order_by("on", "pk").first()
    record.parent_told_how = TOLD.get(other.how, Told.LETTER.value) if other else Told.NOT_YET.value
    record.parent_told_on = other.on if other else None
    record.save_as_version(record.version, reason=withdrawn.withdrawn_because)
