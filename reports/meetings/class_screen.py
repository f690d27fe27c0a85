"""A class's meeting on one screen: a line for each child, with what was said before."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.clash import ClashView
from accounts.models import Membership
from common.dates import short_date
from pupils.models import ClassPlacement, Meeting, MeetingPupil, Pupil
from reports.forms.meetings import SaidForm
from stages.models import StageRecord


@dataclass
class ChildLine:
    """One child of the meeting: the form, how it stands, and what was agreed the last time."""

    pupil: Pupil
    form: SaidForm
    stage: str = ""
    last_time: str = ""
    state: str = ""
    clash: ClashView | None = None
    fresh: list[SafeString] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return int(self.pupil.pk)

    @property
    def is_noted(self) -> bool:
        """Whether anything is kept of this child yet."""
        return any(self.form.initial.get(name) for name in ("note", "next_step"))


def children_rows(meeting: Meeting, reader: Membership) -> QuerySet[Pupil]:
    """The children a person may write about in a class's meeting.

    Those in the class on its day, and those who are in the meeting already.
    """
    placed = ClassPlacement.objects.on(meeting.on).filter(class_group=meeting.class_group_id)
    named = MeetingPupil.objects.filter(meeting=meeting)
    rows: QuerySet[Pupil] = Pupil.objects.changeable_by(reader).filter(
        Q(pk__in=placed.values("pupil")) | Q(pk__in=named.values("pupil"))
    )
    return rows


def children_of(meeting: Meeting, reader: Membership) -> list[Pupil]:
    """The same by surname; one query."""
    rows = children_rows(meeting, reader)
    return sorted(rows, key=lambda pupil: (pupil.shown_surname.casefold(), pupil.shown_forename))


def child_lines(meeting: Meeting, pupils: Iterable[Pupil]) -> list[ChildLine]:
    """A line for each child; three queries."""
    found = list(pupils)
    ids = [pupil.pk for pupil in found]
    rows = {
        row.pupil_id: row for row in MeetingPupil.objects.filter(meeting=meeting, pupil__in=ids)
    }
    stages, before = _stages(ids), _last_times(meeting, ids)
    return [
        ChildLine(
            pupil=pupil,
            form=said_form(meeting, pupil, rows.get(pupil.pk)),
            stage=stages.get(pupil.pk, ""),
            last_time=before.get(pupil.pk, ""),
        )
        for pupil in found
    ]


def said_form(
    meeting: Meeting, pupil: Pupil, row: MeetingPupil | None, data: Any = None
) -> SaidForm:
    """The form of one child, who counts as discussed until the meeting is held without a row."""
    initial = {
        "pupil": pupil.pk,
        "version": row.version if row else 0,
        "note": row.note if row else "",
        "next_step": row.next_step if row else "",
        "was_discussed": row.was_discussed if row else not meeting.is_held,
    }
    return SaidForm(data, initial=initial, auto_id=f"c{pupil.pk}_%s")


def _stages(ids: list[int]) -> dict[int, str]:
    """Where each child is on the ladder; one query."""
    rows = StageRecord.objects.current().filter(pupil__in=ids).select_related("stage")
    return {row.pupil_id: row.stage.label or row.stage.name for row in rows}


def _last_times(meeting: Meeting, ids: list[int]) -> dict[int, str]:
    """The next step each child was given the last time this kind was held; one query."""
    rows = (
        MeetingPupil.objects.filter(
            pupil__in=ids,
            meeting__kind=meeting.kind,
            meeting__is_held=True,
            meeting__withdrawn_at__isnull=True,
            meeting__on__lt=meeting.on,
        )
        .exclude(next_step="")
        .order_by("meeting__on", "pk")
        .values_list("pupil_id", "meeting__on", "next_step")
    )
    return {pupil: f"Next step of {short_date(on)}: {step}" for pupil, on, step in rows}


def fresh_fields(form: SaidForm, names: Iterable[str]) -> list[SafeString]:
    """Fields that changed on the server, each to take its own place on the page (htmx)."""
    return [form[name].as_widget(attrs={"hx-swap-oob": "true"}) for name in names]


def saved_words() -> str:
    """`Saved 14:32`."""
    return f"Saved {timezone.localtime():%H:%M}"
