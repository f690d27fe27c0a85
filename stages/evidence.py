"""What can be evidence for a requirement, and which requirement it fits. Pure."""

from dataclasses import dataclass
from datetime import date

from stages.ladder import RequirementSpec
from stages.vocabulary import Evidence, Party

# Who must have been there where the ladder asks for them. Who of the staff was there is the
# school's own affair (docs/decisions/due-items.md).
LOOKED_FOR = frozenset(
    {
        Party.PUPIL,
        Party.PARENT,
        Party.SENCO,
        Party.SCHOOL_SPECIALIST,
        Party.AGENCY,
        Party.PROFESSIONAL,
        Party.LA,
    }
)


# What comes from one of those named: "secured by the school itself or from outside agencies".
FROM_ONE_OF = frozenset({Evidence.AGENCY_INVOLVEMENT, Evidence.ADVICE})


@dataclass(frozen=True, slots=True)
class Piece:
    """One record about a child: of what kind, of which day, and which record it is.

    `source` and `pk` name the record; `said` is how a page tells it. `present` is who was there,
    `None` where the record does not say. `answers` is the key of the requirement a record was made
    for; `why_not` marks the reason why something was not done; `by` is the user who wrote it, where
    that person may take it back.
    """

    kind: Evidence
    on: date
    source: str
    pk: int
    said: str = ""
    of: str = ""
    whose: str = ""
    given_to: str = ""
    present: frozenset[Party] | None = None
    answers: str = ""
    why_not: bool = False
    by: int | None = None

    @property
    def order(self) -> tuple[date, str, int, str, str]:
        """Where it stands among a child's records: the same whatever order they came in."""
        return self.on, self.source, self.pk, self.kind, self.given_to


def fits(piece: Piece, asked: RequirementSpec) -> bool:
    """Whether a record is evidence for a requirement, whenever it was made."""
    if piece.answers:
        return piece.answers == asked.key
    return (
        piece.kind == asked.evidence
        and asked.of in ("", piece.of)
        and asked.whose in ("", piece.whose)
        and (not asked.given_to or piece.given_to in asked.given_to)
        and _were_there(piece, LOOKED_FOR & set(asked.with_whom))
    )


def _were_there(piece: Piece, wanted: frozenset[Party]) -> bool:
    if piece.present is None or wanted <= piece.present:
        return True
    return piece.kind in FROM_ONE_OF and bool(wanted & piece.present)


def could_be_one(one: RequirementSpec, other: RequirementSpec) -> bool:
    """Whether a single record could fit two requirements."""
    return (
        one.evidence == other.evidence
        and (not one.of or not other.of or one.of == other.of)
        and (not one.whose or not other.whose or one.whose == other.whose)
        and one.given_to == other.given_to
        and one.held_for == other.held_for
    )
