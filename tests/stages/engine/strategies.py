"""Schools and children at random: small ladders, calendars, placements and records.

Hypothesis chooses how much there is and a seed; dice thrown from the seed choose the rest, so that
most of what is made is asked of the child and much of it is met.
"""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from schools.calendar import SchoolCalendar, Span, calendar_of
from schools.usual_dates import usual_closures, usual_half_terms
from stages.evidence import Piece
from stages.graduated_response import Facts, GraduatedResponse
from stages.ladder import LadderSpec, RequirementSpec, StageSpec
from stages.occurrences import Placement
from stages.periods import Frequency, Timeframe
from stages.rounds import MeetingDay, Rounds
from stages.vocabulary import Applies, Evidence, HeldFor, Party, Strength

BEGINS = 2026
FIRST, LAST = date(2026, 6, 1), date(2028, 8, 31)
FREQUENCIES = (
    "once",
    "once",
    "weekly",
    "every 2 weeks",
    "every 6 weeks",
    "half-termly",
    "termly",
    "yearly",
    "2 a year",
    "3 a year",
    "4 a year",
    "5 a year",
    "6 a year",
    "40 a year",
    "in October, February, July",
    "in August",
    "in September, December",
    "at every meeting:a",
    "at every review:a",
    "as needed",
)
LENGTHS = (
    "1 teaching week",
    "6 teaching weeks",
    "26 calendar weeks",
    "3 calendar weeks",
    "1 half-term",
    "2 half-terms",
    "1 term",
    "2 terms",
)
TIMEFRAMES = (*LENGTHS, "until October, February, July", "until August", "ongoing")
KINDS = (Evidence.MEETING, Evidence.MEETING, Evidence.REVIEW, Evidence.PLAN, Evidence.INTERVENTION)
PARTIES = (Party.PARENT, Party.PUPIL, Party.SENCO, Party.AGENCY, Party.CLASS_TEACHER)
RECIPIENTS = ("SENCO", "Parents")
OFS = ("", "a", "a", "b")
WHOSE = ("", "pupil", "parent")
KEYS = tuple(f"r{number}" for number in range(8))
STAGE_KEYS = ("every", "one", "two", "three", "four", "beside", "other")
HOMES = ("one", "one", "one", "two", "three", "ladder", "ladder", "ladder", "beside", "other")
PLACES = (*("one",) * 10, "two", "two", "two", "four", "every", "gone")


class Dice(Random):
    """Chance, told in the words of a school."""

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        """Some day from one to another."""
        return first + timedelta(days=self.randint(0, (last - first).days))

    def often(self) -> bool:
        """Three times of four."""
        return self.random() < 0.75


class School:
    """A school: its ladder, calendar, meeting days and go-live, and its engine."""

    def __init__(
        self,
        ladder: LadderSpec,
        calendar: SchoolCalendar,
        meetings: tuple[MeetingDay, ...] = (),
        go_live_on: date | None = None,
    ) -> None:
        self.ladder, self.calendar = ladder, calendar
        self.meetings, self.go_live_on = meetings, go_live_on
        rounds = Rounds(calendar, meetings)
        self.engine = GraduatedResponse(ladder, rounds, go_live_on=go_live_on)

    def __repr__(self) -> str:
        """What a failing example is made of, without what is as usual."""
        asked = [(stage.key, stage.timeframe, *stage.requirements) for stage in self.ladder.stages]
        whole, spans = self.ladder.requirements, self.calendar.half_terms
        closed = sorted(self.calendar.closed)
        return f"School({asked}, {whole}, {spans}, {closed}, {self.meetings}, {self.go_live_on})"


class Case(NamedTuple):
    """A school, a child of it and a day."""

    school: School
    facts: Facts
    today: date


def cases(most_records: int = 24) -> st.SearchStrategy[Case]:
    """A school that asks for a few things, a child and what was recorded, and a day."""
    seeds = st.integers(0, 2**64)
    return st.builds(_case, seeds, st.integers(1, 8), st.integers(0, most_records))


def _case(seed: int, size: int, records: int) -> Case:
    dice = Dice(seed)
    school = _school(dice, size)
    everything = [*school.ladder.requirements]
    for stage in school.ladder.stages:
        everything += stage.requirements
    pieces = [_piece(dice, number, dice.choice(everything)) for number in range(records)]
    return Case(school, _child(dice, tuple(pieces)), dice.day(date(2026, 9, 1)))


def _school(dice: Dice, size: int) -> School:
    go_live = None if dice.often() or dice.often() else dice.day(last=date(2027, 10, 1))
    return School(_ladder(dice, size), _calendar(dice), _meeting_days(dice), go_live)


def _meeting_days(dice: Dice) -> tuple[MeetingDay, ...]:
    """Days set for meetings of two kinds, for every class or the child's own."""
    days = [dice.day() for _ in range(dice.choice((0, 1, 3, 5)))]
    return tuple(MeetingDay(dice.choice(("meeting:a", "review:a")), day) for day in days)


