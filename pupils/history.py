"""A child's recorded history in words: who changed what, when, from what to what."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q

from accounts.clash import NOTHING, who_words
from accounts.models import Membership, User
from common.dates import long_date
from pupils.models import (
    AccessBlock,
    Advice,
    AgencyInvolvement,
    ClassPlacement,
    Concern,
    Contact,
    Document,
    Given,
    Letter,
    Meeting,
    MeetingAction,
    MeetingPupil,
    Need,
    NeedType,
    OwnChildAnswer,
    Pupil,
    Recommendation,
    SenStatus,
    StaffLink,
)
from pupils.records import SEES_BLOCKS
from schools.models import ClassGroup

UNSAID = frozenset(
    {"id", "uid", "version", "school", "pupil", "request_id"}
    # What a letter says is on the letter's own page; its ties are told by its name.
    | {"content", "sha256", "contact_ids", "batch", "place", "letter", "contact", "replaces"}
    | {"meeting", "file", "content_type", "size", "involvement", "advice", "document"}
    | {
        "user",
        "answered_by",
        "answered_at",
        "made_by",
        "made_at",
        "recorded_by",
        "recorded_at",
        "withdrawn_by",
        "withdrawn_at",
        "done_by",
        "started_by",
        "started_at",
        "raised_by",
        "triaged_by",
        "triaged_at",
        "added_by",
        "added_at",
    }
)
# These say something about a colleague's family: for those who may set a block.
ABOUT_STAFF = frozenset({AccessBlock, OwnChildAnswer})
READ_BY_ROW = frozenset({Concern, Document, AgencyInvolvement, Advice, Recommendation})
KINDS = {"+": "added", "~": "changed", "-": "removed"}
Names = dict[str, dict[int | str, str]]


class FieldChange(NamedTuple):
    """One field: what it was (empty for something new) and what it became."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One change of a child's record."""

    at: datetime
    by: str
    what: str
    kind: str
    why: str
    fields: list[FieldChange]


def changes_of(pupil: Pupil, reader: Membership) -> list[Change]:
    """Every recorded change about a child, newest first; blocks only for who may set them."""
    found: list[Change] = []
    names = _names(pupil)
    for model, title in _titles(names).items():
        if model in ABOUT_STAFF and not reader.can(SEES_BLOCKS):
            continue
        found.extend(_changes(model, _about(model, pupil, reader), title, names))
    return sorted(found, key=lambda change: change.at, reverse=True)


def _titles(names: Names) -> dict[type[models.Model], Callable[[Any], str]]:
    """The models a child's record is made of, and what to call a row of each."""
    return {
        Pupil: lambda row: "Details",
        Contact: lambda row: f"Contact {row.forename} {row.surname}".replace("  ", " "),
        Need: lambda row: f"Need: {names['type'].get(row.type_id, row.type_id)}",
        SenStatus: lambda row: f"SEN status {row.code}",
        ClassPlacement: lambda row: f"Class {names['class_group'].get(row.class_group_id, '')}",
        Letter: lambda row: f"Letter to {row.to_whom}",
        Given: lambda row: f"{Given.How(row.how).label}: {row.to_whom}",
        Meeting: lambda row: f"{row.kind_name} of {long_date(row.on)}",
        MeetingPupil: lambda row: names["meeting"].get(row.meeting_id, "Meeting"),
        MeetingAction: lambda row: f"Action: {row.what}",
        Concern: lambda row: "Concern",
        Document: lambda row: f"Document: {row.title}",
        AgencyInvolvement: lambda row: f"Agency: {row.agency}",
        Advice: lambda row: f"Advice of {long_date(row.on)}",
        Recommendation: lambda row: "Recommendation",
        StaffLink: lambda row: f"Link with {names['membership'].get(row.membership_id, '')}",
        AccessBlock: lambda row: f"Kept away: {names['user'].get(row.user_id, '')}",
        OwnChildAnswer: lambda row: f"Their own child? {names['user'].get(row.user_id, '')}",
    }


