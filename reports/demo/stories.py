"""Where each child has been on the ladder, and when: pure, from the child and the school's days."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from reports.demo.children import Child
from reports.demo.courses import COURSES, path_for, words_between
from reports.demo.days import WEEK, Days
from reports.demo.shares import ON_PLAN, ON_SUPPORT, Kind
from stages.following import Period
from stages.ladder import OFF, LadderSpec
from stages.presets import preset

SETTLING = 10  # school days before a newcomer is placed on the ladder
TWENTY_WEEKS = timedelta(weeks=20)  # from request to final plan (statutory.md 3.1)


@dataclass(frozen=True)
class Turn:
    """One step of a story: at a stage (`off`: the ladder left) from a school day, and what it was.

    `event` is first, arrived, carried, watch, register, deeper, request, granted, refused, back or
    exit; `weeks` is how long the step before had lasted.
    """

    stage: str
    starts_on: date
    ends_on: date | None
    event: str
    route_words: str = ""
    weeks: int = 0


@dataclass(frozen=True)
class Aside:
    """An agency beside the stages for a time."""

    agency: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Story:
    """A child's way: turns on the ladder, what was recorded apart from it, agencies beside it."""

    turns: tuple[Turn, ...] = ()
    support_since: date | None = None
    plan_since: date | None = None
    asides: tuple[Aside, ...] = ()

    @property
    def apart(self) -> list[Period]:
        """What was recorded apart from any stage: support brought along, a plan in force."""
        brought = [Period(self.support_since, None, "K")] if self.support_since else []
        plan = [Period(self.plan_since, None, "E")] if self.plan_since else []
        return sorted([*brought, *plan], key=lambda period: period.starts_on)


