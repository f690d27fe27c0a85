"""The people of a fictional school: who signs in, who teaches which class."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from accounts.roles import Role
from reports.demo.chance import Deck, stream, totp_secret
from reports.demo.schools import SchoolPlan
from reports.demo.texts import names

COVERED = 0  # the place of the school in which supply covers a class
PASSWORD = "hedgehog-ladder-teapot"  # noqa: S105  # nosec B105 - the demo's, printed by it


@dataclass(frozen=True)
class Person:
    """A member of staff. `rooms` are the classes that are theirs, by name; `years` those they lead.

    `taught_for` counts the academic years they have been here; `left` that they went last summer.
    """

    key: str
    name: str
    email: str
    roles: frozenset[Role]
    job_title: str
    rooms: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    taught_for: int = 4
    left: bool = False
    secret: str = ""

    @property
    def signs_in(self) -> bool:
        """Whether the demo gives out this person's sign-in."""
        return bool(self.secret)


@dataclass
class Staff:
    """Everyone who works in a school of this plan."""

    plan: SchoolPlan
    _used: set[str] = field(default_factory=set)

    @cached_property
    def people(self) -> list[Person]:
        """Everyone, those who sign in first."""
        found = [
            *self._leaders(),
            *self._teachers(),
            *self._assistants(),
            *self._former(),
            *self._supply(),
        ]
        return sorted(found, key=lambda person: not person.signs_in)

    def one(self, key: str) -> Person:
        """The person with a key, such as `senco`."""
        return next(person for person in self.people if person.key == key)

    @cached_property
    def teacher_rooms(self) -> dict[str, str]:
        """Class names and the key of whoever teaches there now."""
        rooms = [room.name for room in self.plan.rooms]
        middle = len(rooms) // 2
        special = {rooms[middle]: "teacher"}
        if len(rooms) > 1:
            special[rooms[middle - 1]] = "senco-teacher"
        if len(rooms) > 2:
            special[rooms[-1]] = "teacher-2"
        return {room: special.get(room, f"teacher-of-{room}") for room in rooms}

    @cached_property
    def _names(self) -> tuple[Deck, Deck]:
        chance = stream(self.plan.seed, self.plan.slug, "staff")
        pool = names()["staff"]
        return Deck(chance, [*pool["women"], *pool["women"], *pool["men"]]), Deck(
            chance, pool["surnames"]
        )

    def _person(self, key: str, role: Role | frozenset[Role], title: str, **more: object) -> Person:
        first, last = (deck.deal() for deck in self._names)
        listed = key in SIGN_INS
        local = key.replace("-", ".") if listed else f"{first}.{last}".lower()
        local = self._unused(local)
        roles = role if isinstance(role, frozenset) else frozenset({role})
        secret = totp_secret(self.plan.seed, self.plan.slug, key) if listed else ""
        email = f"{local}@{self.plan.domain}"
        return Person(key, f"{first} {last}", email, roles, title, secret=secret, **more)  # type: ignore[arg-type]

    def _unused(self, local: str) -> str:
        found, number = local, 2
        while found in self._used:
            found, number = f"{local}{number}", number + 1
        self._used.add(found)
        return found

    def _leaders(self) -> Iterator[Person]:
        led = tuple(self.plan.years)[-2:] if len(self.plan.years) < 8 else (5, 6)
        yield self._person("senco", Role.SENCO, "SENCO")
        yield self._person("head", Role.HEAD, "Head teacher")
        yield self._person(
            "dsl", Role.DSL, "Deputy head and designated safeguarding lead", taught_for=2
        )
        yield self._person("office", Role.OFFICE, "Office and data manager")
        yield self._person("year-leader", Role.YEAR_LEADER, "Phase leader", years=led)

    def _teachers(self) -> Iterator[Person]:
        for place, (room, key) in enumerate(self.teacher_rooms.items()):
            both = key == "senco-teacher"
            yield self._person(
                key,
                frozenset({Role.SENCO, Role.TEACHER}) if both else Role.TEACHER,
                "Assistant SENCO and class teacher" if both else "Class teacher",
                rooms=(room,),
                taught_for=1 if place % 6 == 5 else 4,
            )

    def _assistants(self) -> Iterator[Person]:
        rooms = [room.name for room in self.plan.rooms]
        middle = len(rooms) // 2
        order = rooms[middle:] + rooms[:middle]
        for place in range(max(2, -(-3 * len(rooms) // 4))):
            key = "ta" if place == 0 else f"ta-{place + 1}"
            room = order[place % len(order)]
            yield self._person(key, Role.TA, "Teaching assistant", rooms=(room,))

    def _former(self) -> Iterator[Person]:
        for place, room in enumerate(self.teacher_rooms):
            if place % 6 == 5:
                key = f"former-{room}"
                yield self._person(key, Role.TEACHER, "Class teacher", rooms=(room,), left=True)

    def _supply(self) -> Iterator[Person]:
        """Last, so that everybody else is called the same with and without them."""
        if self.plan.place == COVERED:
            yield self._person("supply", Role.TEACHER, "Supply teacher", taught_for=1)


SIGN_INS = (
    "senco",
    "head",
    "dsl",
    "office",
    "year-leader",
    "teacher",
    "teacher-2",
    "senco-teacher",
    "ta",
    "supply",
)
