"""What guides a move: what is missing before each way, and what would follow from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pupils.models import Pupil
from stages.choices import Move
from stages.due_words import due_chip
from stages.facts import Known, known_of
from stages.graduated_response import Answer, Facts
from stages.ladder import LadderSpec, RouteSpec
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
    """The engine on a child who may be moved today; without a ladder there is none."""

    known: Known
    facts: Facts
    answer: Answer

    def missing(self, move: Move) -> tuple[str, ...]:
        """What is missing before a move on, in the ladder's words; nothing for any other move."""
        route = self._route(move)
        if route:
            return self.missing_on(route)
        if self._goes_on(move.stage):
            return tuple(one.words for one in self.answer.missing)
        return ()

    def missing_on(self, route: RouteSpec) -> tuple[str, ...]:
        """What is missing before a way on is taken; nothing for a way back, off or round."""
        if route.direction is not Direction.FORWARD:
            return ()
        return tuple(one.words for one in self.answer.missing_for(route))

    def gaps(self, moves: Sequence[Move]) -> Mapping[str, tuple[str, ...]]:
        """What is missing before each of some moves, where anything is, by the move's value."""
        found = {move.value: self.missing(move) for move in moves}
        return {value: words for value, words in found.items() if words}

    def follows(self, key: str) -> list[Follows]:
        """What being at a stage from today would ask for, the first due first."""
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

    def _route(self, move: Move) -> RouteSpec | None:
        """The ladder's route a move takes: its value ends in the route's place."""
        place = move.value.partition(".")[2]
        return self.known.engine.ladder.routes[int(place) - 1] if place else None

    def _goes_on(self, stage: Stage | None) -> bool:
        """Whether a stage comes later on the ladder than the child's own."""
        here, ladder = self.answer.stage, self.known.engine.ladder
        return bool(here and stage and _place(ladder, stage.key) > _place(ladder, here.key))


def _place(ladder: LadderSpec, key: str) -> int:
    return next(at for at, stage in enumerate(ladder.stages) if stage.key == key)


def guide_of(pupil: Pupil, today: date) -> Guide | None:
    """The engine's view of a child before a move; `None` before the school has a ladder."""
    known = known_of([pupil.pk])
    if known is None:
        return None
    facts = known.facts.get(pupil.pk) or Facts(pupil.born_on, pupil.joined_on)
    return Guide(known, facts, known.engine.of(facts, today))
