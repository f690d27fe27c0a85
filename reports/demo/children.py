"""The children of a fictional school, one after another: who they are, when they came and went."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from pupils.models import Pupil
from pupils.upn import ALPHABET, check_letter
from reports.demo.chance import Deck, Quota, stream
from reports.demo.days import Days
from reports.demo.families import Family, foster_home, make_family, with_large_print, with_order
from reports.demo.schools import Room, SchoolPlan
from reports.demo.shares import ON_PLAN, ON_SUPPORT, Kind, boys_among, share_of
from reports.demo.texts import names

LARGE_PRINT_EVERY = 16  # of the children on support; more by chance
LEAVERS = 0.06  # of the roll, kept as archived records
ARRIVED = frozenset({Kind.PLAN_ARRIVED, Kind.SUPPORT_ARRIVED})


@dataclass(frozen=True)
class Child:
    """A fictional child. `number` counts from 0 within the school; `room` is the latest class."""

    number: int
    kind: Kind
    sex: str
    forename: str
    middle_names: str
    goes_by: str
    family: Family
    born_on: date
    year: int
    room: Room
    place: int
    joined_on: date
    from_start: bool
    before: str
    upn: str = ""
    left_on: date | None = None
    left_for: str = ""
    meals: bool = False
    premium: bool = False
    looked_after: bool = False
    carer: str = Pupil.YoungCarer.NOT
    pointer: str = ""

    @property
    def has_sen(self) -> bool:
        return self.kind in ON_PLAN or self.kind in ON_SUPPORT

    @property
    def name(self) -> str:
        """The forename staff use."""
        return self.goes_by or self.forename


class Roll:
    """Makes a school's children in turn, oldest first, so that the younger find their siblings."""

    def __init__(self, plan: SchoolPlan, days: Days) -> None:
        self.plan, self.days = plan, days
        self.chance = stream(plan.seed, plan.slug, "children")
        self._quotas = {kind: Quota(self.chance) for kind in Kind if kind is not Kind.NONE}
        self._families: dict[int, deque[Family]] = {}
        self._supported = 0
        self._serials: Counter[tuple[int, int]] = Counter()
        self._names: set[tuple[str, str]] = set()
        self._before = {
            key: Deck(self.chance, names()["places"][key])
            for key in ("settings", "primaries", "secondaries")
        }

    def children(self) -> Iterator[Child]:
        """Those on roll, class by class, then those who have left."""
        number = 0
        for year in reversed(self.plan.years):
            for place in range(self.plan.sizes[year]):
                yield self._child(number, year, place)
                number += 1
        for _ in range(round(self.plan.pupils * LEAVERS)):
            yield self._leaver(number)
            number += 1

    def _child(self, number: int, year: int, place: int) -> Child:
        kind = self._kind(year)
        chance = stream(self.plan.seed, self.plan.slug, "child", number)
        family = self._family(year, chance)
        self._supported += kind in ON_SUPPORT
        if kind in ON_SUPPORT and self._supported in self._under_order:
            family = with_order(chance, family, self.days.begins - chance.randrange(1, 4))
        if kind in ON_SUPPORT and self._supported % LARGE_PRINT_EVERY == 1:
            family = with_large_print(family)
        looked_after = chance.random() < (0.03 if kind in ON_PLAN | ON_SUPPORT else 0.004)
        if looked_after:
            family = foster_home(chance, family)
        sex = Pupil.Sex.MALE if chance.random() < boys_among(kind) else Pupil.Sex.FEMALE
        forename = self._forename(chance, family, sex)
        joined_on, from_start = self._joined(chance, kind, year)
        meals = chance.random() < (0.38 if kind is not Kind.NONE else 0.21)
        rooms = self.plan.rooms_for(year)
        child = Child(
            number=number,
            kind=kind,
            sex=sex,
            forename=forename,
            middle_names=self._middle(chance, family, sex),
            goes_by=self._goes_by(chance, forename),
            family=family,
            born_on=_birthday(chance, self.days.begins - year - 5),
            year=year,
            room=rooms[place % len(rooms)],
            place=place,
            joined_on=joined_on,
            from_start=from_start,
            before=self._came_from(year, joined_on),
            meals=meals,
            premium=meals or looked_after or chance.random() < 0.06,
            looked_after=looked_after,
            carer=_carer(chance),
            pointer=_pointer(chance, looked_after),
        )
        return replace(child, upn=self._upn(chance, child))

    @property
    def _under_order(self) -> set[int]:
        """Which of the children on support a court order concerns: two in a school of 420."""
        return {3 + 31 * n for n in range(1 + self.plan.pupils // 400)}

    def _kind(self, year: int) -> Kind:
        fallen = [kind for kind, quota in self._quotas.items() if quota.falls(share_of(kind, year))]
        for kind in fallen[1:]:
            self._quotas[kind].give_back()
        return fallen[0] if fallen else Kind.NONE

    def _family(self, year: int, chance: Random) -> Family:
        """A new family, or that of a child two to five years older."""
        older = [row for gap in (1, 2, 3, 4) for row in self._families.get(year + gap, ())]
        family = chance.choice(older) if older and chance.random() < 0.34 else make_family(chance)
        self._families.setdefault(year, deque(maxlen=60)).append(family)
        return family

    def _forename(self, chance: Random, family: Family, sex: str) -> str:
        """A name no other child of this surname has, as far as there are names."""
        pool = family.boys if sex == Pupil.Sex.MALE else family.girls
        tries = [chance.choice(pool) for _ in range(8)]
        found = next((one for one in tries if (one, family.surname) not in self._names), tries[0])
        self._names.add((found, family.surname))
        return found

    def _middle(self, chance: Random, family: Family, sex: str) -> str:
        if chance.random() > 0.55:
            return ""
        return chance.choice(family.boys if sex == Pupil.Sex.MALE else family.girls)

    def _goes_by(self, chance: Random, forename: str) -> str:
        short = names()["goes_by"].get(forename, "")
        return str(short) if chance.random() < 0.6 else ""

    def _joined(self, chance: Random, kind: Kind, year: int) -> tuple[date, bool]:
        """The day a child joined, and whether that was with the first of their year."""
        days = self.days
        if kind in ARRIVED:
            return days.at(days.last - chance.randrange(3, 30)), False
        entry = 7 if year > 6 and chance.random() < 0.65 else self.plan.years[0]
        begins = days.begins - (year - entry)
        if chance.random() > 0.13:
            return days.starts(begins), True
        first = max(days.place_of(date(begins, 9, 1)), 0)
        return days.at(chance.randrange(first, max(first + 1, days.last - 5))), False

    def _came_from(self, year: int, joined_on: date) -> str:
        then = year - (self.days.begins - (joined_on.year - (joined_on.month < 9)))
        return str(self._before["settings" if then < 1 else "primaries"].deal())

    def _upn(self, chance: Random, child: Child) -> str:
        """A number of this school, or of the one before; a few have none, or a temporary one."""
        luck = chance.random()
        if luck < (0.12 if child.year == 0 else 0.006):
            return ""
        given = (self.days.begins - child.year) % 100
        ours = child.from_start and child.joined_on.year % 100 == given
        estab = int(self.plan.estab_number) + (0 if ours else 3000)
        self._serials[estab, given] += 1
        serial = self._serials[estab, given]
        body = f"{self.plan.la_number}{estab + serial // 1000 * 100:04d}{given:02d}"
        if luck > 0.985:
            body += f"{serial % 100:02d}{ALPHABET[serial // 100 % len(ALPHABET)]}"
        else:
            body += f"{serial % 1000:03d}"
        letter = check_letter(body)
        if child.number in self.misread:
            letter = ALPHABET[(ALPHABET.index(letter) + 7) % len(ALPHABET)]
        return letter + body

    @property
    def misread(self) -> set[int]:
        """The children whose UPN has a wrong letter, as typing errors do."""
        return {37, 811} if self.plan.pupils > 811 else {self.plan.pupils // 2}

    def _leaver(self, number: int) -> Child:
        """One who has left: most with the top year last July, others in the course of a year."""
        chance = stream(self.plan.seed, self.plan.slug, "leaver", number)
        top = self.plan.years[-1]
        child = self._child(number, top, number)
        if chance.random() < 0.7:
            left_on = self.days.ends(self.days.begins - 1)
            left_for = self._before["secondaries"].deal()
            return self._aged(child, 1, left_on, left_for)
        year = chance.choice(list(self.plan.years)[1:] or [top])
        rooms = self.plan.rooms_for(year)
        child = replace(child, year=year, room=rooms[number % len(rooms)])
        child = replace(child, born_on=_birthday(chance, self.days.begins - year - 5))
        left_on = self.days.at(self.days.last - chance.randrange(10, 190))
        back = int(left_on < date(self.days.begins, 9, 1))
        return self._aged(child, back, left_on, self._before["primaries"].deal())

    def _aged(self, child: Child, back: int, left_on: date, left_for: str) -> Child:
        """A child of a year group `back` years ago, gone since."""
        born_on = child.born_on - timedelta(days=365 * back)
        begins = self.days.begins - back
        first = self.days.starts(max(begins - (child.year - self.plan.years[0]), begins - 6))
        kind = Kind.SUPPORT if child.kind in ARRIVED else child.kind
        upn = child.upn and self._upn(stream(self.plan.slug, "left", child.number), child)
        return replace(
            child,
            kind=kind,
            born_on=born_on,
            joined_on=min(first, left_on - timedelta(days=120)),
            left_on=left_on,
            left_for=left_for,
            upn=upn,
        )


def _birthday(chance: Random, begins: int) -> date:
    """A day in the twelve months from September `begins`."""
    return date(begins, 9, 1) + timedelta(days=chance.randrange(365))


def _carer(chance: Random) -> str:
    if chance.random() > 0.012:
        return Pupil.YoungCarer.NOT
    return Pupil.YoungCarer.BY_PARENT if chance.random() < 0.4 else Pupil.YoungCarer.BY_SCHOOL


def _pointer(chance: Random, looked_after: bool) -> str:
    """Where a safeguarding file is, for the few who have one; never what it says."""
    if not looked_after and chance.random() > 0.012:
        return ""
    return f"With the DSL, file {chance.randrange(100, 400)}"
