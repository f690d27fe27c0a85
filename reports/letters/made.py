"""Letters that were made: what became of each, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Membership
from common.dates import long_date
from pupils.models import Given, Letter, LetterKind, Pupil
from stages.models import Notice, StageRecord


@dataclass(frozen=True)
class GivenLine:
    """One giving, or one conversation: to whom, how, when, by whom; struck when withdrawn."""

    pk: int
    words: str
    said: str
    note: str
    struck: bool
    withdrawn: str


@dataclass(frozen=True)
class LetterLine:
    """One letter: about whom, to whom, what became of it, and what was given."""

    pk: int
    pupil: int
    name: str
    class_name: str
    kind: str
    to_whom: str
    made: str
    batch: int
    chip: tuple[str, str]
    why_not: str
    hints: tuple[str, ...]
    given: tuple[GivenLine, ...]
    left_to_give: int

    @property
    def can_be_given(self) -> bool:
        """Whether it is the letter that counts, of a move that stands."""
        return not self.why_not


def letters_of(rows: Any, classes: dict[int, str] | None = None) -> list[LetterLine]:
    """Letters as lines, in the order of the queryset; three queries."""
    letters = list(rows.select_related("pupil", "batch", "replaced_by"))
    ids = [letter.pk for letter in letters]
    dead = set(
        Notice.objects.filter(letter__in=ids, record__withdrawn_at__isnull=False).values_list(
            "letter", flat=True
        )
    )
    given = given_of(Given.objects.filter(letter__in=ids))
    return [
        _line(letter, (classes or {}).get(letter.pupil_id, ""), letter.pk in dead, given)
        for letter in letters
    ]


def given_of(rows: Any) -> dict[int | None, list[GivenLine]]:
    """What was given, newest first, by the letter's id (`None`: conversations); one query."""
    found: dict[int | None, list[GivenLine]] = {}
    for row in rows.select_related("recorded_by", "withdrawn_by").order_by("-on", "-pk"):
        found.setdefault(row.letter_id, []).append(_given(row))
    return found


def waiting_letters(membership: Membership) -> Any:
    """Letters that count and were given to nobody yet, of moves that stand and children on roll."""
    given = Given.objects.standing().filter(letter=OuterRef("pk"))
    withdrawn = StageRecord.objects.filter(
        notices__letter=OuterRef("pk"), withdrawn_at__isnull=False
    )
    pupils = Pupil.objects.visible_to(membership).on_roll()
    rows = Letter.objects.all().living().filter(pupil__in=pupils)
    return rows.exclude(Exists(given)).exclude(Exists(withdrawn))


def _line(
    letter: Letter, class_name: str, is_dead: bool, given: dict[int | None, list[GivenLine]]
) -> LetterLine:
    mine = given.get(letter.pk, [])
    why_not = _why_not(letter, is_dead)
    hints = [
        "Large print" if letter.large_print else "",
        f"Reads {letter.language}" if letter.language else "",
    ]
    return LetterLine(
        pk=letter.pk,
        pupil=letter.pupil_id,
        name=letter.pupil.name,
        class_name=class_name,
        kind=str(LetterKind(letter.kind).label),
        to_whom=letter.to_whom,
        made=long_date(letter.written_on),
        batch=letter.batch_id,
        chip=_chip(letter, why_not, mine),
        why_not=why_not,
        hints=tuple(hint for hint in hints if hint),
        given=tuple(mine),
        left_to_give=len(letter.contact_ids) - sum(not line.struck for line in mine),
    )


def _why_not(letter: Letter, is_dead: bool) -> str:
    """Why it can no longer be given; empty when it can."""
    if letter.withdrawn_at is not None:
        return f"Taken back: {letter.withdrawn_because}"
    if hasattr(letter, "replaced_by"):
        return "Replaced by a newer letter."
    return "The move it tells of was withdrawn or corrected." if is_dead else ""


def _chip(letter: Letter, why_not: str, given: Sequence[GivenLine]) -> tuple[str, str]:
    standing = [line for line in given if not line.struck]
    if standing:
        return "done", standing[-1].words
    if letter.withdrawn_at is not None:
        return "off", "Taken back"
    if why_not:
        return "off", "Replaced" if hasattr(letter, "replaced_by") else "Not to be given"
    return "due", "Not yet given"


def _given(row: Given) -> GivenLine:
    recorded = long_date(timezone.localdate(row.recorded_at))
    return GivenLine(
        pk=row.pk,
        words=f"{row.get_how_display()}, {long_date(row.on)}",
        said=f"To {row.to_whom}. Recorded by {row.recorded_by.name} on {recorded}.",
        note=row.note,
        struck=row.is_withdrawn,
        withdrawn=_withdrawn(row),
    )


def _withdrawn(row: Given) -> str:
    if row.withdrawn_at is None or row.withdrawn_by is None:
        return ""
    day = long_date(timezone.localdate(row.withdrawn_at))
    return f"Withdrawn by {row.withdrawn_by.name} on {day}: {row.withdrawn_because}"


def pupils_in(lines: Iterable[Any]) -> list[int]:
    """The children a list names, once each, for its access entry."""
    return sorted({line.pupil for line in lines})
