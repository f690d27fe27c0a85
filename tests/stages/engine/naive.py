"""A second engine, slow and plain: docs/decisions/due-items.md followed day by day.

It shares the types of the engine and none of its reasoning; the tests hold the two equal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from schools.calendar import SchoolCalendar
from stages.evidence import Piece
from stages.graduated_response import Facts
from stages.ladder import LadderSpec, RequirementSpec
from stages.occurrences import Placement, State
from stages.periods import Every
from stages.rounds import MeetingDay
from stages.vocabulary import Applies, Evidence, Party, Strength
from tests.stages.engine.naive_days import DAY, Year

EVER = date.max
CHECKED = (
    Party.PARENT,
    Party.PUPIL,
    Party.SENCO,
    Party.AGENCY,
    Party.PROFESSIONAL,
    Party.SCHOOL_SPECIALIST,
    Party.LA,
)


def is_evidence(piece: Piece, asked: RequirementSpec) -> bool:
    """Whether a record fits a requirement."""
    if piece.answers:
        return piece.answers == asked.key
    if piece.kind != asked.evidence:
        return False
    if asked.of and piece.of != asked.of:
        return False
    if asked.whose and piece.whose != asked.whose:
        return False
    if asked.given_to and piece.given_to not in asked.given_to:
        return False
    return came_from_whom_it_should(piece, asked)


def came_from_whom_it_should(piece: Piece, asked: RequirementSpec) -> bool:
    """Whether those asked for were there; of advice and agencies one of them is enough."""
    named = [party for party in asked.with_whom if party in CHECKED]
    if piece.present is None or not named:
        return True
    there = [party in piece.present for party in named]
    one_will_do = asked.evidence in (Evidence.ADVICE, Evidence.AGENCY_INVOLVEMENT)
    return any(there) if one_will_do else all(there)


def sufficient(asked: RequirementSpec, found: list[Piece]) -> list[Piece]:
    """The earliest records that suffice; none when they do not."""
    used: list[Piece] = []
    for piece in found:
        if piece.why_not:
            continue
        if any(other.why_not and other.on < piece.on for other in found):
            break
        if asked.given_to and piece.given_to not in asked.given_to:
            continue
        if asked.given_to and any(other.given_to == piece.given_to for other in used):
            continue
        used.append(piece)
        if len(used) == (len(asked.given_to) or asked.count):
            return used
    return [piece for piece in found if piece.why_not][:1]


@dataclass
class Time:
    """One time a requirement comes round, told as the tests compare it."""

    asked: RequirementSpec
    placement: Placement
    opens_on: date | None
    due_on: date | None
    counts_from: date
    counts_until: date = EVER
    proof: list[Piece] = field(default_factory=list)
    state: State = State.LATER

    def takes(self, day: date) -> bool:
        """Whether a record of a day counts for it."""
        return self.counts_from <= day < self.counts_until


@dataclass
class NaiveEngine:
    """The engine for a school."""

    ladder: LadderSpec
    calendar: SchoolCalendar
    meetings: tuple[MeetingDay, ...] = ()
    go_live_on: date | None = None

    def __post_init__(self) -> None:
        self.year = Year(self.calendar)

    def of(self, facts: Facts, today: date) -> list[Time]:
        """Every time anything comes round for a child, with what it is on a day."""
        found: list[Time] = []
        pieces = [piece for piece in facts.pieces if facts.born_on <= piece.on <= today]
        pieces.sort(key=lambda piece: piece.order)
        for placement in in_force(facts, today):
            for asked in self.asks(placement):
                begins = self.begins(asked, placement, facts, pieces)
                if begins is None:
                    continue
                fitting = [piece for piece in pieces if is_evidence(piece, asked)]
                child = Asked(self, asked, placement, begins, today, fitting, pieces)
                child.days_set = [*self.meetings, *facts.meeting_days]
                child.runs_out_on = self.runs_out(placement, self.asked_from(placement, facts))
                found += child.told()
        return found

    def asks(self, placement: Placement) -> list[RequirementSpec]:
        """What a placement asks: its stage, those that run together with it, and the ladder."""
        stages = [stage for stage in self.ladder.stages if stage.key == placement.stage]
        if not stages or stages[0].universal:
            return []
        name = stages[0].together
        beside = [stage for stage in self.ladder.stages if name and stage.together == name]
        group = beside or stages
        found = [asked for stage in group for asked in stage.requirements]
        keys = {stage.key for stage in group}
        for asked in self.ladder.requirements:
            is_named = bool(keys & set(asked.stages))
            if is_named or (not asked.stages and not stages[0].overlay):
                found.append(asked)
        return found

    def asked_from(self, placement: Placement, facts: Facts) -> date:
        """The latest of the days a placement can ask from."""
        day = placement.starts_on
        for other in (facts.joined_on, self.go_live_on, self.year.first):
            if other and other > day:
                day = other
        return day

    def runs_out(self, placement: Placement, begins: date) -> date | None:
        """The last day of the time at a stage, counted from a day."""
        for stage in self.ladder.stages:
            if stage.key == placement.stage:
                return self.year.end_of(stage.timeframe, begins)
        return None

    def counted_from(self, placement: Placement, facts: Facts, today: date) -> date:
        """The day it is asked from, or the last on which it was decided to stay."""
        day = self.asked_from(placement, facts)
        for stay in placement.stays:
            if placement.starts_on <= stay <= today and stay > day:
                day = stay
        return day

    def begins(
        self, asked: RequirementSpec, placement: Placement, facts: Facts, pieces: list[Piece]
    ) -> date | None:
        """The day a requirement is asked from; `None` while it is not."""
        day = self.asked_from(placement, facts)
        if asked.after:
            last = self.year.end_of(asked.after, day)
            if last is None:
                return None
            day = last + DAY
        if asked.applies in (Applies.IN_INTERVENTION, Applies.WITH_THE_PLAN):
            since = applies_since(asked, placement, pieces)
            return since and max(day, since)
        return day


def in_force(facts: Facts, today: date) -> list[Placement]:
    """Where the child is on a day: the stage first, what is beside it after."""
    here = [
        each
        for each in facts.placements
        if each.starts_on <= today and (each.ends_on is None or today < each.ends_on)
    ]
    return sorted(here, key=lambda each: (each.overlay, each.starts_on, each.record))


def applies_since(asked: RequirementSpec, placement: Placement, pieces: list[Piece]) -> date | None:
    """From when it holds for this child, where it does not for every child at the stage."""
    for piece in pieces:
        if asked.applies == Applies.IN_INTERVENTION:
            holds = piece.kind == Evidence.INTERVENTION and piece.on >= placement.starts_on
        else:
            has = piece.kind in (Evidence.PLAN, Evidence.TARGETS, Evidence.PROVISION_MAP)
            holds = has and asked.of in ("", piece.of)
        if holds and not piece.why_not:
            return piece.on
    return None


@dataclass
class Asked:
    """One requirement asked of one child."""

    engine: NaiveEngine
    asked: RequirementSpec
    placement: Placement
    begins: date
    today: date
    fitting: list[Piece]
    pieces: list[Piece]
    runs_out_on: date | None = None
    days_set: list[MeetingDay] = field(default_factory=list)

    def told(self) -> list[Time]:
        """Each time it comes round, to the first that is to be done and has not opened."""
        told: list[Time] = []
        for time in self.times():
            found = [piece for piece in self.fitting if time.takes(piece.on)]
            if not time.proof:
                time.proof = sufficient(self.asked, found)
            time.state = self.state(time)
            told.append(time)
            if not time.proof and (time.opens_on is None or time.opens_on > self.today):
                break
        return told

    def state(self, time: Time) -> State:
        """What one time is today."""
        if time.proof:
            return State.DONE
        if any(piece.on >= time.counts_until for piece in self.fitting):
            return State.MISSED
        reminds = self.asked.strength == Strength.CONSIDERED
        if reminds or self.asked.applies == Applies.WHERE_APPROPRIATE:
            return State.LATER
        if time.opens_on is None or time.due_on is None or self.today < time.opens_on:
            return State.LATER
        late = self.today > time.due_on and self.asked.strength == Strength.REQUIRED
        return State.OVERDUE if late else State.DUE

    def times(self) -> Iterator[Time]:
        """Each time it comes round."""
        every = self.asked.every
        if every.every == Every.ONCE:
            yield self.once()
        elif every.every == Every.AS_NEEDED:
            yield self.as_needed()
        elif every.every == Every.AT_EVERY:
            yield from self.at_every()
        elif every.every in (Every.WEEKS, Every.TIMES_A_YEAR) and (
            (every.every == Every.WEEKS) == (every.n > 1)
        ):
            yield from self.rolling()
        else:
            yield from self.by_the_calendar()

    def time(self, opens: date | None, due: date | None, since: date, until: date = EVER) -> Time:
        """A time it comes round."""
        return Time(self.asked, self.placement, opens, due, since, until)

    def once(self) -> Time:
        """Six teaching weeks, or the stage's time, whichever is sooner."""
        ends = [self.engine.year.end_of_weeks(self.begins, 6), self.runs_out_on]
        known = [day for day in ends if day and day >= self.begins]
        since = self.placement.before or self.placement.starts_on - 98 * DAY
        if self.asked.across_stages:
            since = date.min
        due = min(known, default=None)
        return self.time(self.begins if due else None, due, since)

    def as_needed(self) -> Time:
        """Never due; the last record at this stage is its proof."""
        time = self.time(None, None, self.placement.starts_on)
        time.proof = [piece for piece in self.fitting if time.takes(piece.on)][-1:]
        return time

    def by_the_calendar(self) -> Iterator[Time]:
        """A time in each period."""
        periods = self.engine.year.periods(self.asked.every)
        for number, period in enumerate(periods):
            later = periods[number + 1 :]
            until = later[0].opens_on if later else EVER
            if period.is_half_left(self.begins):
                since = max(period.opens_on, self.placement.starts_on)
                yield self.time(period.opens_on, period.due_on, since, until)

    def rolling(self) -> Iterator[Time]:
        """Counted from the last record; of several on a day, one."""
        base, since = self.begins, self.placement.starts_on
        while True:
            due = self.due_after(base)
            opens = None if due is None else base + timedelta(days=(due - base).days // 2)
            time = self.time(opens, due, since)
            found = [piece for piece in self.fitting if piece.on >= since]
            time.proof = sufficient(self.asked, found)
            yield time
            if not time.proof:
                return
            since = time.proof[-1].on + DAY
            base = max(time.proof[-1].on, self.begins)

    def due_after(self, base: date) -> date | None:
        """The end of n teaching weeks, or a year later."""
        if self.asked.every.every == Every.WEEKS:
            return self.engine.year.end_of_weeks(base, self.asked.every.n)
        if (base.month, base.day) == (2, 29):
            return date(base.year + 1, 2, 28)
        return base.replace(year=base.year + 1)

    def at_every(self) -> Iterator[Time]:
        """With each record of a kind, and each set day that no such record lies near."""
        name = self.asked.every.of
        held = [
            piece.on
            for piece in self.pieces
            if not piece.why_not and f"{piece.kind.value}:{piece.of}" == name
        ]
        on = set(held)
        for meeting in self.days_set:
            if meeting.of == name and all(abs((meeting.on - day).days) > 14 for day in held):
                on.add(meeting.on)
        rounds = sorted(day for day in on if day >= self.begins)
        starts = []
        for number, day in enumerate(rounds):
            before = rounds[number - 1] + DAY if number else date.min
            starts.append(max(day - 14 * DAY, before))
        for number, day in enumerate(rounds):
            until = starts[number + 1] if number + 1 < len(rounds) else EVER
            since = max(starts[number], self.placement.starts_on)
            yield self.time(day, self.engine.year.end_of_weeks(day, 1), since, until)
