"""The graduated response of one child on one day: where, what is asked, done, due, and next. Pure.

Given a ladder, the school's calendar, where the child has been and the records there are, this is
the one place that says what is due (product.md, "The graduated-response engine"; the rules are in
docs/decisions/due-items.md). It knows no database and no wall clock.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from schools.calendar import ONE_DAY
from stages.evidence import Piece, fits
from stages.ladder import LadderSpec, RequirementSpec, RouteSpec, StageSpec
from stages.merging import Item, merged
from stages.occurrences import Asking, Occurrence, Placement, State, occurrences
from stages.periods import Every
from stages.rounds import MeetingDay, Rounds
from stages.vocabulary import Applies, Evidence

HAVING_A_PLAN = frozenset({Evidence.PLAN, Evidence.TARGETS, Evidence.PROVISION_MAP})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a child: where it has been, and every record that can be evidence.

    `meeting_days` are those set for its class; those for every class are the school's.
    """

    born_on: date
    joined_on: date | None = None
    placements: tuple[Placement, ...] = ()
    pieces: tuple[Piece, ...] = ()
    meeting_days: tuple[MeetingDay, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The engine's answer for one child on one day.

    `stage` is `None` without a record, and where the ladder in use no longer has the stage of
    `here`. `never` are requirements that can come round in no month of the school's dates.
    """

    today: date
    here: Placement | None
    stage: StageSpec | None
    overlays: tuple[Placement, ...]
    runs_out_on: date | None
    occurrences: tuple[Occurrence, ...]
    never: tuple[RequirementSpec, ...] = ()

    @property
    def is_retired(self) -> bool:
        """Whether the child is at a stage that the ladder in use no longer has."""
        return self.here is not None and self.stage is None

    @cached_property
    def items(self) -> Sequence[Item]:
        """What is still to be done, one item for what one record would serve, the first first."""
        return merged([one for one in self.occurrences if one.is_open], self.today)

    @cached_property
    def present(self) -> Sequence[Occurrence]:
        """Of each requirement the time that matters today, in the ladder's order.

        The oldest that is overdue; else the last that has begun; else the first to come.
        """
        found: dict[tuple[int, str], Occurrence] = {}
        for one in self.occurrences:
            place = one.placement.record, one.asked.key
            before = found.get(place)
            if before is None or (before.state is not State.OVERDUE and self._has_begun(one)):
                found[place] = one
        return list(found.values())

    def _has_begun(self, one: Occurrence) -> bool:
        return one.state is State.DONE or bool(one.opens_on and one.opens_on <= self.today)

    @property
    def overdue(self) -> Sequence[Item]:
        """The items that are late."""
        return [item for item in self.items if item.state is State.OVERDUE]

    @property
    def next(self) -> Item | None:
        """What is due first of what has a date and is asked for, not only to be considered."""
        return next((item for item in self.items if item.due_on and item.is_asked), None)

    @property
    def missing(self) -> Sequence[RequirementSpec]:
        """What is required and overdue, or asked once and not done, in the ladder's order."""
        found = (
            one.asked
            for one in self.occurrences
            if one.state is State.OVERDUE or (_is_asked_once(one) and one.state is not State.DONE)
        )
        return list(dict.fromkeys(found))

    def missing_for(self, route: RouteSpec) -> Sequence[RequirementSpec]:
        """What is missing before a way is taken: `missing`, and what the way itself names."""
        done = {one.asked.key for one in self.occurrences if one.state is State.DONE}
        missing = set(self.missing)
        asked = dict.fromkeys(one.asked for one in self.occurrences)
        named = set(route.needs) - done
        return [one for one in asked if one in missing or one.key in named]


def _is_asked_once(one: Occurrence) -> bool:
    return one.asked.every.every is Every.ONCE and one.asked.can_be_overdue


class GraduatedResponse:
    """The engine for one school's ladder and calendar; asked child by child."""

    def __init__(
        self, ladder: LadderSpec, rounds: Rounds, *, go_live_on: date | None = None
    ) -> None:
        self.ladder = ladder
        self.rounds = rounds
        self.go_live_on = go_live_on
        self.stages = {stage.key: stage for stage in ladder.stages}
        self._asked_at = cache(lambda key: tuple(ladder.asked_at(key)))

    def of(self, facts: Facts, today: date) -> Answer:
        """Everything about one child on a day."""
        in_force = [one for one in facts.placements if one.holds_on(today)]
        here = next((one for one in in_force if not one.overlay), None)
        beside = tuple(one for one in in_force if one.overlay)
        stage = self.stages.get(here.stage) if here else None
        begun = (piece for piece in facts.pieces if facts.born_on <= piece.on <= today)
        pieces = sorted(begun, key=lambda piece: piece.order)
        found = [
            one for placement in in_force for one in self._asked_of(placement, facts, pieces, today)
        ]
        return Answer(
            today=today,
            here=here,
            stage=stage,
            overlays=beside,
            runs_out_on=self._runs_out(here, self.counted_from(here, facts, today))
            if here
            else None,
            occurrences=tuple(found),
            never=tuple(self._never(in_force)),
        )

    def asked_from(self, placement: Placement, facts: Facts) -> date:
        """The first day a placement asks anything for."""
        bounds = (facts.joined_on, self.go_live_on, self.rounds.calendar.known_from)
        return max([placement.starts_on, *(day for day in bounds if day)])

    def counted_from(self, placement: Placement, facts: Facts, today: date) -> date:
        """The first day of the time at a stage: asked-from, or the last decision to stay."""
        decided = (day for day in placement.stays if placement.starts_on <= day <= today)
        return max([self.asked_from(placement, facts), *decided])

    def _runs_out(self, placement: Placement, begins: date) -> date | None:
        stage = self.stages.get(placement.stage)
        return self.rounds.runs_out(stage.timeframe if stage else None, begins)

    def _asked_of(
        self, placement: Placement, facts: Facts, pieces: Sequence[Piece], today: date
    ) -> Iterator[Occurrence]:
        if placement.stage not in self.stages:
            return
        begins = self.asked_from(placement, facts)
        out = self._runs_out(placement, begins)  # a decision to stay renews nothing that is asked
        for asked in self._asked_at(placement.stage):
            asked_from = self._begins(asked, placement, pieces, begins)
            if asked_from is not None:
                fitting = [piece for piece in pieces if fits(piece, asked)]
                held = _held(asked, pieces)
                days = self.rounds.days_set(asked.every, facts.meeting_days)
                asking = Asking(asked, placement, asked_from, today, fitting, out, held, days)
                yield from occurrences(asking, self.rounds)

    def _begins(
        self, asked: RequirementSpec, placement: Placement, pieces: Sequence[Piece], begins: date
    ) -> date | None:
        """The day a requirement is asked from; `None` while it is not."""
        since = _applies_since(asked, placement, pieces)
        if since is None:
            return None
        if asked.after:
            waited = self.rounds.runs_out(asked.after, begins)
            if waited is None:
                return None
            begins = waited + ONE_DAY
        return max(begins, since)

    def _never(self, in_force: Sequence[Placement]) -> Iterator[RequirementSpec]:
        if self.rounds.calendar.known_from is None:
            return
        for placement in in_force:
            if placement.stage in self.stages:
                for asked in self._asked_at(placement.stage):
                    is_of_months = asked.every.every is Every.MONTHS
                    if is_of_months and not self.rounds.periods(asked.every):
                        yield asked


def _applies_since(
    asked: RequirementSpec, placement: Placement, pieces: Sequence[Piece]
) -> date | None:
    """From when a requirement holds for a child it does not hold for at once; `None`: not yet."""
    if asked.applies is Applies.IN_INTERVENTION:
        found = (
            piece.on
            for piece in pieces
            if piece.kind is Evidence.INTERVENTION
            and not piece.why_not
            and piece.on >= placement.starts_on
        )
        return next(found, None)
    if asked.applies is Applies.WITH_THE_PLAN:
        having = (piece for piece in pieces if piece.kind in HAVING_A_PLAN and not piece.why_not)
        return next((piece.on for piece in having if asked.of in ("", piece.of)), None)
    return date.min


def _held(asked: RequirementSpec, pieces: Sequence[Piece]) -> Sequence[date]:
    """The days of the records a requirement comes round with."""
    if asked.every.every is not Every.AT_EVERY:
        return ()
    kind, _, of = asked.every.of.partition(":")
    return [
        piece.on for piece in pieces if piece.kind == kind and piece.of == of and not piece.why_not
    ]
