"""What guides a move: what is missing before each way, and what would follow from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pupils.models import Pupil
from stages.choices import Move
from stages.due_words import due_chip
from stages.facts import Known, known_of
from stages.graduated_response import Answer, Facts
from stages.ladder import OFF, LadderSpec, RouteSpec
from stages.models import Stage
from stages.occurrences import Placement
from stages.vocabulary import Direction

SHOWN = 8


@dataclass(frozen=True)
class Follows:
    """Something a move would ask for: what, and by when as a chip."""

    what: str
    chip: tuple[str, str]


@dataclass(frozen=True)
class Guide:
    """The engine on a child who may be moved on a day; without a ladder there is none."""

    known: Known
    facts: Facts
    answer: Answer

    def missing(self, move: Move) -> tuple[str, ...]:
        """What is missing before a move on, in the ladder's words; nothing for any other move."""
        return self.missing_to(move.stage, move.words)

    def missing_to(self, stage: Stage | None, words: str = "") -> tuple[str, ...]:
        """The same before a move to a stage (`None`: off) by the way with these words, if any."""
        route = self._route(stage, words)
        if route:
            return self.missing_on(route)
        if self._goes_on(stage):
            return tuple(one.words for one in self.answer.missing)
        return ()

    def missing_on(self, route: RouteSpec) -> tuple[str, ...]:
        """What is missing before a way on or round is taken; nothing for a way back or off."""
        if route.direction not in (Direction.FORWARD, Direction.STAY):
            return ()
        return tuple(one.words for one in self.answer.missing_for(route))

    def gaps(self, moves: Sequence[Move]) -> Mapping[str, tuple[str, ...]]:
        """What is missing before each of some moves, where anything is, by the move's value."""
        found = {move.value: self.missing(move) for move in moves}
        return {value: words for value, words in found.items() if words}

    def follows(self, key: str) -> list[Follows]:
        """What being at a stage from that day would ask for, the first due first."""
        today, here = self.answer.today, self.answer.here
        ended = [
            replace(one, ends_on=today) if one == here else one for one in self.facts.placements
        ]
        there = Placement(0, self.known.engine.ladder.recorded_at(key).key, today)
        if here:
            there = replace(there, before=here.starts_on)
        then = self.known.engine.of(replace(self.facts, placements=(*ended, there)), today)
        asked = [item for item in then.items if item.is_asked and item.due_on]
        return [
            Follows(
                item.first.asked.words,
                due_chip(item.state, item.first.opens_on, item.due_on, today),
            )
            for item in asked[:SHOWN]
        ]

    def ways_round(self) -> list[RouteSpec]:
        """The ladder's ways to stay where the child is."""
        ladder, here = self.known.engine.ladder, self.answer.stage
        group = {one.key for one in ladder.group_of(here.key)} if here else set()
        return [
            route
            for route in ladder.routes
            if route.direction is Direction.STAY and route.origin in group
        ]

    def way_round(self, words: str) -> RouteSpec | None:
        """The one with these words."""
        return next((route for route in self.ways_round() if route.words == words), None)

    def until_if_staying(self) -> date | None:
        """When the time at the stage would run out if it were decided that day to stay."""
        here, day = self.answer.here, self.answer.today
        if here is None:
            return None
        stays = replace(here, stays=(*here.stays, day))
        others = tuple(one for one in self.facts.placements if one != here)
        return self.known.engine.of(
            replace(self.facts, placements=(*others, stays)), day
        ).runs_out_on

    def _route(self, stage: Stage | None, words: str) -> RouteSpec | None:
        """The ladder's route with these words (any, without) from where the child is to a stage."""
        ladder, here = self.known.engine.ladder, self.answer.stage
        group = ladder.group_of(here.key) if here else [s for s in ladder.stages if s.universal]
        origins, to = {one.key for one in group}, _placed_at(ladder, stage.key if stage else OFF)
        return next(
            (
                route
                for route in ladder.routes
                if route.origin in origins
                and words in ("", route.words)
                and _placed_at(ladder, route.to) == to
            ),
            None,
        )

    def _goes_on(self, stage: Stage | None) -> bool:
        """Whether a stage comes later on the ladder than the child's own."""
        here, ladder = self.answer.stage, self.known.engine.ladder
        return bool(here and stage and _place(ladder, stage.key) > _place(ladder, here.key))


def _placed_at(ladder: LadderSpec, to: str) -> str:
    """Where a record of a move to a stage is: at the first of its group; off for the universal."""
    if to == OFF or ladder.stage(to).universal:
        return OFF
    return ladder.recorded_at(to).key


def _place(ladder: LadderSpec, key: str) -> int:
    return next(at for at, stage in enumerate(ladder.stages) if stage.key == key)


def guide_of(pupil: Pupil, day: date) -> Guide | None:
    """The engine's view of a child before a move on a day; `None` before there is a ladder."""
    return guides_of([pupil], day).get(pupil.pk)


def guides_of(pupils: Sequence[Pupil], day: date) -> dict[int, Guide]:
    """The same for each of several children, by id, in as many queries as for one."""
    known = known_of([pupil.pk for pupil in pupils])
    if known is None:
        return {}
    found = {}
    for pupil in pupils:
        facts = known.facts.get(pupil.pk) or Facts(pupil.born_on, pupil.joined_on)
        found[pupil.pk] = Guide(known, facts, known.engine.of(facts, day))
    return found
