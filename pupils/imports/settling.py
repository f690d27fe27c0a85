"""Deciding about a held file before it is loaded: differences, leavers, doubts. All resumable."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date, today
from common.errors import Refused
from pupils.imports.choices import MIS, Choices, Part, choices_of
from pupils.imports.held import locked_open, plan_of
from pupils.imports.oddities import Oddity
from pupils.models import Pupil, PupilImport

TAKES = (Permission.CORRECT_SEN_STATUS, Permission.EDIT_NEEDS)


def may_take(by: Membership) -> bool:
    """Whether a person may take the MIS's status and needs over ours (permissions.md)."""
    return all(by.can(permission) for permission in TAKES)


@transaction.atomic
def settle(*, held: PupilImport, decided: Mapping[Part, str], by: Membership) -> None:
    """Choose ours or the MIS's for some differences, or put them off with an empty choice.

    Raises `Refused` for the MIS's where that cannot be taken, or not by this person.
    """
    held = locked_open(held)
    found = {(d.pupil_id, d.part): d for d in plan_of(held, today()).differences}
    for part, how in decided.items():
        if part not in found:
            raise Refused("Something changed here since you looked: look at the list again.")
        if how == MIS and found[part].why_not:
            raise Refused(found[part].why_not)
        kept = choices_of(held.choices).settled.get(part)
        if how == MIS and kept != MIS and not may_take(by):
            raise Refused("Only the SENCO can take the MIS's status or needs over ours.")
    _keep(held, choices_of(held.choices).settling(decided))


@transaction.atomic
def choose_leavers(*, held: PupilImport, leavers: Mapping[int, date | None]) -> None:
    """Say who has left, with the last day; a child with none stays. Raises `Refused`."""
    held = locked_open(held)
    plan = plan_of(held, today())
    missing = {leaver.pupil_id for leaver in plan.leavers}
    if not plan.may_archive:
        raise Refused("Say first that this is the whole list: until then nobody is archived.")
    if set(leavers) - missing:
        raise Refused("Something changed here since you looked: look at the list again.")
    going = {pk: on for pk, on in leavers.items() if on}
    for pupil in Pupil.objects.filter(pk__in=going):
        on, first = going[pupil.pk], pupil.joined_on or pupil.born_on
        if on < first:
            raise Refused(f"{long_date(on)} is before {pupil.name} joined on {long_date(first)}.")
    before = choices_of(held.choices)
    kept = {pk: on for pk, on in before.leavers.items() if pk not in leavers} | going
    _keep(held, Choices(before.settled, kept, before.accepted))


@transaction.atomic
def accept(*, held: PupilImport, key: str, by: Membership) -> Oddity:
    """Say that something odd about a file is right all the same; who said so is kept.

    Raises `Refused` when nothing of the kind is odd about it.
    """
    held = locked_open(held)
    odd = {oddity.key: oddity for oddity in plan_of(held, today()).oddities}
    if key not in odd:
        raise Refused("That is no longer so: look at the file again.")
    before = choices_of(held.choices)
    _keep(held, Choices(before.settled, before.leavers, before.accepted | {key}))
    held.choices["accepted_by"] = held.choices.get("accepted_by", {}) | {key: by.user_id}
    held.save()
    return odd[key]


def _keep(held: PupilImport, choices: Choices) -> None:
    held.choices = held.choices | choices.as_data()
    held.save()