def _names(pupil: Pupil) -> Names:
    """The names of everything the rows point to, in one query a kind."""
    links = StaffLink.objects.filter(pupil=pupil).values("membership")
    blocks = AccessBlock.objects.filter(pupil=pupil).values("user")
    answers = OwnChildAnswer.objects.filter(pupil=pupil).values("user")
    classes = ClassPlacement.objects.filter(pupil=pupil).values("class_group")
    meetings = Meeting.objects.filter(pk__in=_meetings_of(pupil))
    owners = MeetingAction.objects.filter(pupil=pupil).values("owner")
    observers = Concern.objects.filter(pupil=pupil, observer__isnull=False).values("observer")
    here = Q(pk__in=links) | Q(pk__in=owners) | Q(pk__in=observers)
    staff = Membership.objects.filter(here).select_related("user")
    return {
        "type": dict(NeedType.objects.values_list("pk", "name")),
        "membership": {member.pk: member.user.name for member in staff},
        "owner": {member.pk: member.user.name for member in staff},
        "observer": {member.pk: member.user.name for member in staff},
        "meeting": {row.pk: f"{row.kind_name} of {long_date(row.on)}" for row in meetings},
        "user": dict(
            User.objects.filter(Q(pk__in=blocks) | Q(pk__in=answers)).values_list("pk", "name")
        ),
        "class_group": dict(ClassGroup.objects.filter(pk__in=classes).values_list("pk", "name")),
    }


def _changes(model: Any, about: Q, title: Callable[[Any], str], names: Names) -> Iterable[Change]:
    """The changes of all rows of one model about a child, oldest first."""
    rows = model.history.filter(about).select_related("history_user").order_by("history_id")
    before: dict[int, Any] = {}
    for row in rows:
        fields = list(_fields(model, before.get(row.id), row, names))
        before[row.id] = row
        if fields or row.history_type == "-":
            yield Change(
                at=row.history_date,
                by=who_words(row.history_user),
                what=title(row),
                kind=KINDS[row.history_type],
                why=row.history_change_reason or "",
                fields=fields,
            )


def _about(model: Any, pupil: Pupil, reader: Membership) -> Q:
    """The versions that are about a child: a class's meeting is about each child in it.

    Of what is open to few all that a reader may read now, and nothing of any other.
    """
    if model in READ_BY_ROW:
        seen = model.objects.visible_to(reader).filter(pupil=pupil)
        return Q(id__in=seen.values("pk"))
    if model is Meeting:
        return Q(id__in=_meetings_of(pupil))
    return Q(id=pupil.pk) if model is Pupil else Q(pupil_id=pupil.pk)


def _meetings_of(pupil: Pupil) -> Any:
    return MeetingPupil.objects.filter(pupil=pupil).values("meeting")


def _fields(model: Any, old: Any, new: Any, names: Names) -> Iterable[FieldChange]:
    """What differs between two versions of a row; for a new row, what it was given."""
    for field in model._meta.concrete_fields:
        if field.name in UNSAID or (model is Meeting and field.name == "kind"):
            continue  # what a meeting was called says its kind
        became = _words(field, getattr(new, field.attname), names)
        was = _words(field, getattr(old, field.attname), names) if old is not None else ""
        untold = (NOTHING, "no") if old is None else (was,)
        if became not in untold:
            label = str(field.verbose_name)
            yield FieldChange(f"{label[0].upper()}{label[1:]}", was, became)


def _words(field: Any, value: Any, names: Names) -> str:
    """A stored value as a person reads it."""
    if value in (None, "", []):
        return NOTHING
    if isinstance(field, models.FileField):
        return "a picture"
    for sort, say in SAID.items():
        if isinstance(value, sort):
            return say(value)
    if field.name in names:
        return names[field.name].get(value, str(value))
    return str(dict(field.flatchoices).get(value, value))


# A value of each sort, in words.
SAID: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "yes" if value else "no",
    date: long_date,
    time: lambda value: f"{value:%H:%M}",
    list: lambda value: ", ".join(str(word).replace("_", " ") for word in value),
}
