"""The moves whose parents are due a letter: who it would go to, who gets none and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Membership
from common.dates import long_date
from pupils.letters.households import Recipients
from pupils.models import LetterKind, Pupil
from stages.actions.letters import classes_of, recipients_of
from stages.letters import due, last_moves, letter_kind, stages_before, usual_since
from stages.models import Stage, StageRecord

MOST_SHOWN = 100


@dataclass(frozen=True)
class Address:
    """Who shares one letter, where it goes, and what to know before it does."""

    to_whom: str
    where: str
    hints: tuple[str, ...]


@dataclass(frozen=True)
class DueLetter:
    """One move, the letter it asks for, and to whom that goes."""

    record: int
    pupil: int
    name: str
    class_name: str
    kind: str
    what: str
    when: str
    addresses: tuple[Address, ...]
    left_out: tuple[str, ...]
    nobody: str

    @property
    def can_be_made(self) -> bool:
        """Whether anybody may be sent it."""
        return not self.nobody


def due_letters(membership: Membership, since: date) -> list[DueLetter]:
    """The letters that are due, by class and name; four queries whatever their number."""
    return _lines(due(membership, since).select_related("pupil", "stage").order_by("starts_on"))


def letters_for(membership: Membership, pupils: Sequence[Pupil], kind: str) -> list[DueLetter]:
    """The letters due about these children; of one kind, also those that are not due any more.

    By class and name; five queries whatever their number.
    """
    if kind:
        return _lines(last_moves(pupils, kind))
    assert membership.school is not None  # nobody outside a school writes a letter
    rows = due(membership, usual_since(membership.school)).filter(pupil__in=pupils)
    return _lines(rows.select_related("pupil", "stage").order_by("starts_on"))


def _lines(rows: Iterable[StageRecord]) -> list[DueLetter]:
    moves = list(rows)
    to, before = recipients_of(moves), stages_before(moves)
    classes = classes_of([move.pupil_id for move in moves])
    return [
        _line(move, classes.get(move.pupil_id, ""), to[move.pupil_id], before.get(move.pk))
        for move in sorted(moves, key=lambda row: _place(row, classes))
    ]


def _place(move: StageRecord, classes: dict[int, str]) -> tuple[str, str, str, int]:
    pupil = move.pupil
    return (
        classes.get(move.pupil_id, ""),
        pupil.shown_surname.casefold(),
        pupil.shown_forename.casefold(),
        move.pk,
    )


def _line(move: StageRecord, class_name: str, to: Recipients, before: Stage | None) -> DueLetter:
    return DueLetter(
        record=move.pk,
        pupil=move.pupil_id,
        name=move.pupil.name,
        class_name=class_name,
        kind=str(LetterKind(letter_kind(move)).label),
        what=_what(move, before),
        when=long_date(move.starts_on),
        addresses=addresses_of(to),
        left_out=tuple(f"{row.contact.name} gets none. {row.why}" for row in to.left_out),
        nobody=to.nobody_because,
    )


def addresses_of(to: Recipients) -> tuple[Address, ...]:
    """The letters a child's adults would get, one for each address."""
    beware = dict(line.split(": ", 1) for line in to.beware)
    found = []
    for home in to.households:
        hints: Sequence[str] = [
            "Large print" if home.large_print else "",
            f"Reads {home.language}" if home.language else "",
            *(beware.get(contact.name, "") for contact in home.contacts),
        ]
        found.append(Address(home.to_whom, home.where, tuple(hint for hint in hints if hint)))
    return tuple(found)


def _what(move: StageRecord, before: Stage | None) -> str:
    to = move.stage.title if move.stage else "Off the ladder"
    return f"From {before.title} to {to}" if before and move.stage else to
