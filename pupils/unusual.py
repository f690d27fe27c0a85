"""When somebody opens more children's records than their work explains. Pure: no database.

Four signs, each against a limit the school can change. Children of a person's own classes, years
and links count only at night: whoever teaches thirty children opens thirty records. The SENCO goes
through the register as a matter of course, so that twice as many an hour are usual for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

AN_HOUR = timedelta(hours=1)
NIGHT_ENDS = 5  # o'clock; it begins at midnight
KNOWN_DAYS = 5  # days with openings it takes to know what is usual
SENCO_TIMES = 2


class Sign(StrEnum):
    """What was unusual about a day."""

    HOUR = "hour"
    USUAL = "usual"
    NIGHT = "night"
    EXPORTS = "exports"

    @property
    def words(self) -> str:
        """The sign as the page says it."""
        return WORDS[self]


WORDS = {
    Sign.HOUR: "Many children within an hour",
    Sign.USUAL: "Many more children than they usually open in a day",
    Sign.NIGHT: "Children's records between midnight and five",
    Sign.EXPORTS: "Several exports with names",
}


@dataclass(frozen=True)
class Opening:
    """A page of one child, opened at a moment (local time); whether the child is their own work."""

    at: datetime
    pupil_id: int
    is_own: bool


@dataclass(frozen=True)
class Limits:
    """From how many on a sign is given, as the school has set it."""

    hour: int
    times: int
    least: int
    night: int
    exports: int


@dataclass(frozen=True)
class DayOfOne:
    """What one person opened on one day. `past` counts the children of earlier days, a day each."""

    openings: Sequence[Opening]
    exports: int = 0
    past: Sequence[int] = ()
    is_senco: bool = False

    @property
    def others(self) -> list[Opening]:
        """Openings of children who are not this person's own, in order of time."""
        found = [opening for opening in self.openings if not opening.is_own]
        return sorted(found, key=lambda opening: opening.at)

    @property
    def usual(self) -> float | None:
        """The children of a usual day; `None` until enough days are known."""
        return median(self.past) if len(self.past) >= KNOWN_DAYS else None

    @property
    def at_night(self) -> int:
        """How many children were opened between midnight and five."""
        return _children(opening for opening in self.openings if opening.at.hour < NIGHT_ENDS)

    @property
    def in_an_hour(self) -> int:
        """The most children, not their own, within any sixty minutes."""
        others, most, first = self.others, 0, 0
        for last, opening in enumerate(others):
            while opening.at - others[first].at >= AN_HOUR:
                first += 1
            most = max(most, _children(others[first : last + 1]))
        return most


def signs_of(day: DayOfOne, limits: Limits) -> list[Sign]:
    """What was unusual about a day; empty for an ordinary one."""
    an_hour = limits.hour * (SENCO_TIMES if day.is_senco else 1)
    children = _children(day.others)
    found = [
        (Sign.HOUR, day.in_an_hour >= an_hour),
        (Sign.USUAL, _beyond_usual(day, children, limits)),
        (Sign.NIGHT, day.at_night >= limits.night),
        (Sign.EXPORTS, day.exports >= limits.exports),
    ]
    return [sign for sign, given in found if given]


def _beyond_usual(day: DayOfOne, children: int, limits: Limits) -> bool:
    usual = day.usual
    return usual is not None and children >= limits.least and children > limits.times * usual


def _children(openings: Iterable[Opening]) -> int:
    return len({opening.pupil_id for opening in openings})