def _calendar(dice: Dice) -> SchoolCalendar:
    """The usual dates with closures and moved half-terms; some end early; now and then none."""
    spans: list[Span] = []
    away = {dice.day() for _ in range(dice.choice((0, 3, 6)))}
    for year in (BEGINS, BEGINS + 1, BEGINS + 2):
        spans += usual_half_terms(year)
        away |= {day for day, _ in usual_closures(year)}
    if not dice.often():
        shut = dice.day()
        away |= {shut + timedelta(days=n) for n in range(dice.choice((10, 40, 70)))}
    if not dice.often():
        spans = [_moved(span, dice.randint(-4, 4), dice.randint(-9, 9)) for span in spans]
    known = dice.choice((18, 18, 12, 12, 12, 12, 6, 9, 7, 4, 0))
    return calendar_of(spans[:known], away)


def _moved(span: Span, days: int, longer: int) -> Span:
    """A half-term moved a little; the holidays are long enough for the next not to overlap."""
    ends_on = span.ends_on + timedelta(days=days + min(longer, 4))
    return Span(span.starts_on + timedelta(days=days), ends_on, span.name)


def _ladder(dice: Dice, size: int) -> LadderSpec:
    """A universal stage, one, two that run together, one more, and two overlays."""
    asked = [_requirement(dice, key) for key in KEYS[:size]]
    homes = {each.key: dice.choice(HOMES) for each in asked}
    stages = tuple(
        StageSpec(
            key=key,
            label=key,
            name=key,
            universal=key == "every",
            overlay=key in ("beside", "other"),
            together="pair" if key in ("two", "three") else "",
            timeframe=None if dice.often() else Timeframe.read(dice.choice(TIMEFRAMES)),
            requirements=tuple(each for each in asked if homes[each.key] == key),
        )
        for key in STAGE_KEYS
    )
    whole = tuple(each for each in asked if homes[each.key] == "ladder")
    return LadderSpec(key="x", name="X", source="", stages=stages, requirements=whole)


def _requirement(dice: Dice, key: str) -> RequirementSpec:
    return RequirementSpec(
        key=key,
        evidence=dice.choice(KINDS),
        words=key,
        of=dice.choice(("", "", "a", "b")),
        whose=dice.choice(("", "", "", "pupil", "parent")),
        with_whom=tuple(dice.sample(PARTIES, dice.choice((0, 0, 1, 2)))),
        given_to=dice.choice(((), (), (), (), ("SENCO",), RECIPIENTS)),
        every=Frequency.read(dice.choice(FREQUENCIES)),
        after=None if dice.often() or dice.often() else Timeframe.read(dice.choice(LENGTHS)),
        count=dice.choice((1, 1, 1, 2)),
        strength=dice.choice((Strength.REQUIRED, *Strength)),
        held_for=dice.choice((HeldFor.CHILD, HeldFor.CHILD, HeldFor.CHILD, HeldFor.CLASS)),
        applies=Applies.EVERY if dice.often() else dice.choice(list(Applies)),
        across_stages=not dice.often(),
        stages=() if dice.often() else dice.choice((HOMES[:4], ("four", "beside"))),
    )


def _child(dice: Dice, pieces: tuple[Piece, ...]) -> Facts:
    return Facts(
        born_on=date(2018, 2, 28) if dice.random() < 0.95 else date(2027, 1, 1),
        joined_on=None if dice.often() or dice.often() else dice.day(last=date(2027, 10, 1)),
        placements=_placements(dice),
        pieces=pieces,
        meeting_days=_meeting_days(dice),
    )


def _placements(dice: Dice) -> tuple[Placement, ...]:
    """One stage after another, the last mostly without an end, and up to two beside them."""
    begun = date(2027, 10, 1)
    starts = sorted({dice.day(last=begun) for _ in range(dice.choice((1, 1, 2, 3)))})
    found: list[Placement] = []
    for number, day in enumerate(starts):
        ends = starts[number + 1] if number + 1 < len(starts) else None
        if ends is None and not dice.often():
            ends = LAST
        before = found[-1].starts_on if found and dice.often() else None
        stays = tuple(dice.day(first=day) for _ in range(dice.choice((0, 0, 0, 1, 2))))
        where = dice.choice(PLACES)
        found.append(Placement(number + 1, where, day, ends, before=before, stays=stays))
    for number in range(dice.choice((0, 0, 1, 2))):
        key = dice.choice(("beside", "other"))
        found.append(Placement(10 + number, key, dice.day(last=begun), overlay=True))
    return tuple(found)


def _piece(dice: Dice, number: int, asked: RequirementSpec) -> Piece:
    """A record, mostly of the kind asked for; now and then in answer to it, or why not."""
    answers = "" if dice.often() else asked.key
    present = frozenset(dice.sample(PARTIES, dice.randint(0, len(PARTIES))))
    return Piece(
        kind=asked.evidence if dice.often() else dice.choice(KINDS),
        on=dice.day(),
        source=dice.choice(("meeting", "note")),
        pk=number,
        of=asked.of if dice.often() else dice.choice(OFS),
        whose=asked.whose if dice.often() else dice.choice(WHOSE),
        given_to=dice.choice(asked.given_to or ("", *RECIPIENTS)),
        present=None if dice.often() else present,
        answers=answers,
        why_not=bool(answers) and not dice.often(),
    )
