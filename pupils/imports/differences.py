"""Where a file and our record of a child's SEN differ, and whose word is the newer one.

Three values meet: ours, what the file says now, and what the MIS last said. When the file repeats
what it said before, the change was made here and is to be keyed into the MIS. When it says
something new, or nobody has chosen yet, a person settles it. A file never overwrites by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common.dates import long_date
from pupils.imports.incoming import IncomingPupil
from pupils.models import MisRecord, Need, SenStatus

STATUS, NEEDS = "status", "needs"
CODE = SenStatus.Code
NAMES = {STATUS: "SEN status", NEEDS: "Needs"}


@dataclass(frozen=True)
class Status:
    """N, K or E and since when; N needs no day, and a file may not say one."""

    code: str
    since: date | None = None

    def agrees_with(self, other: "Status") -> bool:
        """Whether both say the same; a day that one of them does not give is no difference."""
        if self.code != other.code:
            return False
        return self.code == CODE.NONE or None in {self.since, other.since} or self == other

    def __str__(self) -> str:
        if not self.code:
            return "nothing"
        return f"{self.code} since {long_date(self.since)}" if self.since else self.code


@dataclass(frozen=True)
class Difference:
    """One part of one child's record where the two differ.

    `is_open` says that a person has to settle it. `why_not` is why the MIS's cannot be taken here;
    empty when it can. `correctable` is whether the correction page is the other way.
    """

    row: int
    pupil_id: int
    part: str
    ours: str
    theirs: str
    is_open: bool
    why_not: str = ""

    @property
    def name(self) -> str:
        """The part as a page calls it."""
        return NAMES[self.part]

    @property
    def sentence(self) -> str:
        """What is told of it where nobody can settle it."""
        return f"The file says {self.theirs}; here it is {self.ours}, and stays so."


def our_status(rows: Sequence[SenStatus]) -> Status:
    """Our present status: N where no row is open."""
    current = open_status(rows)
    return Status(current.code, current.starts_on) if current else Status(CODE.NONE.value)


def open_status(rows: Sequence[SenStatus]) -> SenStatus | None:
    """The row that holds now."""
    return next((row for row in rows if row.ends_on is None), None)


def their_status(row: IncomingPupil) -> Status | None:
    """The status a row says; None where it says none."""
    return Status(row.statuses[-1].code, row.statuses[-1].starts_on) if row.statuses else None


def our_needs(rows: Sequence[Need]) -> tuple[str, ...]:
    """The codes of our open needs, the primary first."""
    still = sorted((row for row in rows if row.ends_on is None), key=lambda row: row.rank)
    return tuple(row.type_id for row in still)


def their_needs(row: IncomingPupil) -> tuple[str, ...]:
    """The codes of the needs a row says, the primary first."""
    present = sorted((need for need in row.needs if need.ends_on is None), key=lambda n: n.rank)
    return tuple(need.code for need in present)


def status_difference(
    pupil_id: int, row: IncomingPupil, rows: Sequence[SenStatus], last: MisRecord | None
) -> Difference | None:
    """Where the status of a row differs from ours. A blank one changes nothing, so never does."""
    theirs, ours = their_status(row), our_status(rows)
    if theirs is None or theirs.agrees_with(ours):
        return None
    said = Status(last.sen_code, last.sen_since) if last and last.sen_said_on else None
    return Difference(
        row=row.row,
        pupil_id=pupil_id,
        part=STATUS,
        ours=str(ours),
        theirs=str(theirs),
        is_open=_is_open(STATUS, last, repeats=said is not None and said.agrees_with(theirs)),
        why_not=why_status_stays(theirs, rows),
    )


def needs_difference(
    pupil_id: int, row: IncomingPupil, rows: Sequence[Need], last: MisRecord | None
) -> Difference | None:
    """Where the needs of a row differ from ours in type or order."""
    theirs, ours = their_needs(row), our_needs(rows)
    if not theirs or theirs == ours:
        return None
    repeats = last is not None and last.needs_said_on is not None and tuple(last.needs) == theirs
    return Difference(
        row=row.row,
        pupil_id=pupil_id,
        part=NEEDS,
        ours=needs_words(ours),
        theirs=needs_words(theirs),
        is_open=_is_open(NEEDS, last, repeats=repeats),
    )


def needs_words(codes: Sequence[str]) -> str:
    """Needs in the order of their ranks: `1 SLCN, 2 ASD`."""
    return ", ".join(f"{rank} {code}" for rank, code in enumerate(codes, 1)) or "none"


def _is_open(part: str, last: MisRecord | None, *, repeats: bool) -> bool:
    return last is None or not repeats or part in last.undecided


def why_status_stays(theirs: Status, rows: Sequence[SenStatus]) -> str:
    """Why a file's status cannot be taken over ours; empty when it can (model.md, SenStatus)."""
    current = open_status(rows)
    if current and current.source != SenStatus.Source.IMPORT:
        how = SenStatus.Source(current.source).label.lower()
        return f"Ours was set by a {how}: a file does not overwrite it."
    if theirs.code == CODE.PLAN and (current is None or current.code != CODE.PLAN):
        return "E comes only with an EHC plan in force: a file cannot give it."
    if theirs.since and not _fits(theirs.since, current, theirs.code, rows):
        return "The MIS's day does not fit the SEN history here."
    return ""


def _fits(since: date, current: SenStatus | None, code: str, rows: Sequence[SenStatus]) -> bool:
    """Whether a status from this day overlaps none that ended, nor begins before the present."""
    free = all(row.ends_on is None or row.ends_on <= since for row in rows)
    return free and not (current and current.code != code and since < current.starts_on)
