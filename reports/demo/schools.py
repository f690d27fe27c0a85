"""Which schools the demo has, and how each divides its pupils into years and classes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import slugify

from reports.demo.texts import names
from schools.models import School

DEFAULT_SEED = 2026
PRIMARY = range(7)
JUNIOR = range(3, 7)
ALL_THROUGH = range(12)
SECONDARY_WEIGHT = 2.6  # an all-through school takes in children from other primaries in Year 7
FULL_CLASS, MIXED_BELOW = 31, 16
LADDERS = (
    "send-overview",
    "all-saints",
    "my-support-plan",
    "eight-steps",
    "ludlow-junior",
    "reform-layers-2026",
)
USUAL_SIZES = (420, 1200, 210, 315, 240, 630)
LARGE = 600


@dataclass(frozen=True)
class Room:
    """A class as it is every year: its name, and the year groups in it."""

    name: str
    years: tuple[int, ...]

    @property
    def year_group(self) -> int | None:
        """The year group; `None` for a mixed class."""
        return self.years[0] if len(self.years) == 1 else None


@dataclass(frozen=True)
class SchoolPlan:
    """A fictional school before it is written. `place` counts from 0."""

    place: int
    name: str
    ladder: str
    phase: str
    years: range
    pupils: int
    seed: int

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def domain(self) -> str:
        """Where its e-mail goes: `.example` is kept for fiction (RFC 2606)."""
        return f"{self.slug}.example"

    @property
    def la_number(self) -> str:
        """A number no local authority has."""
        return "999"

    @property
    def estab_number(self) -> str:
        """Primary schools are 2000 and up; all-through schools and academies 4000 and up."""
        return str((4000 if self.phase == School.Phase.ALL_THROUGH else 2000) + self.place % 1000)

    @cached_property
    def sizes(self) -> dict[int, int]:
        """How many pupils each year group has; together exactly `pupils`."""
        weights = {year: SECONDARY_WEIGHT if year > 6 else 1.0 for year in self.years}
        whole = sum(weights.values())
        shares = {year: self.pupils * weight / whole for year, weight in weights.items()}
        sizes = {year: int(share) for year, share in shares.items()}
        rest = sorted(shares, key=lambda year: (sizes[year] - shares[year], year))
        for year in rest[: self.pupils - sum(sizes.values())]:
            sizes[year] += 1
        return sizes

    @cached_property
    def rooms(self) -> tuple[Room, ...]:
        """The classes, youngest first; small year groups share one."""
        if min(self.sizes.values()) >= MIXED_BELOW:
            return tuple(room for year in self.years for room in _rooms_of(year, self.sizes[year]))
        return tuple(_mixed(self.years, self.sizes))

    def rooms_for(self, year: int) -> list[Room]:
        """The classes that children of a year group are in."""
        return self._rooms_by_year[year]

    @cached_property
    def _rooms_by_year(self) -> dict[int, list[Room]]:
        return {year: [room for room in self.rooms if year in room.years] for year in self.years}


def _rooms_of(year: int, size: int) -> Iterator[Room]:
    start = "R" if year == 0 else str(year)
    for number in range(-(-size // FULL_CLASS)):
        letter = chr(ord("A") + number) if number < 26 else f"-{number + 1}"
        yield Room(f"{start}{letter}", (year,))


def _mixed(years: Sequence[int], sizes: dict[int, int]) -> Iterator[Room]:
    trees = iter(names()["schools"]["trees"])
    together: list[int] = []
    for year in years:
        together.append(year)
        if sum(sizes[member] for member in together) >= MIXED_BELOW or year == years[-1]:
            yield Room(next(trees), tuple(together))
            together = []


def school_plans(*, schools: int, pupils: int | None, seed: int) -> Iterator[SchoolPlan]:
    """The schools asked for, in order; each is the same however many others there are."""
    for place in range(schools):
        ladder = LADDERS[place % len(LADDERS)]
        size = pupils or USUAL_SIZES[place % len(USUAL_SIZES)]
        phase, years = School.Phase.PRIMARY, PRIMARY
        if place == 1 and size >= LARGE:
            phase, years = School.Phase.ALL_THROUGH, ALL_THROUGH
        elif ladder == "ludlow-junior":
            phase, years = School.Phase.JUNIOR, JUNIOR
        yield SchoolPlan(place, _name(place, phase), ladder, phase, years, size, seed)


def _name(place: int, phase: str) -> str:
    if place < 2:
        return ("Northfield Primary School", "Southmere Academy")[place]
    begin, ends = names()["schools"]["beginnings"], names()["schools"]["endings"]
    kind = "Junior School" if phase == School.Phase.JUNIOR else "Primary School"
    turn, number = divmod(place - 2, len(begin) * len(ends))
    # 7 and 25 share no factor: neighbours in the list get names that look unlike.
    start = begin[number * 7 % len(begin)]
    end = ends[number // len(begin)]
    again = f" {turn + 1}" if turn else ""
    return f"{start}{end} {kind}{again}"
