"""The phrase for a change of each recorded table; a plain one for what has none of its own."""

from collections.abc import Callable
from typing import Any, NamedTuple

from accounts.models import ClassAssignment
from accounts.staff import last_day, roles_in_words
from common.dates import long_date
from common.years import YearGroup
from pupils.contexts import status_words
from pupils.models import Given, StaffLink
from pupils.models.snapshots import SnapshotKind
from reports.trail.events import Version
from reports.trail.names import Names
from schools.settings import Name, in_words

UNSAID = frozenset(
    {"id", "uid", "version", "school", "pupil", "request_id", "year_begins", "next_year_group"}
)


class Phrase(NamedTuple):
    """What was done: the words before the child's name, and those after it."""

    start: str
    end: str = ""


def phrase_of(version: Version, names: Names) -> Phrase:
    """What a version did, in words."""
    row, before = version.row, version.before
    write = WORDS.get(version.subject.key)
    phrase = write(row, before, names) if write else None
    return phrase or _plain(version)


def changed_fields(row: Any, before: Any) -> list[str]:
    """The labels of the fields in which two versions differ, in the order they are declared."""
    if before is None:
        return []
    fields = [
        field
        for field in type(row).tracked_fields
        if field.name not in UNSAID
        and getattr(row, field.attname) != getattr(before, field.attname)
    ]
    return [str(field.verbose_name) for field in fields]


def listed(parts: list[str]) -> str:
    """`a, b and c`."""
    return ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _plain(version: Version) -> Phrase:
    row, noun = version.row, version.subject.noun
    article = "an" if noun[0] in "aeiou" else "a"
    about = bool(version.subject.pupil)
    if row.history_type == "+":
        return Phrase(f"added {article} {noun}{' of ' if about else ''}")
    if row.history_type == "-":
        return Phrase(f"removed {article} {noun}{' of ' if about else ''}")
    what = listed(changed_fields(row, version.before))
    more = f": {what}" if what else ""
    return (
        Phrase(f"changed {article} {noun} of ", more)
        if about
        else Phrase(f"changed {article} {noun}{more}")
    )


def _pupil(row: Any, before: Any, names: Names) -> Phrase:
    if before is None:
        return Phrase("put ", " on roll")
    if row.left_on != before.left_on:
        return Phrase("recorded ", " as left") if row.left_on else Phrase("put ", " back on roll")
    fields = changed_fields(row, before)
    if fields == ["year group"]:
        return Phrase("moved ", f" to {YearGroup(row.year_group).label}")
    return Phrase("changed ", f"’s details: {listed(fields)}" if fields else "’s details")


def _contact(row: Any, before: Any, names: Names) -> Phrase | None:
    ended = before is not None and row.ended_on and not before.ended_on
    return Phrase("ended a contact of ") if ended else None


def _need(row: Any, before: Any, names: Names) -> Phrase | None:
    name = names.needs.get(row.type_id, row.type_id)
    return Phrase("recorded a need of ", f": {name}") if before is None else None


def _status(row: Any, before: Any, names: Names) -> Phrase | None:
    if before is not None and row.ends_on != before.ends_on:
        return Phrase("ended ", f"’s SEN status {row.code}")
    return Phrase("set ", f"’s SEN status to {status_words(row.code)}") if before is None else None


def _letter(row: Any, before: Any, names: Names) -> Phrase | None:
    if before is None:
        return Phrase("made a letter to the parents of ")
    taken_back = row.withdrawn_at and not before.withdrawn_at
    return Phrase("took back a letter to the parents of ") if taken_back else None


def _given(row: Any, before: Any, names: Names) -> Phrase | None:
    if before is None:
        told = "what was said to" if row.how in Given.TALK else "a letter given to"
        return Phrase(f"recorded {told} the parents of ")
    withdrawn = row.withdrawn_at and not before.withdrawn_at
    return Phrase("withdrew what was recorded of the parents of ") if withdrawn else None


def _evidence(row: Any, before: Any, names: Names) -> Phrase | None:
    what = "why not" if row.why_not else "as done"
    if before is None:
        return Phrase("recorded for ", f" {what}: {row.asked}")
    taken_back = row.withdrawn_at and not before.withdrawn_at
    return Phrase("took back what was recorded for ", f": {row.asked}") if taken_back else None


def _placement(row: Any, before: Any, names: Names) -> Phrase:
    name = names.duty(row.class_group_id, None)
    if before is None:
        return Phrase("placed ", f" in {name} from {long_date(row.starts_on)}")
    return Phrase("changed ", f"’s time in {name}")


def _snapshot(row: Any, before: Any, names: Names) -> Phrase:
    what = str(SnapshotKind(row.kind).label).lower()
    subject = f" in {row.measure}" if row.measure else ""
    did = "loaded " if before is None else "corrected "
    return Phrase(did, f"’s {what}{subject} for {long_date(row.taken_on)}")


def _stage(row: Any, before: Any, names: Names) -> Phrase:
    if before is None:
        title = names.stages.get(row.stage_id, "")
        if row.beside:
            return Phrase(f"recorded {title} beside the stages of ")
        return Phrase("moved ", f" to {title}") if title else Phrase("took ", " off the ladder")
    if row.withdrawn_at and not before.withdrawn_at:
        return Phrase("withdrew a stage record of ")
    return Phrase("changed a stage record of ", f": {listed(changed_fields(row, before))}")


