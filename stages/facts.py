"""Reading what the engine needs, for one child or a whole school, in the same number of queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from pupils.models import Given, Pupil
from schools.dates import whole_calendar
from stages.evidence import Piece
from stages.graduated_response import Facts, GraduatedResponse
from stages.models import EvidenceNote, LadderVersion, StageRecord
from stages.occurrences import Placement
from stages.rounds import Rounds
from stages.sources import pieces_of
from stages.storing import published_ladder
from stages.vocabulary import Evidence

PARENTS = "Parents"  # as ladders name them where copies and letters go


def engine() -> GraduatedResponse | None:
    """The engine of the school one acts in; `None` before it has a ladder. Two queries.

    A ladder that this process has not read yet takes four more.
    """
    version = LadderVersion.objects.published().select_related("school").first()
    if version is None:
        return None
    rounds = Rounds(whole_calendar())
    return GraduatedResponse(
        published_ladder(version), rounds, go_live_on=version.school.go_live_on
    )


def facts_of(pupils: Collection[int] | None = None) -> dict[int, Facts]:
    """What is known of each of these children, or of each on roll, who has been at a stage."""
    children = _placed(pupils)
    if not children:
        return {}
    pieces = pieces_of(pupils)
    return {
        pk: Facts(child.born_on, child.joined_on, tuple(child.line), tuple(pieces.get(pk, ())))
        for pk, child in children.items()
    }


@dataclass
class _Placed:
    """A child and its stage records so far, the main line before what is beside it."""

    born_on: date
    joined_on: date | None
    line: list[Placement] = field(default_factory=list)

    def add(self, placement: Placement) -> None:
        last = self.line[-1] if self.line else None
        if last and not last.overlay and not placement.overlay:
            follows = last.ends_on == placement.starts_on
            placement = replace(placement, before=last.starts_on if follows else None)
        self.line.append(placement)


def _placed(pupils: Collection[int] | None) -> dict[int, _Placed]:
    """Where each child has been, in order of day; one query."""
    rows = StageRecord.objects.standing().filter(stage__isnull=False)
    asked = Pupil.objects.on_roll().values("pk") if pupils is None else pupils
    rows = rows.filter(pupil__in=asked).order_by("pupil_id", "beside", "starts_on", "pk")
    found: dict[int, _Placed] = {}
    for pupil, born_on, joined_on, *placed in rows.values_list(
        "pupil_id",
        "pupil__born_on",
        "pupil__joined_on",
        *("pk", "stage__key", "starts_on", "ends_on", "beside", "agency"),
    ):
        found.setdefault(pupil, _Placed(born_on, joined_on)).add(Placement(*placed))
    return found


def noted(pupils: Collection[int] | None) -> Iterable[tuple[int, Piece]]:
    """What was recorded in answer to a requirement; one query."""
    rows = EvidenceNote.objects.standing()
    if pupils is not None:
        rows = rows.filter(pupil__in=pupils)
    fields = ("pupil_id", "pk", "requirement", "on", "why_not", "given_to", "words")
    for pupil, pk, requirement, on, why_not, given_to, words in rows.values_list(*fields):
        piece = Piece(
            kind=Evidence.RECORD,
            on=on,
            source="note",
            pk=pk,
            said=words,
            given_to=given_to,
            answers=requirement,
            why_not=why_not,
        )
        yield pupil, piece


def letters(pupils: Collection[int] | None) -> Iterable[tuple[int, Piece]]:
    """Letters to parents that were given; one query."""
    rows = Given.objects.standing().filter(letter__isnull=False)
    if pupils is not None:
        rows = rows.filter(pupil__in=pupils)
    for pupil, pk, kind, on in rows.values_list("pupil_id", "pk", "letter__kind", "on"):
        yield pupil, Piece(Evidence.LETTER, on, "given", pk, of=kind, given_to=PARENTS)
