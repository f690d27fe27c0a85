"""What colleagues were asked because of a concern, as its page tells it, and what one is asked."""

from dataclasses import dataclass

from accounts.models import Membership
from common.dates import long_date, short_date, today
from pupils.models import Concern, Observation
from pupils.readers import who_can_see


@dataclass(frozen=True)
class AskedLine:
    """One colleague's answer, or how it stands; `may_close` where it is still waited for."""

    pk: int
    pupil_id: int
    child: str
    who: str
    what: str
    question: str
    chip: tuple[str, str]
    seen: str
    helps: str
    on: str
    because: str
    may_close: bool


def asked_lines(concern: Concern, reader: Membership) -> list[AskedLine]:
    """What was asked because of a concern, for who may weigh it; one query, four while any waits.

    A colleague who can no longer see the child drops out: nothing is waited for from them.
    """
    rows = Observation.objects.visible_to(reader).filter(concern=concern)
    found = list(rows.select_related("member__user", "pupil").order_by("asked_at", "pk"))
    waits = any(row.is_waiting for row in found)
    readers = who_can_see(concern.pupil, today()) if waits else set()
    may = Observation.objects.closable_by(reader).filter(concern=concern) if waits else ()
    closable = {row.pk for row in may}
    return [_line(row, readers, may_close=row.pk in closable) for row in found]


def asked_of(reader: Membership) -> list[AskedLine]:
    """What a person is asked for, what is due first before the rest; one query."""
    rows = Observation.objects.asked_of(reader).select_related("member__user", "pupil")
    return [_line(row, {row.member_id}, may_close=False) for row in rows.order_by("due_on", "pk")]


def _line(row: Observation, readers: set[int], *, may_close: bool) -> AskedLine:
    return AskedLine(
        pk=row.pk,
        pupil_id=row.pupil_id,
        child=row.pupil.name,
        who=row.member.user.name,
        what=str(row.get_kind_display()),
        question=row.question,
        chip=_chip(row, readers),
        seen=row.seen,
        helps=row.helps,
        on=long_date(row.seen_on) if row.seen_on else "",
        because=row.closed_because,
        may_close=may_close,
    )


def _chip(row: Observation, readers: set[int]) -> tuple[str, str]:
    if row.answered_at:
        return "done", "Answered"
    if row.closed_at:
        return "off", "Not waited for"
    if row.member_id not in readers:
        return "off", "Cannot see the child any more"
    late = row.due_on < today()
    return "late" if late else "due", f"By {short_date(row.due_on)}"