def _link(row: Any, before: Any, names: Names) -> Phrase:
    who = names.member(row.membership_id)
    kind = str(StaffLink.Kind(row.kind).label)
    if before is None:
        return Phrase(f"linked {who} to ", f" as {kind[0].lower()}{kind[1:]}")
    return Phrase(f"ended or changed the link of {who} with ")


def _block(row: Any, before: Any, names: Names) -> Phrase:
    who = names.user(row.user_id)
    if before is None:
        return Phrase(f"kept {who} from ")
    return (
        Phrase(f"let {who} see ", " again")
        if row.ends_on
        else Phrase(f"changed {who}’s block from ")
    )


def _own_child(row: Any, before: Any, names: Names) -> Phrase:
    is_not = "" if row.is_own else "not "
    return Phrase("said that ", f" is {is_not}a child of {names.user(row.user_id)}")


def _home(row: Any, before: Any, names: Names) -> Phrase:
    return Phrase(f"changed the home details of {names.user(row.user_id)}")


def _alert(row: Any, before: Any, names: Names) -> Phrase:
    about = f"the openings of {names.user(row.user_id)} on {long_date(row.on)}"
    return Phrase(f"raised an alert about {about}" if before is None else f"noted on {about}")


def _meeting(row: Any, before: Any, names: Names) -> Phrase:
    about = f"the meeting of {long_date(row.on)} ({row.kind_name})"
    if before is None:
        return Phrase(f"{'recorded' if row.is_held else 'planned'} {about}")
    if row.withdrawn_at and not before.withdrawn_at:
        return Phrase(f"withdrew {about}")
    if row.is_held and not before.is_held:
        return Phrase(f"recorded {about} as held")
    return Phrase(f"changed {about}: {listed(changed_fields(row, before))}")


def _said(row: Any, before: Any, names: Names) -> Phrase:
    if before is None:
        return Phrase("put ", " into a meeting")
    return Phrase("wrote about ", f" in a meeting: {listed(changed_fields(row, before))}")


def _action(row: Any, before: Any, names: Names) -> Phrase:
    about = " about " if row.pupil_id else ""
    if before is None:
        return Phrase(f"gave {names.member(row.owner_id)} an action of a meeting{about}")
    if row.done_on != before.done_on:
        did = "did" if row.done_on else "opened again"
        return Phrase(f"{did} an action of a meeting{about}")
    return Phrase(f"changed an action of a meeting{about}")


def _meeting_day(row: Any, before: Any, names: Names) -> Phrase:
    what = f"{long_date(row.on)} for {row.kind_name}"
    return Phrase(f"took {what} off the days" if row.history_type == "-" else f"set {what}")


def _assignment(row: Any, before: Any, names: Names) -> Phrase:
    who, what = names.member(row.membership_id), names.duty(row.class_group_id, row.year_group)
    kind = str(ClassAssignment.Kind(row.kind).label).lower()
    if before is None:
        return Phrase(f"gave {what} to {who} as {kind} from {long_date(row.starts_on)}")
    end = last_day(row.ends_on)
    until = f", now until {long_date(end)}" if end and row.ends_on != before.ends_on else ""
    return Phrase(f"changed {who}’s time with {what}{until}")


def _membership(row: Any, before: Any, names: Names) -> Phrase:
    who = names.user(row.user_id)
    if before is None:
        return Phrase(f"added {who} as {roles_in_words(row.roles) or 'a person without a role'}")
    parts = []
    if row.roles != before.roles:
        parts.append(f"changed the roles of {who} to {roles_in_words(row.roles) or 'none'}")
    if row.ends_on != before.ends_on:
        end = last_day(row.ends_on)
        parts.append(f"set {who}’s last day to {long_date(end)}" if end else f"let {who} stay")
    return Phrase(listed(parts) or f"changed the job title of {who}")


def _school(row: Any, before: Any, names: Names) -> Phrase:
    fields = changed_fields(row, before)
    return Phrase(
        f"changed the school’s details: {listed(fields)}" if fields else "opened the school"
    )


def _year(row: Any, before: Any, names: Names) -> Phrase:
    return Phrase(f"added {row.name}" if before is None else f"changed the dates of {row.name}")


def _class(row: Any, before: Any, names: Names) -> Phrase:
    if before is None:
        return Phrase(f"added the class {row.name}")
    renamed = f" to {row.name}" if row.name != before.name else ""
    return Phrase(f"changed the class {before.name}{renamed}")


def _figure(row: Any, before: Any, names: Names) -> Phrase:
    label, value = Name(row.name).label, in_words(row.name, row.value)
    return Phrase(f"set “{label}” to {value} from {long_date(row.starts_on)}")


def _ladder(row: Any, before: Any, names: Names) -> Phrase:
    return Phrase(f"published version {row.number} of the ladder")


WORDS: dict[str, Callable[[Any, Any, Names], Phrase | None]] = {
    "pupil": _pupil,
    "contact": _contact,
    "need": _need,
    "senstatus": _status,
    "letter": _letter,
    "given": _given,
    "evidencenote": _evidence,
    "classplacement": _placement,
    "snapshot": _snapshot,
    "stagerecord": _stage,
    "stafflink": _link,
    "accessblock": _block,
    "ownchildanswer": _own_child,
    "staffhome": _home,
    "openingalert": _alert,
    "meeting": _meeting,
    "meetingpupil": _said,
    "meetingaction": _action,
    "meetingday": _meeting_day,
    "classassignment": _assignment,
    "membership": _membership,
    "school": _school,
    "academicyear": _year,
    "classgroup": _class,
    "datedsetting": _figure,
    "ladderversion": _ladder,
}
