"""What a child's list of needs must be (statutory.md 2.3, census rules 2140, 2160 and 2175)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common.dates import long_date

PRIMARY = 1
SEN_SUPPORT = "K"


@dataclass(frozen=True)
class NeedLine:
    """One need as a form gives it; without `ends_on` it is a need now."""

    type_code: str
    type_name: str
    only_with_sen_support: bool
    rank: int
    identified_by: str
    starts_on: date
    ends_on: date | None = None

    @property
    def words(self) -> str:
        """The need in one line: rank, type, since when, until when, by whom identified."""
        ended = f", until {long_date(self.ends_on)}" if self.ends_on else ""
        source = f", identified by {self.identified_by}" if self.identified_by else ""
        return f"{self.rank}. {self.type_name} from {long_date(self.starts_on)}{ended}{source}"


def problems_of(lines: Sequence[NeedLine], *, status: str, born_on: date, today: date) -> list[str]:
    """What is wrong with a list of needs of a child whose SEN status is `status`: sentences."""
    current = [line for line in lines if line.ends_on is None]
    return [
        *_dates(lines, born_on, today),
        *_doubles(lines),
        *_ranks(current),
        *(_unassessed(line, status) for line in current if _needs_support(line, status)),
    ]


def _dates(lines: Sequence[NeedLine], born_on: date, today: date) -> list[str]:
    found = []
    for line in lines:
        if line.starts_on < born_on:
            found.append(f"{line.type_name}: {long_date(line.starts_on)} is before the birth.")
        if max(line.starts_on, line.ends_on or line.starts_on) > today:
            found.append(f"{line.type_name}: a date in the future cannot be recorded.")
        if line.ends_on is not None and line.ends_on < line.starts_on:
            found.append(f"{line.type_name}: it cannot end before it began.")
    return found


def _doubles(lines: Sequence[NeedLine]) -> list[str]:
    counts = Counter(line.type_name for line in lines)
    return [f"{name} is in the list twice." for name, count in counts.items() if count > 1]


def _ranks(current: Sequence[NeedLine]) -> list[str]:
    if not current:
        return []
    counts = Counter(line.rank for line in current)
    found = [f"Two needs have rank {rank}." for rank, count in counts.items() if count > 1]
    if PRIMARY not in counts:
        found.append("One need must have rank 1: it is the primary need.")
    return found


def _needs_support(line: NeedLine, status: str) -> bool:
    return line.only_with_sen_support and status != SEN_SUPPORT


def _unassessed(line: NeedLine, status: str) -> str:
    return (
        f"“{line.type_name}” is only for a child at SEN support (K); "
        f"this child's status is {status}. Choose a type of need, or end it."
    )
