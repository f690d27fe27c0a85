"""Which moves the parents must be told of in writing, and what such a letter says.

Parents must be formally notified when a child gets SEN support, and told of what is planned (Code
of Practice 6.48, 6.51; Children and Families Act 2014 s68). A child with an EHC plan is not on SEN
support: the plan has letters of its own.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date, today
from pupils.letters.texts import as_list
from pupils.models import LetterKind, Pupil, SenStatus
from schools.models import AcademicYear, School
from stages.models import Notice, Stage, StageRecord

NONE, SUPPORT, PLAN = (code.value for code in SenStatus.Code)
OFF = "no stage of our ladder"
MOST_SUPPORT = 6


def kind_of(*, was_on: bool, is_on: bool, code_before: str, code: str) -> str:
    """The letter a move asks for; empty for none.

    `was_on` and `is_on` say whether the stages before and after are on the register, the codes
    what the SEN status was the day before and is on the day.
    """
    if code == PLAN:
        return ""
    if is_on:
        return LetterKind.CHANGING.value if was_on else LetterKind.JOINING.value
    return LetterKind.LEAVING.value if was_on or code_before == SUPPORT else ""


def moves_to_tell() -> Any:
    """The standing moves that ask for a letter, annotated with what `kind_of` and lists need.

    A record that held for no time asks for none: the parents would be told of what never was. Nor
    does one that was taken over at go-live: it moved nobody.
    """
    line = StageRecord.objects.main_line().exclude(ends_on=F("starts_on"))
    line = line.filter(taken_over_on__isnull=True)
    before = _before()
    rows = line.annotate(
        was_on=Subquery(before.values("stage__on_register")[:1]),
        code=Coalesce(Subquery(_status_on("starts_on").values("code")[:1]), Value(NONE)),
        code_before=Coalesce(Subquery(_status_before().values("code")[:1]), Value(NONE)),
    )
    is_on, was_on = Q(stage__on_register=True), Q(was_on=True)
    left = Q(code=NONE) & (was_on | Q(code_before=SUPPORT))
    return rows.exclude(code=PLAN).filter(is_on | left)


def due(membership: Membership, since: date) -> Any:
    """Moves from a day on whose parents have not been told in writing, of children on roll."""
    return _untold(membership).filter(starts_on__gte=since)


def _untold(membership: Membership) -> Any:
    pupils = Pupil.objects.visible_to(membership).on_roll()
    rows = moves_to_tell().filter(pupil__in=pupils)
    untold = rows.exclude(parent_told_how=StageRecord.Told.LETTER)
    return untold.exclude(Exists(living_notices(OuterRef("pk"))))


def with_letter_due(rows: Any, reader: Membership) -> Any:
    """Stage records, of each whether a letter about it is due (`due`, since `usual_since`)."""
    if reader.school is None or not reader.can(Permission.VIEW_LETTERS):
        return rows.annotate(letter_due=Value(False))
    return rows.annotate(letter_due=Exists(untold_of_late(reader).filter(pk=OuterRef("pk"))))


def untold_of_late(reader: Membership) -> Any:
    """What is `due` since `usual_since`, in one query; nothing to who is of no school."""
    if reader.school is None:
        return StageRecord.objects.none()
    live_on, day = reader.school.go_live_on, today()
    years = AcademicYear.objects.filter(starts_on__lte=day, ends_on__gte=day)
    begun = Subquery(years.order_by("pk").values("starts_on")[:1])
    otherwise = Value(live_on or date(day.year, 1, 1), output_field=DateField())
    untold = _untold(reader).filter(starts_on__gte=Coalesce(begun, otherwise))
    return untold.filter(starts_on__gte=live_on) if live_on else untold


def kinds_due(records: Iterable[StageRecord]) -> list[tuple[StageRecord, str]]:
    """The records (`with_letter_due`) that a letter is due about, in order, each with its kind."""
    line = [row for row in records if not row.is_withdrawn and not row.beside]
    line = [row for row in line if row.ends_on != row.starts_on]
    line.sort(key=lambda row: (row.starts_on, row.pk))
    found, was_on = [], False
    for row in line:
        is_on = bool(row.stage and row.stage.on_register)
        if getattr(row, "letter_due", False):
            kind = kind_of(was_on=was_on, is_on=is_on, code_before=SUPPORT, code=SUPPORT)
            found.append((row, kind))
        was_on = is_on
    return found


def last_moves(pupils: Sequence[Pupil], kind: str) -> list[StageRecord]:
    """Of each of these children the last move that asks for this letter, where it has none yet.

    Whenever it was, and whatever the parents were told otherwise: somebody asks for the letter.
    """
    rows = moves_to_tell().filter(pupil__in=pupils).select_related("pupil", "stage")
    rows = rows.annotate(has_letter=Exists(living_notices(OuterRef("pk"))))
    last = {
        move.pupil_id: move
        for move in rows.order_by("starts_on", "pk")
        if letter_kind(move) == kind
    }
    return [move for move in last.values() if not move.has_letter]


def living_notices(record: Any) -> Any:
    """The letters of a move that were neither taken back nor replaced, and its conversations."""
    letters = Q(
        letter__isnull=False, letter__withdrawn_at__isnull=True, letter__replaced_by__isnull=True
    )
    talks = Q(given__isnull=False, given__withdrawn_at__isnull=True)
    return Notice.objects.filter(letters | talks, record=record)


def _before() -> Any:
    earlier = Q(starts_on__lt=OuterRef("starts_on")) | Q(
        starts_on=OuterRef("starts_on"), pk__lt=OuterRef("pk")
    )
    line = StageRecord.objects.main_line().filter(earlier, pupil=OuterRef("pupil"))
    return line.exclude(ends_on=F("starts_on")).order_by("-starts_on", "-pk")


def _status_on(day: str) -> Any:
    ended = Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef(day))
    return SenStatus.objects.filter(ended, pupil=OuterRef("pupil"), starts_on__lte=OuterRef(day))


def _status_before() -> Any:
    ended = Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("starts_on"))
    rows = SenStatus.objects.filter(
        ended, pupil=OuterRef("pupil"), starts_on__lt=OuterRef("starts_on")
    )
    return rows.exclude(ends_on=F("starts_on")).order_by("-starts_on")


def letter_kind(record: Any) -> str:
    """The letter that a move of `moves_to_tell` asks for."""
    return kind_of(
        was_on=bool(record.was_on),
        is_on=bool(record.stage and record.stage.on_register),
        code_before=record.code_before,
        code=record.code,
    )


def usual_since(school: School) -> date:
    """From when letters count as due: this academic year, and never before the school went live."""
    year = AcademicYear.objects.filter(starts_on__lte=today(), ends_on__gte=today()).first()
    days = [day for day in (school.go_live_on, year.starts_on if year else None) if day]
    return max(days, default=date(today().year, 1, 1))


def move_values(record: StageRecord, before: Stage | None) -> dict[str, str]:
    """What the placeholders about a move stand for."""
    support = [str(line) for line in record.stage.support][:MOST_SUPPORT] if record.stage else []
    return {
        "date": long_date(record.starts_on),
        "stage": record.stage.title if record.stage else OFF,
        "stage_before": before.title if before else OFF,
        "support": as_list(support, "At this stage the school gives:"),
    }


def stages_before(records: Sequence[StageRecord]) -> dict[int, Stage]:
    """The stage before each of these moves, by the move's id; one query."""
    pupils = {record.pupil_id for record in records}
    line = StageRecord.objects.main_line().filter(pupil__in=pupils).select_related("stage")
    by_pupil: dict[int, list[StageRecord]] = {}
    for row in line.exclude(ends_on=F("starts_on")).order_by("starts_on", "pk"):
        by_pupil.setdefault(row.pupil_id, []).append(row)
    found = {}
    for record in records:
        place = (record.starts_on, record.pk)
        earlier = [r for r in by_pupil.get(record.pupil_id, []) if (r.starts_on, r.pk) < place]
        if earlier and earlier[-1].stage:
            found[record.pk] = earlier[-1].stage
    return found