class StoryTeller:
    """Tells the stories of one school's children."""

    def __init__(self, ladder: str, days: Days) -> None:
        self.spec: LadderSpec = preset(ladder)
        self.course = COURSES[ladder]
        self.days = days

    def story(self, child: Child, chance: Random) -> Story:
        """The story of a child, as long as they have been here and our records go back."""
        if child.kind in (Kind.PLAN_ARRIVED, Kind.SUPPORT_ARRIVED):
            since = self._earlier(child, child.joined_on, chance)
            if child.kind is Kind.PLAN_ARRIVED:
                return Story(plan_since=since)
            return Story(support_since=since)
        path = path_for(child.kind, self.spec.key, chance.randrange(3))
        if not path:
            return Story()
        last = self._last(child)
        places = self._places(path, last, chance, child.kind)
        floor = self._floor(child) + chance.randrange(8)
        if floor > last:
            return self._not_yet(child, chance)
        return self._from_floor(child, path, places, floor, last, chance)

    def _last(self, child: Child) -> int:
        if child.left_on is None:
            return self.days.last
        return min(self.days.last, self.days.place_of(child.left_on) - 1)

    def _floor(self, child: Child) -> int:
        return max(0, self.days.place_of(child.joined_on)) + SETTLING

    def _not_yet(self, child: Child, chance: Random) -> Story:
        since = self._earlier(child, child.joined_on, chance)
        if child.kind in ON_PLAN:
            return Story(plan_since=since)
        return Story(support_since=since if child.kind in ON_SUPPORT else None)

    def _places(self, path: list[str], last: int, chance: Random, kind: Kind) -> list[int]:
        """On which school day each step began, counted back from the last."""
        place = last - self._so_far(path[-1], chance, kind)
        found = [place]
        for key in reversed(path[:-1]):
            place -= self._held(key, chance)
            found.append(place)
        return found[::-1]

    def _so_far(self, key: str, chance: Random, kind: Kind) -> int:
        """How many school days the step a child is at has lasted so far."""
        if key == OFF:
            weeks = chance.randrange(2, 60)
        elif kind is Kind.PLAN:
            # Where the request has no stage of its own, the plan came in the course of this one.
            least = 21 if key == self.course.request else 0
            weeks = least + 3 + chance.randrange(90)
        elif key == self.course.request:
            weeks = chance.randrange(1, 15)
        elif self.on_register(key):
            weeks = 3 + chance.randrange(52)
        else:
            weeks = chance.randrange(1, 13)
        return _days(weeks, chance)

    def _held(self, key: str, chance: Random) -> int:
        """How many school days a step lasted that is over."""
        if key == self.course.request:
            return _days(chance.randrange(15, 20), chance)
        if self.on_register(key):
            return _days(chance.randrange(14, 42), chance)
        return _days(chance.randrange(6, 13), chance)

    def _from_floor(
        self,
        child: Child,
        path: list[str],
        places: list[int],
        floor: int,
        last: int,
        chance: Random,
    ) -> Story:
        """The steps since the floor; the one under way there begins on it."""
        within = [place for place, start in enumerate(places) if start > floor]
        first = max(0, (within[0] if within else len(path)) - 1)
        if path[first] == OFF:
            return Story()
        clamped = places[first] <= floor
        starts = [max(place, floor) for place in places[first:]]
        turns = self._turns(child, path[first:], starts, clamped and first > 0)
        return self._with_status(child, turns, chance)

    def _turns(
        self, child: Child, keys: list[str], starts: list[int], brought: bool
    ) -> tuple[Turn, ...]:
        found = []
        for place, (key, start) in enumerate(zip(keys, starts, strict=True)):
            before = keys[place - 1] if place else ""
            event = self._event(before, key)
            if not place and (brought or self.on_register(key)):
                event = "arrived" if self._came_late(child) else "carried"
            found.append(
                Turn(
                    stage=key,
                    starts_on=self.days.at(start),
                    ends_on=self.days.at(starts[place + 1]) if place + 1 < len(starts) else None,
                    event=event,
                    route_words="" if event in ("arrived", "carried") else self._route(before, key),
                    weeks=(start - starts[place - 1]) // WEEK if place else 0,
                )
            )
        return tuple(found)

    def _route(self, before: str, key: str) -> str:
        return words_between(self.spec, before, key)

    def _came_late(self, child: Child) -> bool:
        return child.joined_on >= self.days.school_days[0]

    def on_register(self, key: str) -> bool:
        """Whether a step puts a child on the register."""
        return key != OFF and self.spec.stage(key).on_register

    def _event(self, before: str, key: str) -> str:
        if not before or key == OFF:
            return "exit" if before else "first"
        if before == self.course.request and key != self.course.plan:
            return "refused"
        if key in (self.course.plan, self.course.request):
            return "request" if key == self.course.request else "granted"
        if self.on_register(key):
            return "deeper" if self.on_register(before) else "register"
        return "back" if self.on_register(before) else "watch"

    def _with_status(self, child: Child, turns: tuple[Turn, ...], chance: Random) -> Story:
        support = plan = None
        brought = turns[0].event in ("arrived", "carried")
        if child.kind is Kind.PLAN:
            plan = self._plan_since(child, turns, chance)
        if brought and self.on_register(turns[0].stage) and plan != turns[0].starts_on:
            support = self._earlier(child, turns[0].starts_on, chance)
        if plan and support and plan <= support:
            support = None
        return Story(turns, support, plan, self._asides(child, turns, chance))

    def _plan_since(self, child: Child, turns: tuple[Turn, ...], chance: Random) -> date:
        """The day of the final plan: with the stage for it, or in the course of the request."""
        at_plan = turns[-1]
        if at_plan.event in ("arrived", "carried"):
            return self._earlier(child, at_plan.starts_on, chance)
        if self.course.plan != self.course.request:
            return at_plan.starts_on
        drawn = at_plan.starts_on + TWENTY_WEEKS - timedelta(days=chance.randrange(0, 12))
        return min(drawn, self.days.at(self.days.last))

    def _earlier(self, child: Child, day: date, chance: Random) -> date:
        """A day before one, when support of another school or an older record began."""
        first = child.born_on + timedelta(days=3 * 365)
        found = day - timedelta(days=chance.randrange(60, 560))
        found = max(first, found)
        return found - timedelta(days=max(0, found.weekday() - 4))

    def _asides(self, child: Child, turns: tuple[Turn, ...], chance: Random) -> tuple[Aside, ...]:
        """Agencies beside the stages of the register, where the ladder keeps them there."""
        supported = [turn for turn in turns if self.on_register(turn.stage)]
        if not self.course.beside or not supported:
            return ()
        if chance.random() > (0.8 if child.kind is Kind.PLAN else 0.4):
            return ()
        agencies = self.spec.stage(self.course.beside).agencies
        start = self.days.place_of(supported[0].starts_on) + chance.randrange(10, 60)
        last = self._last(child)
        if start >= last - 5:
            return ()
        end = start + chance.randrange(40, 130)
        open_still = end >= last - 5 or chance.random() < 0.25
        ends_on = None if open_still else self.days.at(end)
        return (Aside(chance.choice(agencies), self.days.at(start), ends_on),)


def _days(weeks: int, chance: Random) -> int:
    """School days in so many weeks, give or take a few."""
    return max(1, weeks * WEEK + chance.randrange(-4, 5))
